"""Suggestions for unknown names."""

from collections.abc import Sequence
from difflib import get_close_matches

_MAX_NAMES = 30


def did_you_mean(name: str, known: Sequence[str]) -> str:
    """The end of a sentence with the closest known name; empty when none is close."""
    matches = get_close_matches(name, known, n=1, cutoff=0.6)
    return f"; did you mean {matches[0]!r}?" if matches else ""


def suggest(name: str, known: Sequence[str]) -> str:
    """As `did_you_mean`; when no name is close, all of them, if they are not too many."""
    all_names = f"; there are {', '.join(known)}" if 0 < len(known) <= _MAX_NAMES else ""
    return did_you_mean(name, known) or all_names
