"""Districts; day care, schools and leisure; their departments and numbers."""
