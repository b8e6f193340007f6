"""Errors of the command itself."""

from sammen.errors import SammenError


class UsageError(SammenError):
    """The arguments are wrong; the message says what to give."""
