"""Numbers as people write them, and as the contract wants them: a decimal point and nothing else."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Sign = Literal[",", "."]

_SPACES = re.compile("(?<=[0-9])[ \u00a0\u202f](?=[0-9]{3})")
_COMMA = re.compile(r"[-+]?(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+),[0-9]+")
_POINT = re.compile(r"[-+]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)\.[0-9]+")
_EITHER = re.compile(r"[-+]?[0-9]{1,3}([.,])[0-9]{3}")
_SELDOM = 5  # times as many with one sign as with the other, and the other is a slip
_WHOLE = re.compile(r"[-+]?[0-9]+")
_SHAPES = {
    ",": re.compile(r"[-+]?(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,[0-9]+)?"),
    ".": re.compile(r"[-+]?(?:[0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"),
}
_NAMES = {",": "decimal comma", ".": "decimal point"}


class NotANumber(ValueError):
    """A cell that cannot be read as a number; the message says why, without the cell's content."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How a file writes numbers. `decimal` is None when nothing in the file shows it."""

    decimal: Sign | None

    def plain(self, text: str) -> str:
        """`text` with a decimal point and without thousands signs; raises NotANumber."""
        if _WHOLE.fullmatch(text):
            return text.removeprefix("+")
        text = _SPACES.sub("", text.replace("\u2212", "-"))
        if self.decimal is None:
            return self._undecided(text)
        if not _SHAPES[self.decimal].fullmatch(text):
            raise NotANumber(f"is not a number with a {_NAMES[self.decimal]}")
        thousands = "." if self.decimal == "," else ","
        return text.replace(thousands, "").replace(",", ".").removeprefix("+")

    def _undecided(self, text: str) -> str:
        if _WHOLE.fullmatch(text):
            return text.removeprefix("+")
        if _EITHER.fullmatch(text) or _COMMA.fullmatch(text) or _POINT.fullmatch(text):
            raise NotANumber(
                'can be read in two ways: say in the map which decimal sign the file has ([file] decimal = "," or ".")'
            )
        raise NotANumber("is not a number")


def detect(cells: Iterable[str]) -> Numbers:
    """The decimal sign that the cells show. One that only ever stands before three digits shows nothing."""
    signs: Counter[Sign] = Counter()
    for cell in cells:
        text = _SPACES.sub("", cell.strip())
        match = _EITHER.fullmatch(text)
        if match and text.lstrip("+-")[0] != "0":
            continue
        if _COMMA.fullmatch(text):
            signs[","] += 1
        elif _POINT.fullmatch(text):
            signs["."] += 1
    if len(signs) == 2 and (seldom := min(signs.values())) * _SELDOM <= max(signs.values()):
        # A slip here and there: each is a fault of its own line, since it is no number with the other sign.
        signs = Counter({sign: count for sign, count in signs.items() if count > seldom})
    return Numbers(next(iter(signs))) if len(signs) == 1 else Numbers(None)
