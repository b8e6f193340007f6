"""Changes to observations, one verb a module."""
