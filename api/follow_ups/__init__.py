"""The 1:1 leadership follow-up."""
