"""The register of districts and institutions: day care, schools and leisure services, and their departments."""
