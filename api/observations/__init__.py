"""Observations of learning environments by colleagues from other institutions, and their feedback."""
