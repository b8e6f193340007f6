"""A whole fictional municipality, built through the same actions as the routes."""
