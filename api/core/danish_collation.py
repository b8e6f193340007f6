"""The Danish sort and search key, the same on PostgreSQL and SQLite."""

import unicodedata

from api.core.unicode_text import normalize

_LETTERS = {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y", "ð": "d", "þ": "th"}


def danish_key(text: str) -> str:
    """The key that sorts and finds as Danes expect, compared byte by byte: æ, ø, å last, `aa` as `å`, case folded."""
    folded = normalize("NFC", text).casefold().replace("aa", "å")
    spelled = "".join(_LETTERS.get(letter, letter) for letter in folded)
    bare = normalize("NFKD", spelled)
    return "".join(letter for letter in bare if not unicodedata.combining(letter))[:400]
