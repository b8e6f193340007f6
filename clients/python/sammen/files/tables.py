"""A file as a table: its columns, and its rows one at a time, each with the line it begins at."""

import csv
import json
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from sammen.files.dialects import Dialect, FileRefused
from sammen.files.faults import RowFaults

Row = list[str]

MISSING = frozenset({"", ".."})
"""What statistics write where there is no figure."""

_LONGEST_CELL = 1 << 20


@dataclass(frozen=True)
class Table:
    """A file whose columns are known. It can be read any number of times."""

    path: Path
    dialect: Dialect
    columns: tuple[str, ...]
    missing: frozenset[str] = MISSING

    def rows(self, faults: RowFaults) -> Generator[tuple[int, Row]]:
        """(line, cells), trimmed, as many as there are columns; rows that are not whole go to `faults`."""
        read = _csv_rows if self.dialect.format == "csv" else _json_rows
        with closing(read(self, faults)) as found:
            missing = self.missing
            for line, cells in found:
                yield line, ["" if (text := cell.strip()) in missing else text for cell in cells]

    def sample(self, count: int) -> list[Row]:
        """The first rows, whatever their faults."""
        with closing(self.rows(RowFaults())) as rows:
            return [row for _, row in islice(rows, count)]


def open_table(path: Path, dialect: Dialect, missing: frozenset[str] = MISSING) -> Table:
    """Read the header; raises FileRefused when there is none that can be used."""
    csv.field_size_limit(_LONGEST_CELL)
    columns = _header(path, dialect) if dialect.format == "csv" else _members(path, dialect)
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise FileRefused(f"{path}: the header names {', '.join(twice)} more than once.")
    if "" in columns:
        raise FileRefused(f"{path}: column {columns.index('') + 1} has no name in the header.")
    return Table(path, dialect, columns, missing)


def _text(path: Path, dialect: Dialect) -> TextIO:
    return path.open(encoding=dialect.encoding, newline="" if dialect.format == "csv" else None)


def _header(path: Path, dialect: Dialect) -> tuple[str, ...]:
    with _text(path, dialect) as source:
        try:
            for record in csv.reader(source, delimiter=dialect.delimiter, strict=True):
                if any(cell.strip() for cell in record):
                    names = [cell.strip() for cell in record]
                    while names and names[-1] == "":
                        names.pop()
                    return tuple(names)
        except csv.Error as error:
            raise FileRefused(f"{path}: the header cannot be read ({error}).") from error
    raise FileRefused(f"{path}: the file is empty.")


def _csv_rows(table: Table, faults: RowFaults) -> Generator[tuple[int, Row]]:
    width = len(table.columns)
    with _text(table.path, table.dialect) as source:
        reader = csv.reader(source, delimiter=table.dialect.delimiter, strict=True)
        line, header = 1, None
        while True:
            try:
                record = next(reader, None)
            except csv.Error as error:
                faults.add(line, None, f"cannot be read ({error}); what follows was not looked at")
                return
            if record is None:
                return
            begins, line = line, reader.line_num + 1
            if not any(map(str.strip, record)):
                continue
            if header is None:
                header = record
            elif _again(record, header):
                faults.add(begins, None, "is the header line once more: were two files put together?")
            elif len(record) == width or _made_fit(record, width):
                yield begins, record
            else:
                faults.add(begins, None, f"has {len(record)} cells where the header has {width}")


def _again(record: Row, header: Row) -> bool:
    """Whether a row is the header, perhaps with the mark that another file began with."""
    return [record[0].lstrip("\ufeff"), *record[1:]] == [header[0].lstrip("\ufeff"), *header[1:]]


def _made_fit(record: Row, width: int) -> bool:
    """Spreadsheets leave empty cells at the end of a row; those are no fault."""
    while len(record) > width and not record[-1].strip():
        record.pop()
    return len(record) == width


def _members(path: Path, dialect: Dialect) -> tuple[str, ...]:
    names: dict[str, None] = {}
    with _text(path, dialect) as source:
        for line in source:
            thing = _object(line)
            if isinstance(thing, dict):
                names |= dict.fromkeys(thing)
    if not names:
        raise FileRefused(f"{path}: no line holds a JSON object.")
    return tuple(names)


def _json_rows(table: Table, faults: RowFaults) -> Generator[tuple[int, Row]]:
    with _text(table.path, table.dialect) as source:
        for number, line in enumerate(source, 1):
            if not line.strip():
                continue
            thing = _object(line)
            if not isinstance(thing, dict):
                faults.add(number, None, "is not one JSON object")
                continue
            cells = [_cell(thing.get(name)) for name in table.columns]
            nested = [name for name, cell in zip(table.columns, cells, strict=True) if cell is None]
            for name in nested:
                faults.add(number, name, "holds an object; only text, numbers and lists of them can be read")
            if not nested:
                yield number, [cell or "" for cell in cells]


def _object(line: str) -> Any:
    try:
        # Numbers stay as they are written: 0.10 is not to become 0.1 on the way.
        return json.loads(line, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):  # no JSON, or nested without end
        return None


def _cell(value: Any) -> str | None:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        parts = [_cell(part) for part in value]
        return None if None in parts else "|".join(part or "" for part in parts)
    return value if isinstance(value, str) else None
