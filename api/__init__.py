"""Sammen: a municipality follows up on the quality of its institutions through dialogue."""
