"""Changes to heightened supervision, one verb a module."""
