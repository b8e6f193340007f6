"""Mergers, splits, closing and reopening institutions."""
