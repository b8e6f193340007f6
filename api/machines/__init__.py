"""Machines (OAuth clients) that authenticate with client credentials."""
