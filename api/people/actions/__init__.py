"""Changes of people."""
