"""Threads: from a theme to its results and back, over discussions, focus areas, dialogues and agreements."""
