"""Unicode's forms of a text, in time that grows with its length.

Putting the accents of a letter in order takes the square of their number: a text of nothing else would occupy the
service for minutes. No language has more than thirty (Unicode Standard Annex 15, stream-safe text).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal

MAX_COMBINING_MARKS: Final = 30
_LAST: Final = 0x20000
"""No accent lies beyond; a test looks."""


def combining_mark_runs(until: int = _LAST) -> Iterator[int]:
    """What stands on a letter, however it is written: its parts are all put in order."""
    return (
        code
        for code in range(0x300, until)
        if all(map(unicodedata.combining, unicodedata.normalize("NFKD", chr(code))))
    )


@lru_cache(maxsize=1)
def _run() -> re.Pattern[str]:
    ranges: list[list[int]] = []
    for code in combining_mark_runs():
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    letters = "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in ranges)
    return re.compile(f"[{letters}]{{{MAX_COMBINING_MARKS + 1},}}")


def has_too_many_combining_marks(text: str) -> bool:
    """Whether more accents follow on each other than any letter has."""
    return not text.isascii() and _run().search(text) is not None


def normalize(form: Literal["NFC", "NFKC", "NFD", "NFKD"], text: str) -> str:
    """The text in a form of Unicode; of more than thirty accents in a row the first thirty."""
    if text.isascii():
        return text
    return unicodedata.normalize(form, _run().sub(lambda found: found.group()[:MAX_COMBINING_MARKS], text))
