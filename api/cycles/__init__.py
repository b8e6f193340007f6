"""The two-year cycles of the areas, and their rounds."""
