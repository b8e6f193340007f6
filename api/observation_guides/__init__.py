"""Guides for observations, in editions."""
