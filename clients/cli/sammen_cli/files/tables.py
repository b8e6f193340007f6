"""A file as a table: its columns, and its rows one at a time, each with the line at which it begins."""

import csv
import json
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from sammen_cli.files.dialects import Dialect
from sammen_cli.files.errors import InvalidFile
from sammen_cli.files.row_errors import RowErrors

Row = list[str]

MISSING_VALUES = frozenset({"", ".."})
"""Cells without a value; statistics use two points."""

_MAX_CELL = 1 << 20


@dataclass(frozen=True)
class Table:
    """A file whose columns are known. It can be read any number of times."""

    path: Path
    dialect: Dialect
    columns: tuple[str, ...]
    missing_values: frozenset[str] = MISSING_VALUES

    def rows(self, errors: RowErrors) -> Generator[tuple[int, Row]]:
        """Pairs of line number and trimmed cells, one for each column; invalid rows are added to `errors`."""
        read = _csv_rows if self.dialect.format == "csv" else _json_rows
        with closing(read(self, errors)) as rows:
            missing_values = self.missing_values
            for line, cells in rows:
                yield line, ["" if (text := cell.strip()) in missing_values else text for cell in cells]

    def sample(self, count: int) -> list[Row]:
        """The first valid rows."""
        with closing(self.rows(RowErrors())) as rows:
            return [row for _, row in islice(rows, count)]


def open_table(path: Path, dialect: Dialect, missing_values: frozenset[str] = MISSING_VALUES) -> Table:
    """Read the header; raises InvalidFile when it is not usable."""
    csv.field_size_limit(_MAX_CELL)
    columns = _csv_columns(path, dialect) if dialect.format == "csv" else _json_columns(path, dialect)
    duplicates = sorted({name for name in columns if columns.count(name) > 1})
    if duplicates:
        raise InvalidFile(f"{path}: the header has {', '.join(duplicates)} more than once.")
    if "" in columns:
        raise InvalidFile(f"{path}: column {columns.index('') + 1} has no name in the header.")
    return Table(path, dialect, columns, missing_values)


def _open_text(path: Path, dialect: Dialect) -> TextIO:
    return path.open(encoding=dialect.encoding, newline="" if dialect.format == "csv" else None)


def _csv_columns(path: Path, dialect: Dialect) -> tuple[str, ...]:
    with _open_text(path, dialect) as source:
        try:
            for record in csv.reader(source, delimiter=dialect.delimiter, strict=True):
                if any(cell.strip() for cell in record):
                    names = [cell.strip() for cell in record]
                    while names and names[-1] == "":
                        names.pop()
                    return tuple(names)
        except csv.Error as error:
            raise InvalidFile(f"{path}: the header cannot be read ({error}).") from error
    raise InvalidFile(f"{path}: the file is empty.")


def _csv_rows(table: Table, errors: RowErrors) -> Generator[tuple[int, Row]]:
    width = len(table.columns)
    with _open_text(table.path, table.dialect) as source:
        reader = csv.reader(source, delimiter=table.dialect.delimiter, strict=True)
        next_line, header = 1, None
        while True:
            try:
                record = next(reader, None)
            except csv.Error as error:
                errors.add(next_line, None, f"cannot be read ({error}); the rows after it were not read")
                return
            if record is None:
                return
            line, next_line = next_line, reader.line_num + 1
            if not any(map(str.strip, record)):
                continue
            if header is None:
                header = record
            elif _is_header_again(record, header):
                errors.add(line, None, "repeats the header line: were two files put together?")
            elif len(record) == width or _drop_empty_end(record, width):
                yield line, record
            else:
                errors.add(line, None, f"has {len(record)} cells, but the header has {width}")


def _is_header_again(record: Row, header: Row) -> bool:
    """Whether a row is the header, possibly with the byte order mark of another file."""
    return [record[0].lstrip("\ufeff"), *record[1:]] == [header[0].lstrip("\ufeff"), *header[1:]]


def _drop_empty_end(record: Row, width: int) -> bool:
    """Remove the empty cells that spreadsheets leave at the end of a row; returns whether the row has `width` cells."""
    while len(record) > width and not record[-1].strip():
        record.pop()
    return len(record) == width


def _json_columns(path: Path, dialect: Dialect) -> tuple[str, ...]:
    names: dict[str, None] = {}
    with _open_text(path, dialect) as source:
        for line in source:
            value = _parse_json(line)
            if isinstance(value, dict):
                names |= dict.fromkeys(value)
    if not names:
        raise InvalidFile(f"{path}: no line is a JSON object.")
    return tuple(names)


def _json_rows(table: Table, errors: RowErrors) -> Generator[tuple[int, Row]]:
    with _open_text(table.path, table.dialect) as source:
        for number, line in enumerate(source, 1):
            if not line.strip():
                continue
            value = _parse_json(line)
            if not isinstance(value, dict):
                errors.add(number, None, "is not a JSON object")
                continue
            cells = [_json_cell(value.get(name)) for name in table.columns]
            nested = [name for name, cell in zip(table.columns, cells, strict=True) if cell is None]
            for name in nested:
                errors.add(number, name, "is an object; only texts, numbers and lists of them can be read")
            if not nested:
                yield number, [cell or "" for cell in cells]


def _parse_json(line: str) -> Any:
    try:
        # Numbers are kept as text: 0.10 must not become 0.1.
        return json.loads(line, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):  # not JSON, or nested too deeply
        return None


def _json_cell(value: Any) -> str | None:
    """A JSON value as the text of a cell; None when it cannot be one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        items = [_json_cell(item) for item in value]
        return None if None in items else "|".join(item or "" for item in items)
    return value if isinstance(value, str) else None
