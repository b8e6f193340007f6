"""Reading a spooled file: its dialect, its header, and its rows as cells by column."""

import codecs
import csv
from collections.abc import Generator, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import IO, Any, NamedTuple

from starlette.requests import Request

from api.core.problems import WRONG_MEDIA_TYPE, Problem
from api.http import request_parsing, validation_errors
from api.imports import rules
from api.imports.framework.text_lines import Lines, text_of
from api.imports.models import Dialect
from api.imports.rules import about_columns, at_line

CSV, NDJSON = "text/csv", "application/x-ndjson"
COLUMNS = 100
SOURCE = "source_line"
"""A column that every file may have: the line of another file that a row was made from, for reports."""
_CELL = 100_000
_LINES = 2_000_000_000
MARK = "\ufeff"
"""The byte order mark with which another file may begin that was put behind this one."""
_SEPARATOR = {Dialect.comma: ",", Dialect.semicolon: ";", Dialect.danish: ";"}
_CHARSETS = {"utf-8", "cp1252", "iso8859-1", "ascii"}


class Record(NamedTuple):
    """A row of a file: the line that it begins on, and its cells in the order of the file's columns.

    `fault` says what is wrong with the row as a whole; `source` is the line of the file that this one was made from,
    where the file tells it.
    """

    line: int
    cells: Sequence[Any]
    fault: str | None = None
    source: int | None = None

    @property
    def told(self) -> int:
        """The line by which people find the row."""
        return self.source or self.line


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How a file is written: what was said of it, and what its header line told.

    `source` is the place of the column that tells of each row which line of another file it was made from.
    """

    media_type: str
    charset: str
    dialect: Dialect | None
    columns: tuple[str, ...]
    source: int | None = None


def said_of(request: Request) -> tuple[str, str]:
    """Media type and character set that a request says its body has; raises `wrong-media-type`."""
    request_parsing.require_media_type(request, (CSV, NDJSON))
    charset = "utf-8"
    for part in request.headers.get("content-type", "").split(";")[1:]:
        name, _, value = part.strip().partition("=")
        if name.lower() == "charset":
            charset = value.strip('" ')
    try:
        known = codecs.lookup(charset).name
    except LookupError:
        known = ""
    if known not in _CHARSETS:
        raise Problem(WRONG_MEDIA_TYPE, headers={"Accept": f"{CSV}; charset=utf-8, {CSV}; charset=windows-1252"})
    return request_parsing.media_type(request), {"iso8859-1": "cp1252", "ascii": "utf-8"}.get(known, known)


def _header(file: IO[bytes], charset: str) -> str:
    with text_of(file, charset) as text:
        for line in Lines(text, charset):
            if line.strip(" ,;\t\r\n"):  # empty cells make no header, as they make no row
                return line
    raise Problem(rules.EMPTY)


def _names(header: str, separator: str) -> list[str]:
    try:
        row = next(csv.reader([header], delimiter=separator, strict=True), [])
    except csv.Error:
        return []
    return [name.strip().lower() for name in row]


def _dialect_of(header: str, said: Dialect | None, known: Mapping[str, Any]) -> Dialect:
    """The dialect that was said, unless the header plainly speaks another; else the one that knows most columns."""
    counts = {separator: sum(name in known for name in _names(header, separator)) for separator in (",", ";")}
    better = max(counts, key=lambda separator: counts[separator])
    if said is None:
        return Dialect.danish if better == ";" and counts[";"] > counts[","] else Dialect.comma
    if counts[_SEPARATOR[said]] < counts[better]:
        raise Problem(rules.ANOTHER_DIALECT)
    return said


def form_of(
    file: IO[bytes], media_type: str, charset: str, said: Dialect | None, known: Mapping[str, Any], required: Set[str]
) -> FileFormat:
    """How the file is written; raises the named problem of a header that is not as it should be."""
    if media_type == NDJSON:
        if charset != "utf-8" or said is not None:
            raise Problem(rules.ANOTHER_DIALECT if said else rules.WRONG_ENCODING)
        return FileFormat(media_type, charset, None, tuple(known))
    header = _header(file, charset)
    dialect = _dialect_of(header, said, known)
    names = _names(header, _SEPARATOR[dialect])
    while names and not names[-1]:
        names.pop()  # a spreadsheet's empty columns at the end
    if len(names) > COLUMNS:
        raise Problem(rules.TOO_MANY_COLUMNS)
    shown = [validation_errors.pointer([name]).removeprefix("/") for name in names]
    if unknown := [show for name, show in zip(names, shown, strict=True) if name not in known and name != SOURCE]:
        raise about_columns(rules.UNKNOWN_COLUMN, "unknown-column", unknown)
    if len(set(names)) != len(names):
        raise about_columns(rules.REPEATED_COLUMN, "repeated-column", sorted({n for n in names if names.count(n) > 1}))
    if missing := sorted(required - set(names)):
        raise about_columns(rules.MISSING_COLUMN, "required", missing)
    source = names.index(SOURCE) if SOURCE in names else None
    return FileFormat(media_type, charset, dialect, tuple(name for name in names if name != SOURCE), source)


def columns_said(said: str | None, form: FileFormat) -> list[str]:
    """Columns that a request names; raises `unknown-column` for those that the file does not have."""
    names = list(dict.fromkeys(said.split(","))) if said else []
    if unknown := [name for name in names if name not in form.columns]:
        raise about_columns(rules.UNKNOWN_COLUMN, "unknown-column", unknown)
    return names


def records(file: IO[bytes], form: FileFormat) -> Generator[Record, None, None]:
    """The rows of a file; raises the named problem of what cannot be read."""
    with text_of(file, form.charset) as text:
        lines = Lines(text, form.charset)
        yield from _objects(lines, form.columns) if form.dialect is None else _rows(lines, form)


def _rows(lines: Lines, form: FileFormat) -> Iterator[Record]:
    assert form.dialect is not None  # noqa: S101  # nosec B101  # for the type checker: only CSV comes here
    csv.field_size_limit(_CELL)  # of the whole process: whatever else is in it may have set it otherwise
    reader = csv.reader(lines, delimiter=_SEPARATOR[form.dialect], strict=True)
    width, header = len(form.columns) + (form.source is not None), None
    while True:
        began, lines.of_row = lines.line + 1, 0
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise at_line(rules.LINE_TOO_LONG if "limit" in str(error) else rules.UNREADABLE_FILE, began) from error
        if row is None:
            return
        if not any(row):
            continue
        if header is None:
            header = row
        elif row == header or [row[0].lstrip(MARK), *row[1:]] == header:
            raise at_line(rules.REPEATED_HEADER, began)
        else:
            record = Record(began, row) if len(row) == width else _uneven(began, row, width)
            yield record if form.source is None else _sourced(record, row[form.source : form.source + 1], form.source)


def _uneven(line: int, row: list[str], width: int) -> Record:
    if len(row) > width:
        # More cells than columns are harmless only while they are empty.
        return Record(line, row[:width], "too-many-cells" if any(row[width:]) else None)
    return Record(line, row + [""] * (width - len(row)), "too-few-cells")


def _sourced(record: Record, said: Sequence[Any], place: int) -> Record:
    """A row without the cell that tells where it came from."""
    cells = [*record.cells[:place], *record.cells[place + 1 :]]
    return _from(Record(record.line, cells, record.fault), said[0] if said else "")


def _from(record: Record, said: Any) -> Record:
    text = str(said).strip()
    if text.isascii() and text.isdigit() and 0 < int(text[:12]) <= _LINES:
        return record._replace(source=int(text))
    return record if not text else record._replace(fault=record.fault or "not-a-line")


def _objects(lines: Lines, columns: Sequence[str]) -> Iterator[Record]:
    known, empty = {*columns, SOURCE}, [None] * len(columns)
    for line in lines:
        lines.of_row = 0
        if not line.strip():
            continue
        try:
            members = request_parsing.read_json(line.encode())
        except Problem as problem:
            raise at_line(rules.UNREADABLE_FILE, lines.line) from problem
        if not isinstance(members, dict):
            raise at_line(rules.UNREADABLE_FILE, lines.line)
        if not known.issuperset(members):
            yield Record(lines.line, empty, "unknown-field")
        else:
            record = Record(lines.line, [members.get(name, ABSENT) for name in columns])
            yield _from(record, members[SOURCE]) if SOURCE in members else record


ABSENT = "\x00absent"
"""What stands in the cells of an NDJSON row for a member that it lacks."""
