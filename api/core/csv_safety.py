"""Protection against formula injection in CSV files that are opened in a spreadsheet."""

import unicodedata

_FORMULA_SIGNS = frozenset("=+-@")
_INVISIBLE_CATEGORIES = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"))


def escape_formula(text: str) -> str:
    """Prefix a text with an apostrophe if a spreadsheet could read it as a formula.

    Programs differ in which characters they skip before the sign, and some read its full-width forms (`＝`) as the
    sign itself.
    """
    if not text:
        return text
    first = text[0]
    if first.isalnum() and first.isascii():  # nearly always
        return text
    for letter in text:
        if letter.isspace() or unicodedata.category(letter) in _INVISIBLE_CATEGORIES:
            continue
        folded = unicodedata.normalize("NFKC", letter)
        return "'" + text if folded[:1] in _FORMULA_SIGNS or first in "\t\r\n\0" else text
    return text
