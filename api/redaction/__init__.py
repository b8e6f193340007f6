"""Corrections, reasons, pinned evidence, and redaction of text from every place that holds it."""
