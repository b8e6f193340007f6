"""What may have been meant by a name that is not there."""

from collections.abc import Sequence
from difflib import get_close_matches

_MOST_NAMED = 30


def near(name: str, known: Sequence[str]) -> str:
    """The end of a sentence: the name that may have been meant, if one is near."""
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


def near_or_all(name: str, known: Sequence[str]) -> str:
    """As `near`; where nothing is near, all that there is, if that can be told."""
    named = f"; there are {', '.join(known)}" if 0 < len(known) <= _MOST_NAMED else ""
    return near(name, known) or named
