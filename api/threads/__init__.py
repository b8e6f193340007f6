"""From a theme to its results and back: discussions, focus areas, dialogues, agreements, outcomes."""
