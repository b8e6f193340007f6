"""Text in cells that a spreadsheet will open: none of it is run as a formula."""

import unicodedata

_BEGINS_A_FORMULA = frozenset("=+-@")
_UNSEEN = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"))


def escape_formula(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet could take it for a formula.

    Programs differ in what they skip before the sign, and some read the wide forms of it (`＝`) as the sign itself.
    """
    if not text:
        return text
    first = text[0]
    if first.isalnum() and first.isascii():  # nearly always
        return text
    for letter in text:
        if letter.isspace() or unicodedata.category(letter) in _UNSEEN:
            continue
        folded = unicodedata.normalize("NFKC", letter)
        return "'" + text if folded[:1] in _BEGINS_A_FORMULA or first in "\t\r\n\0" else text
    return text
