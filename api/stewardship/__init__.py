"""What touches everything at once: mergers and closures that carry over what is open; personal data, and its end."""
