"""Queries of imports, their rows and their columns."""
