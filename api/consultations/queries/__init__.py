"""Listings, lookups and responses of consultations."""
