"""Themes that the council decides for a cycle."""
