"""Unicode's forms of a text, in time that grows with its length.

Putting the accents of a letter in order takes the square of their number: a text of nothing else would occupy the
service for minutes. No language has more than thirty (Unicode Standard Annex 15, stream-safe text).
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal
from unicodedata import combining, normalize

MOST_ACCENTS: Final = 30
_LAST: Final = 0x20000
"""No accent lies beyond; a test looks."""


def accents(until: int = _LAST) -> Iterator[int]:
    """What stands on a letter, however it is written: its parts are all put in order."""
    return (code for code in range(0x300, until) if all(map(combining, normalize("NFKD", chr(code)))))


@lru_cache(maxsize=1)
def _run() -> re.Pattern[str]:
    ranges: list[list[int]] = []
    for code in accents():
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    letters = "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in ranges)
    return re.compile(f"[{letters}]{{{MOST_ACCENTS + 1},}}")


def has_too_many_accents(text: str) -> bool:
    """Whether more accents follow on each other than any letter has."""
    return not text.isascii() and _run().search(text) is not None


def formed(form: Literal["NFC", "NFKC", "NFD", "NFKD"], text: str) -> str:
    """The text in a form of Unicode; of more than thirty accents in a row the first thirty."""
    if text.isascii():
        return text
    return normalize(form, _run().sub(lambda found: found.group()[:MOST_ACCENTS], text))
