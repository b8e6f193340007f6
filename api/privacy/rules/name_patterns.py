"""Find a name in text in all its spellings, also with line breaks and hyphens within it."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

from api.core.unicode_text import normalize

IN_TEXT: Final = "[slettet person]"
"""What replaces the name in text."""
_INVISIBLE: Final = "[\u00ad\u200b-\u200d\u2060\ufeff]*"
"""Soft hyphens and other invisible characters, which programs put between any two letters for line breaks."""
_HYPHEN: Final = "[-\u2010-\u2013\u2212]"
_GAP: Final = rf"(?:[\s_]+|{_HYPHEN})"
_DOUBLE_A: Final = re.compile("aa|å", re.IGNORECASE)


def first_and_last(name: str) -> str | None:
    """The name without its middle names; None where it has none."""
    words = name.split()
    return f"{words[0]} {words[-1]}" if len(words) > 2 else None


def name_rewriter(names: Sequence[str], username: str) -> Callable[[str], str]:
    """Return a function that replaces the names in a text: in any case, in the genitive, or family name first.

    A name of one word, or a username of letters only, may be an ordinary word: it is replaced in fields for names, not
    here.
    """
    spelled = [_name_pattern(name) for name in names if " " in name.strip()]
    exact = [re.escape(name) for name in names if "@" in name]
    if not username.isalpha():
        exact.append(re.escape(username))
    # An underscore is not a letter of a name, but it is one of a username.
    patterns = [
        rf"(?<!{letter})(?:{'|'.join(sorted(alternatives, key=len, reverse=True))})(?:['’]?s)?(?!{letter})"
        for alternatives, letter in ((spelled, r"[^\W_]"), (exact, r"\w"))
        if alternatives
    ]
    pattern = re.compile("|".join(patterns), re.IGNORECASE)
    return lambda text: pattern.sub(IN_TEXT, text) if patterns else text


def search_clues(name: str) -> list[str]:
    """The parts that every spelling of a name contains: its two longest words, since one of them may be broken."""
    words = (max(_DOUBLE_A.split(part), key=len) for word in name.split() for part in re.split(_HYPHEN, word))
    return sorted((word for word in words if word), key=len, reverse=True)[:2] or [name]


def _name_pattern(name: str) -> str:
    *first, last = [_word_pattern(word) for word in name.split()]
    forward = _GAP.join([*first, last])
    return rf"{forward}|{last},\s*{_GAP.join(first)}"


def _word_pattern(word: str) -> str:
    """A word of a name, its hyphens written in any way or left out."""
    return f"{_GAP}?".join(_letters_pattern(part) for part in re.split(_HYPHEN, word))


def _letters_pattern(part: str) -> str:
    """The letters of a word: å also as aa and aa as å, each letter in its composed and its decomposed form."""
    patterns, rest = list[str](), normalize("NFC", part)
    while rest:
        double = _DOUBLE_A.match(rest)
        letter = double.group() if double else rest[0]
        if double:
            patterns.append(f"(?:å|a\u030a|a{_INVISIBLE}a)")
        else:
            spellings = sorted({letter, unicodedata.normalize("NFD", letter)})
            patterns.append(f"(?:{'|'.join(map(re.escape, spellings))})")
        rest = rest[len(letter) :]
    return _INVISIBLE.join(patterns)
