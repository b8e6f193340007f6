"""Import of observations."""
