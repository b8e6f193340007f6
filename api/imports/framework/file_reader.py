"""Reading a spooled file: detecting its dialect, checking its header row, and yielding its rows as cells by column."""

import codecs
import csv
from collections.abc import Generator, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import IO, Any, NamedTuple

from starlette.requests import Request

from api.core.problems import WRONG_MEDIA_TYPE, Fault, Problem
from api.http import request_parsing, validation_errors
from api.imports import rules
from api.imports.framework.input_faults import row_fault
from api.imports.framework.text_lines import TextLines, open_text
from api.imports.models import Dialect
from api.imports.rules import column_problem, line_problem

CSV, NDJSON = "text/csv", "application/x-ndjson"
MAX_COLUMNS = 100
SOURCE_LINE = "source_line"
"""A column that every file may have: the line of another file from which a row was made, for reports."""
ABSENT = "\x00absent"
"""The cell of an NDJSON row for a field that the row lacks."""
BYTE_ORDER_MARK = "\ufeff"
"""May also stand inside a file, where another file was appended to it."""
_MAX_CELL_CHARACTERS = 100_000
_MAX_SOURCE_LINE = 2_000_000_000
_SEPARATOR = {Dialect.comma: ",", Dialect.semicolon: ";", Dialect.danish: ";"}
_CHARSETS = {"utf-8", "cp1252", "iso8859-1", "ascii"}


class Record(NamedTuple):
    """A row of a file: the line on which it begins, and its cells in the order of the file's columns.

    `fault` is set where the row as a whole cannot be read; `source_line` where the file has that column.
    """

    line: int
    cells: Sequence[Any]
    fault: Fault | None = None
    source_line: int | None = None

    @property
    def reported_line(self) -> int:
        """The line by which the user finds the row."""
        return self.source_line or self.line


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How a file is written, as declared by the request and detected from the header row.

    `source_line_index` is the index of the column `source_line`, which is not one of `columns`.
    """

    media_type: str
    charset: str
    dialect: Dialect | None
    columns: tuple[str, ...]
    source_line_index: int | None = None


def declared_type(request: Request) -> tuple[str, str]:
    """Return the media type and character set that a request declares; raises `wrong-media-type`."""
    request_parsing.require_media_type(request, (CSV, NDJSON))
    charset = "utf-8"
    for part in request.headers.get("content-type", "").split(";")[1:]:
        name, _, value = part.strip().partition("=")
        if name.lower() == "charset":
            charset = value.strip('" ')
    try:
        codec = codecs.lookup(charset).name
    except LookupError:
        codec = ""
    if codec not in _CHARSETS:
        raise Problem(WRONG_MEDIA_TYPE, headers={"Accept": f"{CSV}; charset=utf-8, {CSV}; charset=windows-1252"})
    return request_parsing.media_type(request), {"iso8859-1": "cp1252", "ascii": "utf-8"}.get(codec, codec)


def _header_line(file: IO[bytes], charset: str) -> str:
    with open_text(file, charset) as text:
        for line in TextLines(text, charset):
            if line.strip(" ,;\t\r\n"):  # a line of empty cells is no header, just as it is no row
                return line
    raise Problem(rules.FILE_EMPTY)


def _column_names(header: str, separator: str) -> list[str]:
    try:
        row = next(csv.reader([header], delimiter=separator, strict=True), [])
    except csv.Error:
        return []
    return [name.strip().lower() for name in row]


def _detect_dialect(header: str, declared: Dialect | None, known_columns: Mapping[str, Any]) -> Dialect:
    """Return the declared dialect; without one, the dialect in which more columns of the header are known.

    Raises `another-dialect` if the header has fewer known columns in the declared dialect than in another.
    """
    counts = {
        separator: sum(name in known_columns for name in _column_names(header, separator)) for separator in (",", ";")
    }
    best = max(counts, key=lambda separator: counts[separator])
    if declared is None:
        return Dialect.danish if best == ";" and counts[";"] > counts[","] else Dialect.comma
    if counts[_SEPARATOR[declared]] < counts[best]:
        raise Problem(rules.ANOTHER_DIALECT)
    return declared


def detect_format(
    file: IO[bytes],
    media_type: str,
    charset: str,
    dialect: Dialect | None,
    known_columns: Mapping[str, Any],
    required_columns: Set[str],
) -> FileFormat:
    """Detect how a file is written and check its header row.

    Raises `wrong-encoding`, `another-dialect`, `too-many-columns`, `unknown-column`, `repeated-column`,
    `missing-column` or `file-empty`.
    """
    if media_type == NDJSON:
        if charset != "utf-8" or dialect is not None:
            raise Problem(rules.ANOTHER_DIALECT if dialect else rules.WRONG_ENCODING)
        return FileFormat(media_type, charset, None, tuple(known_columns))
    header = _header_line(file, charset)
    dialect = _detect_dialect(header, dialect, known_columns)
    names = _column_names(header, _SEPARATOR[dialect])
    while names and not names[-1]:
        names.pop()  # a spreadsheet's empty columns at the end
    if len(names) > MAX_COLUMNS:
        raise Problem(rules.TOO_MANY_COLUMNS)
    unknown = [name for name in names if name not in known_columns and name != SOURCE_LINE]
    if unknown:
        # A name that was sent is repeated in the response only if it looks like a name.
        shown = [validation_errors.pointer([name]).removeprefix("/") for name in unknown]
        raise column_problem(rules.UNKNOWN_COLUMN, "unknown-column", shown)
    if len(set(names)) != len(names):
        repeated = sorted({name for name in names if names.count(name) > 1})
        raise column_problem(rules.REPEATED_COLUMN, "repeated-column", repeated)
    if missing := sorted(required_columns - set(names)):
        raise column_problem(rules.MISSING_COLUMN, "required", missing)
    source_line_index = names.index(SOURCE_LINE) if SOURCE_LINE in names else None
    columns = tuple(name for name in names if name != SOURCE_LINE)
    return FileFormat(media_type, charset, dialect, columns, source_line_index)


def columns_of_parameter(value: str | None, file_format: FileFormat) -> list[str]:
    """Return the columns that a parameter lists; raises `unknown-column` for those that the file does not have."""
    names = list(dict.fromkeys(value.split(","))) if value else []
    if unknown := [name for name in names if name not in file_format.columns]:
        raise column_problem(rules.UNKNOWN_COLUMN, "unknown-column", unknown)
    return names


def read_records(file: IO[bytes], file_format: FileFormat) -> Generator[Record, None, None]:
    """Yield the rows of a file; raises `unreadable-file`, `line-too-long`, `wrong-encoding` or `repeated-header`."""
    with open_text(file, file_format.charset) as text:
        lines = TextLines(text, file_format.charset)
        if file_format.dialect is None:
            yield from _ndjson_records(lines, file_format.columns)
        else:
            yield from _csv_records(lines, file_format, _SEPARATOR[file_format.dialect])


def _csv_records(lines: TextLines, file_format: FileFormat, separator: str) -> Iterator[Record]:
    csv.field_size_limit(_MAX_CELL_CHARACTERS)  # a setting of the whole process, which other code may have changed
    reader = csv.reader(lines, delimiter=separator, strict=True)
    index = file_format.source_line_index
    width, header = len(file_format.columns) + (index is not None), None
    while True:
        first_line, lines.row_length = lines.line + 1, 0
        try:
            row = next(reader, None)
        except csv.Error as error:
            problem_type = rules.LINE_TOO_LONG if "limit" in str(error) else rules.UNREADABLE_FILE
            raise line_problem(problem_type, first_line) from error
        if row is None:
            return
        if not any(row):
            continue
        if header is None:
            header = row
        elif row == header or [row[0].lstrip(BYTE_ORDER_MARK), *row[1:]] == header:
            raise line_problem(rules.REPEATED_HEADER, first_line)
        else:
            record = Record(first_line, row) if len(row) == width else _uneven_record(first_line, row, width)
            yield record if index is None else _without_source_line(record, row[index : index + 1], index)


def _uneven_record(line: int, row: list[str], width: int) -> Record:
    if len(row) > width:
        # More cells than columns are harmless while they are empty.
        return Record(line, row[:width], row_fault("too-many-cells") if any(row[width:]) else None)
    return Record(line, row + [""] * (width - len(row)), row_fault("too-few-cells"))


def _without_source_line(record: Record, cell: Sequence[Any], index: int) -> Record:
    """Move the cell of the column `source_line`, if the row has it, out of the record's cells."""
    cells = [*record.cells[:index], *record.cells[index + 1 :]]
    return _with_source_line(record._replace(cells=cells), cell[0] if cell else "")


def _with_source_line(record: Record, cell: Any) -> Record:
    text = str(cell).strip()
    if text.isascii() and text.isdigit() and 0 < int(text[:12]) <= _MAX_SOURCE_LINE:
        return record._replace(source_line=int(text))
    return record if not text else record._replace(fault=record.fault or row_fault("not-a-line"))


def _ndjson_records(lines: TextLines, columns: Sequence[str]) -> Iterator[Record]:
    known_fields, no_cells = {*columns, SOURCE_LINE}, [None] * len(columns)
    for line in lines:
        lines.row_length = 0
        if not line.strip():
            continue
        try:
            fields = request_parsing.read_json(line.encode())
        except Problem as problem:
            raise line_problem(rules.UNREADABLE_FILE, lines.line) from problem
        if not isinstance(fields, dict):
            raise line_problem(rules.UNREADABLE_FILE, lines.line)
        if not known_fields.issuperset(fields):
            yield Record(lines.line, no_cells, row_fault("unknown-field"))
        else:
            record = Record(lines.line, [fields.get(name, ABSENT) for name in columns])
            yield _with_source_line(record, fields[SOURCE_LINE]) if SOURCE_LINE in fields else record
