"""Comparison of contracts: breaking changes, and what a release requires."""
