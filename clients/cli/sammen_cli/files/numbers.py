"""Numbers as files write them, converted to those of the contract: a decimal point and no thousands separators."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

DecimalSign = Literal[",", "."]

_SPACES = re.compile("(?<=[0-9])[ \u00a0\u202f](?=[0-9]{3})")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL_COMMA = re.compile(r"[-+]?(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+),[0-9]+")
_DECIMAL_POINT = re.compile(r"[-+]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)\.[0-9]+")
_AMBIGUOUS = re.compile(r"[-+]?[0-9]{1,3}([.,])[0-9]{3}")
_PATTERNS = {
    ",": re.compile(r"[-+]?(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,[0-9]+)?"),
    ".": re.compile(r"[-+]?(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"),
}
_NAMES = {",": "decimal comma", ".": "decimal point"}
_MAJORITY = 5
"""When one sign occurs this many times as often as the other, the other is a mistake in its cells."""


class InvalidNumber(ValueError):
    """A cell is not a number; the message says why, without the content of the cell."""


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a file writes numbers. `decimal` is None when no cell shows it."""

    decimal: DecimalSign | None

    def normalize(self, text: str) -> str:
        """`text` with a decimal point and without thousands separators; raises InvalidNumber."""
        if _INTEGER.fullmatch(text):
            return text.removeprefix("+")
        text = _SPACES.sub("", text.replace("\u2212", "-"))
        if self.decimal is None:
            return _normalize_unambiguous(text)
        if not _PATTERNS[self.decimal].fullmatch(text):
            raise InvalidNumber(f"is not a number with a {_NAMES[self.decimal]}")
        thousands = "." if self.decimal == "," else ","
        return text.replace(thousands, "").replace(",", ".").removeprefix("+")


def _normalize_unambiguous(text: str) -> str:
    if _INTEGER.fullmatch(text):
        return text.removeprefix("+")
    if _AMBIGUOUS.fullmatch(text) or _DECIMAL_COMMA.fullmatch(text) or _DECIMAL_POINT.fullmatch(text):
        raise InvalidNumber('is ambiguous: set the decimal sign of the file in the map ([file] decimal = "," or ".")')
    raise InvalidNumber("is not a number")


def detect(cells: Iterable[str]) -> NumberFormat:
    """The decimal sign of the cells. A sign that is always followed by three digits may separate thousands."""
    signs: Counter[DecimalSign] = Counter()
    for cell in cells:
        text = _SPACES.sub("", cell.strip())
        match = _AMBIGUOUS.fullmatch(text)
        if match and text.lstrip("+-")[0] != "0":
            continue
        if _DECIMAL_COMMA.fullmatch(text):
            signs[","] += 1
        elif _DECIMAL_POINT.fullmatch(text):
            signs["."] += 1
    if len(signs) == 2 and (fewest := min(signs.values())) * _MAJORITY <= max(signs.values()):
        # The few others are errors in their own rows, since they are not numbers with the usual sign.
        signs = Counter({sign: count for sign, count in signs.items() if count > fewest})
    return NumberFormat(next(iter(signs))) if len(signs) == 1 else NumberFormat(None)
