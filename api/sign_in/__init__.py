"""Authentication: tokens, keys, sessions, passwords, throttling, and the OAuth 2 wire format."""
