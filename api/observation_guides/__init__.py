"""Observation guides and their editions."""
