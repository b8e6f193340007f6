"""Closures: mergers and splits of institutions, closing and reopening them."""
