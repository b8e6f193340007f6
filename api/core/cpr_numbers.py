"""Danish personal numbers (CPR), recognised so that they are never kept."""

import re
import unicodedata
from functools import lru_cache

# Six digits that can be a date (a replacement number adds 60 to the day), then four; between them at most a few
# spaces or signs. The checksum is not asked: numbers given since 2007 need not fit it. A date in pairs is followed by
# four digits in one: else a date and a time, or a span of two dates, would be one. One with the whole year is followed
# by a hyphen or its like: else a date and a postal code, or a time, would be one.
_DAY_OF_BIRTH, _MONTH = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])", r"(?:0[1-9]|1[0-2])"
_BETWEEN, _HYPHEN = r"[\s\-\u2010-\u2015\u2212./_:,]", r"[\-\u2010-\u2015\u2212+/_]"
_WRAPPED = r"[\s\-\u2010-\u2015\u2212./_:,+()\[\]]"
_CPR = re.compile(
    rf"(?<!\d)(?:{_DAY_OF_BIRTH}{_MONTH}\d\d(?:{_WRAPPED}{{0,5}}\d\d ?\d\d|{_HYPHEN}\d\d{_HYPHEN}\d\d)"
    rf"|{_DAY_OF_BIRTH}[\s.\-/]{_MONTH}[\s.\-/]\d\d{_BETWEEN}{{1,5}}\d{{4}}"
    rf"|{_DAY_OF_BIRTH}{_MONTH}\s\d\d[\s\-]{{1,3}}\d{{4}}"
    rf"|{_DAY_OF_BIRTH}[\s.\-/]{_MONTH}[\s.\-/](?:18|19|20)\d\d\s?{_HYPHEN}\s?\d{{4}})(?!\d)"
)


def looks_like_cpr_number(text: str) -> bool:
    """Whether a text holds what looks like a Danish personal number, however it is dressed up."""
    if text.isascii():  # nothing to undress
        return _CPR.search(text) is not None
    return _CPR.search(text.translate({ord(letter): _undressed(letter) for letter in set(text)})) is not None


@lru_cache(maxsize=1 << 12)
def _undressed(letter: str) -> str:
    """What stands for a letter: itself, digits of any script as ours, nothing for what is not seen.

    Letter by letter, so that it takes no longer than the text is long; a letter that stands for a whole sentence is
    no number.
    """
    folded = unicodedata.normalize("NFKC", letter)
    seen = "".join(_digit(one) for one in folded if unicodedata.category(one) not in ("Cf", "Mn"))
    return seen if len(seen) <= _LONGEST else "x"


_LONGEST = 4


def _digit(letter: str) -> str:
    """A digit of any script as the one that it stands for; anything else as it is."""
    return letter if letter.isascii() else str(unicodedata.digit(letter, letter))
