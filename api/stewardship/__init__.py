"""What touches everything at once: mergers, splits and closures that carry over what is open, and their undoing."""
