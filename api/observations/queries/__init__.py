"""Listings, lookups and conditions on observations."""
