"""What is wrong with the rows of a file: all of it, each with its line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sammen.errors import SammenError

KEPT = 1000
_SHOWN = 20
_TEXT = 40


class Told(Protocol):
    """A fault of a row, of the file or of the plan that was made of it."""

    @property
    def line(self) -> int | None: ...
    @property
    def alike(self) -> Any:
        """What it has in common with others that are told together with it."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """One fault: the line of the file that the row begins at, the column if one is meant, and in words.

    `column` is the import's; `source` is the file's column that it is made of, and `text` what stands there.
    """

    line: int
    column: str | None
    detail: str
    source: str | None = None
    text: str = ""

    def __str__(self) -> str:
        column = f", {self.column}" if self.column else ""
        elsewhere = self.source is not None and self.source != self.column
        where = f"{'in ' if self.text else ''}{self.source} " if elsewhere else ""
        return f"line {self.line}{column}: {quoted(self.text)}{where}{self.detail}"

    @property
    def alike(self) -> tuple[str | None, str | None, str]:
        """What it has in common with others that are told together with it."""
        return self.column, self.source, self.detail


def quoted(text: str) -> str:
    """The text of a cell as a fault tells it, with a space behind it; nothing where nothing stands."""
    return f"{text if len(text) <= _TEXT else text[: _TEXT - 1] + '…'!r} " if text else ""


class RowFaults:
    """Faults as they are found. All are counted; the first are kept, however long the file is."""

    def __init__(self) -> None:
        self.kept: list[RowFault] = []
        self.count = 0

    def add(self, line: int, column: str | None, detail: str, *, source: str | None = None, text: str = "") -> None:
        self.count += 1
        if len(self.kept) < KEPT:
            self.kept.append(RowFault(line, column, detail, source, text))

    def __bool__(self) -> bool:
        return self.count > 0

    def __iter__(self) -> Iterator[RowFault]:
        return iter(self.kept)


def in_short(faults: Iterable[Told], count: int | None = None) -> list[str]:
    """Faults as lines to read: equal ones once, with how many there are and the first lines that have them.

    `count` is how many there are in all, where not all of them are at hand.
    """
    alike: dict[Any, list[Told]] = {}
    for fault in faults:
        alike.setdefault(fault.alike, []).append(fault)
    shown = list(alike.values())[:_SHOWN]
    left = (sum(map(len, alike.values())) if count is None else count) - sum(map(len, shown))
    return [*map(_once, shown), *([f"and {left:,} more"] if left > 0 else [])]


def _once(same: Sequence[Told]) -> str:
    first, others = str(same[0]), list(dict.fromkeys(str(one.line) for one in same if one.line != same[0].line))
    if len(same) == 1:
        return first
    more = (
        f", line{'s' if len(others) > 1 else ''} {', '.join(others[:5])}{', ...' if len(others) > 5 else ''}"
        if others
        else ""
    )
    return f"{first} (and {len(same) - 1:,} more like it{more})"


class RowsRefused(SammenError):
    """Rows of the file could not be read as the map says. Nothing was sent."""

    def __init__(self, faults: RowFaults) -> None:
        self.faults = tuple(faults.kept)
        self.count = faults.count
        lines = [f"- {line}" for line in in_short(self.faults, self.count)]
        head = f"{self.count} fault(s) in the file; nothing was sent. Mend the file or the map, and try again."
        super().__init__("\n".join([head, *lines]))
