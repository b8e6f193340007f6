"""Heightened supervision: opened and closed by follow-ups, with action plan and the parent board's comments."""
