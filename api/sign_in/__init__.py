"""Authentication: tokens, keys, sessions, passwords, throttling, the OAuth 2 wire format."""
