"""The two-year cycle of an area, its rounds, and which round a date falls in."""
