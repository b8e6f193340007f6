"""Helpers shared by tests."""

SECRET = "a secret for tests only, forty characters"
MANY = 10_000_000  # requests a minute: what tests send is all from one address
