"""Political themes, decided by the council for a cycle."""
