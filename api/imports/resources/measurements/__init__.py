"""Import of measurements."""
