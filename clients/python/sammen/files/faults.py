"""What is wrong with the rows of a file: all of it, each with its line."""

from collections.abc import Iterator
from dataclasses import dataclass

from sammen.errors import SammenError

KEPT = 1000


@dataclass(frozen=True, slots=True)
class RowFault:
    """One fault: the line of the file that the row begins at, the column if one is meant, and in words."""

    line: int
    column: str | None
    detail: str

    def __str__(self) -> str:
        column = f", {self.column}" if self.column else ""
        return f"line {self.line}{column}: {self.detail}"


class RowFaults:
    """Faults as they are found. All are counted; the first are kept, however long the file is."""

    def __init__(self) -> None:
        self.kept: list[RowFault] = []
        self.count = 0

    def add(self, line: int, column: str | None, detail: str) -> None:
        self.count += 1
        if len(self.kept) < KEPT:
            self.kept.append(RowFault(line, column, detail))

    def __bool__(self) -> bool:
        return self.count > 0

    def __iter__(self) -> Iterator[RowFault]:
        return iter(self.kept)


class RowsRefused(SammenError):
    """Rows of the file could not be read as the map says. Nothing was sent."""

    def __init__(self, faults: RowFaults) -> None:
        self.faults = tuple(faults.kept)
        self.count = faults.count
        lines = [f"- {fault}" for fault in self.faults[:20]]
        more = [f"- and {self.count - 20} more"] if self.count > 20 else []
        head = f"{self.count} fault(s) in the file; nothing was sent. Mend the file or the map, and try again."
        super().__init__("\n".join([head, *lines, *more]))
