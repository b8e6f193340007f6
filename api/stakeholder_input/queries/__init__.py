"""Listings, lookups and statistics of stakeholder input."""
