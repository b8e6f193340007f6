"""A name in running text: the ways in which people write it, and programs break it."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

from api.core.unicode_text import normalize

IN_TEXT: Final = "[slettet person]"
"""What stands where the name stood."""
_UNSEEN: Final = "[\u00ad\u200b-\u200d\u2060\ufeff]*"
"""Where a line may break: soft hyphens and the like, which may stand between any two letters."""
_HYPHEN: Final = "[-\u2010-\u2013\u2212]"
_GAP: Final = rf"(?:[\s_]+|{_HYPHEN})"
_DOUBLE_A: Final = re.compile("aa|å", re.IGNORECASE)


def first_and_last(name: str) -> str | None:
    """The name of somebody who leaves out what stands between; None where nothing does."""
    words = name.split()
    return f"{words[0]} {words[-1]}" if len(words) > 2 else None


def name_rewriter(names: Sequence[str], username: str) -> Callable[[str], str]:
    """What becomes of a text in which the name stands: in any case, in the genitive, or family name first.

    A name of one word, or a username of letters only, may be an ordinary word: it goes where names stand, not here.
    """
    spelled = [_spelled(name) for name in names if " " in name.strip()]
    exact = [re.escape(name) for name in names if "@" in name]
    if not username.isalpha():
        exact.append(re.escape(username))
    # A line below is no letter of a name, but it is one of a username.
    ways = [
        rf"(?<!{letter})(?:{'|'.join(sorted(some, key=len, reverse=True))})(?:['’]?s)?(?!{letter})"
        for some, letter in ((spelled, r"[^\W_]"), (exact, r"\w"))
        if some
    ]
    found = re.compile("|".join(ways), re.IGNORECASE)
    return lambda text: found.sub(IN_TEXT, text) if ways else text


def clues(name: str) -> list[str]:
    """What stands in every way of writing a name: two words of it, since one of them may be broken."""
    words = (max(_DOUBLE_A.split(part), key=len) for word in name.split() for part in re.split(_HYPHEN, word))
    return sorted((word for word in words if word), key=len, reverse=True)[:2] or [name]


def _spelled(name: str) -> str:
    *first, last = [_word(one) for one in name.split()]
    forward = _GAP.join([*first, last])
    return rf"{forward}|{last},\s*{_GAP.join(first)}"


def _word(word: str) -> str:
    """A word of a name, its hyphens written in any way or left out."""
    return f"{_GAP}?".join(_letters(part) for part in re.split(_HYPHEN, word))


def _letters(part: str) -> str:
    """å as aa and the other way, each letter with its accent in it or behind it."""
    spelled, rest = list[str](), normalize("NFC", part)
    while rest:
        double = _DOUBLE_A.match(rest)
        letter = double.group() if double else rest[0]
        ways = ["å", "a\u030a", f"a{_UNSEEN}a"] if double else sorted({letter, unicodedata.normalize("NFD", letter)})
        spelled.append(f"(?:{'|'.join(ways)})" if double else f"(?:{'|'.join(map(re.escape, ways))})")
        rest = rest[len(letter) :]
    return _UNSEEN.join(spelled)
