"""A file that cannot be read at all."""

from sammen.errors import SammenError


class InvalidFile(SammenError):
    """The file as a whole cannot be read."""
