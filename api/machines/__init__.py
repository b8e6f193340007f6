"""Machines that authenticate with client credentials."""
