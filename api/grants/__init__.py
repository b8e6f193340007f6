"""Roles held at units."""
