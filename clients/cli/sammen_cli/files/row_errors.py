"""Errors in the rows of a file, each with its line, and their summary."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sammen.errors import SammenError
from sammen.import_reports import quote_cell

MAX_KEPT = 1000
_MAX_SHOWN = 20
_MAX_LINES = 5


@dataclass(frozen=True, slots=True)
class RowError:
    """One error: the line at which the row begins, the column of the import, and the message.

    `source` is the column of the file that the column of the import is made of, and `text` its cell.
    """

    line: int
    column: str | None
    detail: str
    source: str | None = None
    text: str = ""

    def __str__(self) -> str:
        column = f", {self.column}" if self.column else ""
        other_source = self.source is not None and self.source != self.column
        source = f"{'in ' if self.text else ''}{self.source} " if other_source else ""
        return f"line {self.line}{column}: {quote_cell(self.text)}{source}{self.detail}"

    @property
    def group(self) -> Hashable:
        """What equal errors have in common."""
        return self.column, self.source, self.detail


class RowErrors:
    """Collects the errors of a file: all are counted, the first `MAX_KEPT` kept."""

    def __init__(self) -> None:
        self.kept: list[RowError] = []
        self.count = 0

    def add(self, line: int, column: str | None, detail: str, *, source: str | None = None, text: str = "") -> None:
        """Add an error."""
        self.count += 1
        if len(self.kept) < MAX_KEPT:
            self.kept.append(RowError(line, column, detail, source, text))

    def __bool__(self) -> bool:
        return self.count > 0

    def __iter__(self) -> Iterator[RowError]:
        return iter(self.kept)


class HasLine(Protocol):
    """An error with the line of its row, where it is known."""

    @property
    def line(self) -> int | None: ...


E = TypeVar("E", bound=HasLine)


def summarize(errors: Iterable[E], group: Callable[[E], Hashable], count: int | None = None) -> list[str]:
    """Lines of text for errors: those of one group once, with their number and first lines.

    `count` is the total number, when not all errors are given.
    """
    groups: dict[Hashable, list[E]] = {}
    for error in errors:
        groups.setdefault(group(error), []).append(error)
    shown = list(groups.values())[:_MAX_SHOWN]
    total = sum(map(len, groups.values())) if count is None else count
    remaining = total - sum(map(len, shown))
    return [*map(_group_text, shown), *([f"and {remaining:,} more"] if remaining > 0 else [])]


def _group_text(errors: Sequence[HasLine]) -> str:
    first = str(errors[0])
    if len(errors) == 1:
        return first
    lines = list(dict.fromkeys(str(error.line) for error in errors if error.line != errors[0].line))
    where = ""
    if lines:
        more = ", ..." if len(lines) > _MAX_LINES else ""
        where = f", line{'s' if len(lines) > 1 else ''} {', '.join(lines[:_MAX_LINES])}{more}"
    return f"{first} (and {len(errors) - 1:,} more like it{where})"


class InvalidRows(SammenError):
    """Rows of the file cannot be read as the map says. Nothing was sent."""

    def __init__(self, errors: RowErrors) -> None:
        self.errors = tuple(errors.kept)
        self.count = errors.count
        lines = [f"- {line}" for line in summarize(self.errors, lambda error: error.group, self.count)]
        summary = f"{self.count} error(s) in the file; nothing was sent. Correct the file or the map, and try again."
        super().__init__("\n".join([summary, *lines]))
