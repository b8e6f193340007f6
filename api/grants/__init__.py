"""Grants: roles that people and machines hold at units."""
