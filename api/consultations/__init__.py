"""Consultations: sets of questions that are answered by link, without an account."""
