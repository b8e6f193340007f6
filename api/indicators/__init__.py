"""Indicators: what is measured in institutions."""
