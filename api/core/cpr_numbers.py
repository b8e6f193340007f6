"""Recognition of Danish personal identification numbers (CPR numbers), so that they are never stored."""

import re
import unicodedata
from functools import lru_cache

# Six digits that can be a date (a replacement number adds 60 to the day), then four; between them at most a few spaces
# or punctuation marks. The checksum is not verified: numbers issued since 2007 need not satisfy it.
# A date in pairs (01.02.03) must be followed by four adjacent digits; otherwise a date and a time, or a range of two
# dates, would match. A date with a four-digit year must be followed by a hyphen or similar; otherwise a date and a
# postal code, or a time, would match.
_DAY_OF_BIRTH, _MONTH = r"(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])", r"(?:0[1-9]|1[0-2])"
_SEPARATOR, _HYPHEN = r"[\s\-\u2010-\u2015\u2212./_:,]", r"[\-\u2010-\u2015\u2212+/_]"
_SEPARATOR_OR_BRACKET = r"[\s\-\u2010-\u2015\u2212./_:,+()\[\]]"
_CPR = re.compile(
    rf"(?<!\d)(?:{_DAY_OF_BIRTH}{_MONTH}\d\d(?:{_SEPARATOR_OR_BRACKET}{{0,5}}\d\d ?\d\d|{_HYPHEN}\d\d{_HYPHEN}\d\d)"
    rf"|{_DAY_OF_BIRTH}[\s.\-/]{_MONTH}[\s.\-/]\d\d{_SEPARATOR}{{1,5}}\d{{4}}"
    rf"|{_DAY_OF_BIRTH}{_MONTH}\s\d\d[\s\-]{{1,3}}\d{{4}}"
    rf"|{_DAY_OF_BIRTH}[\s.\-/]{_MONTH}[\s.\-/](?:18|19|20)\d\d\s?{_HYPHEN}\s?\d{{4}})(?!\d)"
)
_LONGEST_EXPANSION = 4


def looks_like_cpr_number(text: str) -> bool:
    """Return whether a text contains what looks like a CPR number, in any script, width or punctuation."""
    if text.isascii():  # nothing to fold
        return _CPR.search(text) is not None
    return _CPR.search(text.translate({ord(letter): _folded(letter) for letter in set(text)})) is not None


@lru_cache(maxsize=1 << 12)
def _folded(letter: str) -> str:
    """Return the compatibility form of a letter: digits of any script as ASCII, nothing for an invisible character.

    Text is folded letter by letter, so that the time grows with its length only. A letter that expands to more than
    four characters (some stand for a whole phrase) cannot be part of a number and becomes `x`.
    """
    compatible = unicodedata.normalize("NFKC", letter)
    visible = "".join(_ascii_digit(part) for part in compatible if unicodedata.category(part) not in ("Cf", "Mn"))
    return visible if len(visible) <= _LONGEST_EXPANSION else "x"


def _ascii_digit(letter: str) -> str:
    """Return the ASCII digit for a digit of any script, and any other letter unchanged."""
    return letter if letter.isascii() else str(unicodedata.digit(letter, letter))
