"""Pure decisions about personal data."""
