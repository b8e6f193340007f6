"""Focus areas: what an institution chooses to strengthen, based on a theme."""
