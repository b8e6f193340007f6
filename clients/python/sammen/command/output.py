"""What the command writes: tables and bars on a terminal, plain lines elsewhere, JSON for scripts."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sammen.calls import jsonable
from sammen.errors import Problem, SammenError

_FIRST = (
    "id", "number", "code", "name", "username", "person_name", "client_name", "title", "text",
    "indicator_code", "institution_name", "unit_name", "voice", "kind", "type", "role", "area", "resource",
    "filename", "status", "state", "counts", "round", "half_year", "period", "breakdown", "value", "n", "collected_on",
    "planned_for", "starts_on", "since_on", "due_on", "updated_at",
)  # fmt: skip
_WIDEST = 8
_SHORT = 60


@dataclass
class Output:
    """Standard output for what was asked for, standard error for all else."""

    as_json: bool = False
    only: str | None = None
    out: Console = field(default_factory=lambda: Console(file=sys.stdout, soft_wrap=True, highlight=False))
    err: Console = field(default_factory=lambda: Console(file=sys.stderr, soft_wrap=True, highlight=False))

    def line(self, text: str) -> int:
        """One line; answers 1, so that lines can be counted."""
        self.out.print(_shown(text))
        return 1

    def note(self, text: str) -> None:
        """Something to know that is not the answer; not written for scripts."""
        if not self.as_json:
            self.err.print(_shown(text))

    def json(self, value: Any) -> int:
        """One JSON value on one line; answers 1, so that lines can be counted."""
        self.out.file.write(json.dumps(jsonable(value), ensure_ascii=False) + "\n")
        return 1

    def thing(self, value: Any) -> None:
        """One thing: all of it, or one member."""
        plain = self._told(jsonable(value))
        if self.as_json or not isinstance(plain, Mapping):
            self.json(plain) if self.as_json else self.line(_cell(plain))
            return
        for line in _lines(plain):
            self.line(line)

    def things(self, values: Iterable[Any]) -> int:
        """Many things, each on a line; written as they come, but on a terminal as a table."""
        rows = (self._told(jsonable(value)) for value in values)
        if self.as_json:
            return sum(self.json(row) for row in rows)
        if self.only:
            return sum(self.line(_cell(row)) for row in rows)
        first = next(rows, None)
        if first is None:
            self.note("Nothing found.")
            return 0
        columns = _columns(first)
        chosen = ([_cell(row.get(name)) for name in columns] for row in _with(first, rows))
        return self.rows(columns, chosen)

    def _told(self, plain: Any) -> Any:
        if self.only is None or not isinstance(plain, Mapping):
            return plain
        if self.only not in plain:
            raise SammenError(f"There is no member {self.only!r}: there are {', '.join(plain)}.")
        return plain[self.only]

    def rows(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
        """A table: aligned on a terminal, tab-separated elsewhere."""
        if self.out.is_terminal:
            table = Table(*columns, box=None, pad_edge=False, header_style="bold")
            for row in rows:
                table.add_row(*(_shown(cell if len(cell) <= _SHORT else f"{cell[: _SHORT - 1]}…") for cell in row))
            self.out.print(table)
            return table.row_count
        self.out.file.write("\t".join(columns) + "\n")
        count = 0
        for row in rows:
            self.out.file.write(_harmless("\t".join(row)) + "\n")
            count += 1
        return count

    def refused(self, error: SammenError, code: int) -> None:
        """Why it did not work: title, detail, each fault's place, and the request's id."""
        if self.as_json:
            members = error.members if isinstance(error, Problem) else {"title": error.typed}
            self.err.file.write(json.dumps({"exit": code, "problem": members}, ensure_ascii=False) + "\n")
            return
        head, *more = error.typed.split("\n")
        self.err.print(_shown(f"sammen: {head}", style="bold red"))
        for line in more:
            self.err.print(_shown(f"  {line}"))


_CONTROLS = {code: "\N{REPLACEMENT CHARACTER}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n"}


def _harmless(text: str) -> str:
    """Without what a terminal obeys: a file's cell, quoted in a refusal, is not to clear it or rename its window."""
    return text.translate(_CONTROLS)


def _shown(text: str, style: str = "") -> Text:
    return Text(_harmless(text), style=style)


def _columns(row: Mapping[str, Any]) -> list[str]:
    known = [name for name in _FIRST if name in row][:_WIDEST]
    return known or list(row)[:_WIDEST]


def _lines(value: Mapping[str, Any]) -> Iterator[str]:
    """A thing as lines: a name and what stands there; what is inside of it is indented below its name."""
    width = max((len(name) for name, member in value.items() if not _deep(member)), default=0)
    for name, member in value.items():
        if not _deep(member):
            yield f"{name:<{width}}  {_cell(member)}".rstrip()
            continue
        yield name
        for one in member if isinstance(member, list) else [member]:
            if not isinstance(one, Mapping):
                yield f"  - {_cell(one)}"
                continue
            mark = "- " if isinstance(member, list) else ""
            for line in _lines(one):
                yield f"  {mark}{line}"
                mark = " " * len(mark)


def _deep(value: Any) -> bool:
    """Whether a value needs lines of its own: lists of short words do not."""
    if isinstance(value, list):
        return any(isinstance(one, Mapping | list) for one in value) or len(_cell(value)) > _SHORT
    return isinstance(value, Mapping) and bool(value)


def _with(first: Any, rows: Iterable[Any]) -> Iterable[Any]:
    yield first
    yield from rows


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        # One thing stays one line, so that lines can be counted and cut.
        return value.replace("\t", " ").replace("\n", " ")
    if isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
        return ", ".join(map(_cell, value))
    if isinstance(value, Mapping) and all(isinstance(one, str | int | float) for one in value.values()):
        return ", ".join(f"{name} {_cell(one)}" for name, one in value.items())
    return json.dumps(value, ensure_ascii=False)
