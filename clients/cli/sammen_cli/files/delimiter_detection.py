"""Detect the delimiter of a CSV file."""

import csv
import io
from collections.abc import Iterable

DELIMITERS = (";", ",", "\t", "|")
DELIMITER_NAMES = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}

_MAX_RECORDS = 50


def detect_delimiter(text: str, *, complete: bool) -> str:
    """The delimiter that divides header and rows into the same, largest, number of columns; a comma if there is none.

    `complete`: the text is the whole file, so that its last record is not cut off.
    """
    scores = {delimiter: _score(text, delimiter, complete) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > (False, 1) else ","


def _score(text: str, delimiter: str, complete: bool) -> tuple[bool, int]:
    """Whether all records have the same number of columns, and that number."""
    try:
        records = _first_records(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return False, 0
    records = records if complete or len(records) < 2 else records[:-1]
    if not records:
        return False, 0
    width = len(records[0])
    return width > 1 and all(len(record) == width for record in records), width


def _first_records(reader: Iterable[list[str]]) -> list[list[str]]:
    records = []
    for record in reader:
        if record:
            records.append(record)
        if len(records) == _MAX_RECORDS:
            break
    return records
