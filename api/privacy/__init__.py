"""Erasure, redaction by order, retention and subject access requests."""
