"""A file that was read as fewer columns than it has: what was taken for what."""

import csv
import io
from itertools import islice

from sammen.files.dialects import DELIMITERS, NAMES
from sammen.files.tables import Table

_LOOKED_AT = 20


def why_few_columns(table: Table) -> str | None:
    """What to mend so that the file has its columns; None where it may well have no more than were found."""
    if table.dialect.format != "csv":
        return None
    with table.path.open(encoding=table.dialect.encoding) as source:
        lines = [(number, line) for number, line in enumerate(islice(source, _LOOKED_AT), 1) if line.strip()]
    widths = {sign: [_width(line, sign) for _, line in lines] for sign in DELIMITERS}
    sign = max(DELIMITERS, key=lambda one: max(widths[one]))
    found, most = len(table.columns), max(widths[sign])
    if most <= found or 2 * widths[sign].count(most) < len(lines):
        return None  # here and there a sign stands in a cell
    begins = widths[sign].index(most)
    named = f"separated by {sign!r} ({NAMES[sign]})"
    if begins == 0:
        were = "one column was found" if found == 1 else f"{found} columns were found"
        return (
            f"{table.path}: {were}; the file seems to be {named}. Say so, or leave the separator out: it is found out "
            "([file] delimiter in the map, --dialect)."
        )
    return (
        f"{table.path}: the header seems to stand in line {lines[begins][0]}, {named}, below a title in line "
        f"{lines[0][0]}. Take out what stands above the header."
    )


def _width(line: str, sign: str) -> int:
    try:
        record = next(csv.reader(io.StringIO(line), delimiter=sign), [])
    except csv.Error:
        return 0
    while record and not record[-1].strip():
        record.pop()  # spreadsheets fill a title's line up with empty cells
    return len(record)
