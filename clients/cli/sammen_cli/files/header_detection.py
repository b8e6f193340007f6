"""Explain why a file has fewer columns than expected: another delimiter, or a title above the header."""

import csv
import io
from itertools import islice

from sammen_cli.files.delimiter_detection import DELIMITER_NAMES, DELIMITERS
from sammen_cli.files.tables import Table

_MAX_LINES = 20


def explain_missing_columns(table: Table) -> str | None:
    """What to change so that the file has its columns; None when it probably has no more than were found."""
    if table.dialect.format != "csv":
        return None
    with table.path.open(encoding=table.dialect.encoding) as source:
        lines = [(number, line) for number, line in enumerate(islice(source, _MAX_LINES), 1) if line.strip()]
    widths = {delimiter: [_width(line, delimiter) for _, line in lines] for delimiter in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda delimiter: max(widths[delimiter]))
    actual, widest = len(table.columns), max(widths[delimiter])
    if widest <= actual or 2 * widths[delimiter].count(widest) < len(lines):
        return None  # the character occurs in a few cells
    header = widths[delimiter].index(widest)
    name = f"{delimiter!r} ({DELIMITER_NAMES[delimiter]})"
    if header == 0:
        count = "one column was found" if actual == 1 else f"{actual} columns were found"
        return (
            f"{table.path}: {count}; the file seems to be separated by {name}. Set this delimiter, or leave it out: it "
            "is then detected ([file] delimiter in the map, --dialect)."
        )
    return (
        f"{table.path}: the header seems to be in line {lines[header][0]}, separated by {name}, below a title in line "
        f"{lines[0][0]}. Remove the lines above the header."
    )


def _width(line: str, delimiter: str) -> int:
    try:
        record = next(csv.reader(io.StringIO(line), delimiter=delimiter), [])
    except csv.Error:
        return 0
    while record and not record[-1].strip():
        record.pop()  # spreadsheets pad the line of a title with empty cells
    return len(record)
