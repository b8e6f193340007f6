"""Settings of the application under test."""

SECRET = "a secret for tests only, forty characters"
UNLIMITED_REQUESTS = 10_000_000  # requests per minute: all requests of tests come from one address
