"""Import of institutions and departments."""
