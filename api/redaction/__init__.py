"""Corrections, override reasons and pinned evidence; and redaction of text in every place that stores it."""
