"""Agreements made in dialogues and follow-ups, and taken up in the next ones."""
