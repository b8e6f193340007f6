"""Unicode normalization in time that grows linearly with the length of a text.

Normalization sorts the combining marks of a letter, which takes quadratic time in their number: a text of nothing but
marks would occupy the service for minutes. No language uses more than thirty (Unicode Standard Annex 15, stream-safe
text), so longer runs are refused or cut.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal

MAX_COMBINING_MARKS: Final = 30
_END_OF_MARKS: Final = 0x20000
"""There are no combining marks beyond; `tests/core/test_unicode_text.py` pins this for the Unicode version in use."""


def combining_marks(until: int = _END_OF_MARKS) -> Iterator[int]:
    """Return the code points that combine with the letter before them in any normal form."""
    return (
        code
        for code in range(0x300, until)
        if all(map(unicodedata.combining, unicodedata.normalize("NFKD", chr(code))))
    )


@lru_cache(maxsize=1)
def _too_long_run() -> re.Pattern[str]:
    ranges: list[list[int]] = []
    for code in combining_marks():
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    marks = "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in ranges)
    return re.compile(f"[{marks}]{{{MAX_COMBINING_MARKS + 1},}}")


def has_too_many_combining_marks(text: str) -> bool:
    """Return whether a text has more than thirty combining marks in a row."""
    return not text.isascii() and _too_long_run().search(text) is not None


def normalize(form: Literal["NFC", "NFKC", "NFD", "NFKD"], text: str) -> str:
    """Normalize a text; of more than thirty combining marks in a row, the first thirty are kept."""
    if text.isascii():
        return text
    return unicodedata.normalize(form, _too_long_run().sub(lambda run: run.group()[:MAX_COMBINING_MARKS], text))
