"""The caller's own account: tokens, roles, password."""
