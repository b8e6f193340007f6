"""The demo: a fictional municipality, seeded through the same actions as the routes use."""
