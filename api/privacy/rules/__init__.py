"""Pure decisions about personal data: when a person may be erased, and how a name is found in text."""
