"""What the command writes: tables on a terminal, tab-separated lines elsewhere, JSON for scripts."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text
from sammen.errors import Problem, SammenError
from sammen.requests import to_json_value

_PREFERRED_COLUMNS = (
    "id", "number", "code", "name", "username", "person_name", "client_name", "title", "text",
    "indicator_code", "institution_name", "unit_name", "voice", "kind", "type", "role", "area", "resource",
    "filename", "status", "state", "counts", "round", "half_year", "period", "breakdown", "value", "n", "collected_on",
    "planned_for", "starts_on", "since_on", "due_on", "updated_at",
)  # fmt: skip
_MAX_COLUMNS = 8
_MAX_CELL = 60
_ID_WIDTH = 36
"""Ids are not shortened: they are copied from the terminal to the next command."""


def _console(stream: Any) -> Console:
    return Console(file=stream, soft_wrap=True, highlight=False)


@dataclass
class Output:
    """Writes results to standard output, and everything else to standard error."""

    as_json: bool = False
    only: str | None = None
    stdout: Console = field(default_factory=lambda: _console(sys.stdout))
    stderr: Console = field(default_factory=lambda: _console(sys.stderr))

    def line(self, text: str) -> int:
        """Write one line; returns 1, so that lines can be counted."""
        self.stdout.print(_safe_text(text))
        return 1

    def note(self, text: str) -> None:
        """Write information that is not the result; not written with --json."""
        if not self.as_json:
            self.stderr.print(_safe_text(text))

    def warning(self, text: str) -> None:
        """Write a line to standard error."""
        self.stderr.print(_safe_text(text))

    def json(self, value: Any) -> int:
        """Write one JSON value on one line; returns 1, so that lines can be counted."""
        self.stdout.file.write(json.dumps(to_json_value(value), ensure_ascii=False) + "\n")
        return 1

    def item(self, value: Any) -> None:
        """Write one item: all its fields, or the one of --only."""
        selected = self._select(to_json_value(value))
        if self.as_json:
            self.json(selected)
        elif not isinstance(selected, Mapping):
            self.line(_cell(selected))
        else:
            for line in _field_lines(selected):
                self.line(line)

    def items(self, values: Iterable[Any]) -> int:
        """Write items, one per line, as they arrive; on a terminal as a table. Returns their number."""
        rows = (self._select(to_json_value(value)) for value in values)
        if self.as_json:
            return sum(self.json(row) for row in rows)
        if self.only:
            return sum(self.line(_cell(row)) for row in rows)
        first = next(rows, None)
        if first is None:
            self.note("No items.")
            return 0
        columns = _columns(first)
        return self.rows(columns, ([_cell(row.get(name)) for name in columns] for row in chain([first], rows)))

    def _select(self, value: Any) -> Any:
        if self.only is None or not isinstance(value, Mapping):
            return value
        if self.only not in value:
            raise SammenError(f"There is no field {self.only!r}: there are {', '.join(value)}.")
        return value[self.only]

    def rows(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
        """Write a table, aligned on a terminal, tab-separated elsewhere. Returns the number of rows."""
        if self.stdout.is_terminal:
            table = Table(box=None, pad_edge=False, header_style="bold")
            for name in columns:
                table.add_column(name, min_width=_ID_WIDTH if name == "id" else None)
            for row in rows:
                table.add_row(*(_safe_text(_shorten(cell)) for cell in row))
            self.stdout.print(table)
            return table.row_count
        self.stdout.file.write("\t".join(columns) + "\n")
        count = 0
        for row in rows:
            self.stdout.file.write(_without_controls("\t".join(row)) + "\n")
            count += 1
        return count

    def error(self, error: SammenError, message: str, exit_code: int) -> None:
        """Write an error: its message, or with --json the problem document."""
        if self.as_json:
            fields = error.fields if isinstance(error, Problem) else {"title": message}
            self.stderr.file.write(json.dumps({"exit": exit_code, "problem": fields}, ensure_ascii=False) + "\n")
            return
        first, *more = message.split("\n")
        self.stderr.print(_safe_text(f"sammen: {first}", style="bold red"))
        for line in more:
            self.stderr.print(_safe_text(f"  {line}"))


_CONTROLS = {code: "\N{REPLACEMENT CHARACTER}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n"}


def _without_controls(text: str) -> str:
    """Text without control characters: a cell that an error quotes must not clear the terminal or rename its window."""
    return text.translate(_CONTROLS)


def _safe_text(text: str, style: str = "") -> Text:
    return Text(_without_controls(text), style=style)


def _shorten(text: str) -> str:
    return text if len(text) <= _MAX_CELL else f"{text[: _MAX_CELL - 1]}…"


def _columns(row: Mapping[str, Any]) -> list[str]:
    preferred = [name for name in _PREFERRED_COLUMNS if name in row][:_MAX_COLUMNS]
    return preferred or list(row)[:_MAX_COLUMNS]


def _field_lines(item: Mapping[str, Any]) -> Iterator[str]:
    """An item as lines of name and value; nested values are indented below their name."""
    width = max((len(name) for name, value in item.items() if not _is_nested(value)), default=0)
    for name, value in item.items():
        if not _is_nested(value):
            yield f"{name:<{width}}  {_cell(value)}".rstrip()
            continue
        yield name
        for entry in value if isinstance(value, list) else [value]:
            if not isinstance(entry, Mapping):
                yield f"  - {_cell(entry)}"
                continue
            bullet = "- " if isinstance(value, list) else ""
            for line in _field_lines(entry):
                yield f"  {bullet}{line}"
                bullet = " " * len(bullet)


def _is_nested(value: Any) -> bool:
    """Whether a value needs lines of its own; lists of short texts do not."""
    if isinstance(value, list):
        return any(isinstance(entry, Mapping | list) for entry in value) or len(_cell(value)) > _MAX_CELL
    return isinstance(value, Mapping) and bool(value)


def _cell(value: Any) -> str:
    """A value as one line without tabs, so that lines can be counted and cut."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\t", " ").replace("\n", " ")
    if isinstance(value, list) and all(isinstance(entry, str | int | float) for entry in value):
        return ", ".join(map(_cell, value))
    if isinstance(value, Mapping) and all(isinstance(entry, str | int | float) for entry in value.values()):
        return ", ".join(f"{name} {_cell(entry)}" for name, entry in value.items())
    return json.dumps(value, ensure_ascii=False)
