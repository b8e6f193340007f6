"""Modules without a more specific home that depend on neither the web nor the database."""
