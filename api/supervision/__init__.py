"""Supervision: the current state of each institution, with flags and counts; owns no tables."""
