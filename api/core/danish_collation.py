"""The Danish sort and search key, the same on PostgreSQL and SQLite."""

import unicodedata

from api.core.unicode_text import normalize

# In bytes, {, | and } follow z: they sort æ, ø and å last.
_LETTERS = {"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y", "ð": "d", "þ": "th"}


def danish_key(text: str) -> str:
    """Return the key by which a text is sorted and searched, compared byte by byte, of at most 400 characters.

    Case and accents are ignored; æ, ø and å come last, and `aa` is read as `å`.
    """
    folded = normalize("NFC", text).casefold().replace("aa", "å")
    spelled = "".join(_LETTERS.get(letter, letter) for letter in folded)
    decomposed = normalize("NFKD", spelled)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))[:400]
