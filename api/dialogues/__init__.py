"""The four learning dialogues of an institution in a cycle."""
