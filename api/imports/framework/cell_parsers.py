"""Parsers of single cells: from the text in a file to the value that a schema expects.

An empty cell is None, or an empty list where a column holds several values.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from api.core.clock import COPENHAGEN
from api.imports.framework.input_faults import row_fault
from api.imports.models import Dialect

CellParser = Callable[[str, Dialect], Any]
"""Parses one cell, written in a dialect; raises `InvalidCell`."""

_DANISH_DATE = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_DANISH_TIMESTAMP = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})[ T](?:kl\. ?)?(\d{1,2}[:.]\d{2})")
_DANISH_NUMBER = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?")
_BOOLEANS = {"true": True, "false": False, "ja": True, "nej": False, "yes": True, "no": False, "1": True, "0": False}
MISSING_NUMBERS = ("", "..", "...", ":", "-", "–")
"""What statistical tables write in place of a number that is missing."""


class InvalidCell(ValueError):
    """A cell that cannot be parsed; `fault` says why, without its column."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.fault = row_fault(code)


def parse_text(cell: str, dialect: Dialect) -> str | None:
    return cell.strip() or None


def parse_number(cell: str, dialect: Dialect) -> float | None:
    cell = cell.strip().replace("\u2212", "-")
    if cell in MISSING_NUMBERS:
        return None
    if dialect == Dialect.danish:
        if not _DANISH_NUMBER.fullmatch(cell):
            raise InvalidCell("not-a-number")
        return float(cell.replace(".", "").replace(",", "."))
    if not _NUMBER.fullmatch(cell):
        raise InvalidCell("not-a-number")
    return float(cell)


def parse_integer(cell: str, dialect: Dialect) -> int | None:
    value = parse_number(cell, dialect)
    # From 2**53 on, a float no longer says which whole number was written.
    if value is not None and (abs(value) >= 2**53 or value != int(value)):
        raise InvalidCell("not-a-whole-number")
    return None if value is None else int(value)


def parse_date(cell: str, dialect: Dialect) -> str | None:
    """Return a Danish date as YYYY-MM-DD, anything else as it is: the schema validates it."""
    cell = cell.strip()
    match = _DANISH_DATE.fullmatch(cell) if dialect == Dialect.danish else None
    if match:
        cell = _iso_date(match)
    return cell or None


def parse_timestamp(cell: str, dialect: Dialect) -> str | None:
    """Return a point in time as ISO 8601 in UTC; one without a time zone is in Danish civil time."""
    text = cell.strip()
    if match := _DANISH_TIMESTAMP.fullmatch(text):
        text = f"{_iso_date(match)} {match[4].replace('.', ':').rjust(5, '0')}"
    if not text:
        return None
    try:
        timestamp = datetime.fromisoformat(text)
        if timestamp.tzinfo is None:
            timestamp = timestamp.replace(tzinfo=COPENHAGEN)
        return timestamp.astimezone(UTC).isoformat()
    except (ValueError, OverflowError):  # not a timestamp, or outside the years 1 to 9999 in UTC
        raise InvalidCell("not-a-moment") from None


def _iso_date(match: re.Match[str]) -> str:
    return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"


def parse_boolean(cell: str, dialect: Dialect) -> bool | None:
    if not cell.strip():
        return None
    try:
        return _BOOLEANS[cell.strip().lower()]
    except KeyError:
        raise InvalidCell("not-yes-or-no") from None


def parse_list(cell: str, dialect: Dialect) -> list[str]:
    """Return the parts of a cell that are separated by |."""
    return [part.strip() for part in cell.split("|") if part.strip()]


def parse_external_ids(cell: str, dialect: Dialect) -> list[dict[str, str]]:
    return [parse_external_id(part) for part in parse_list(cell, dialect)]


def parse_external_id(text: str) -> dict[str, str]:
    """Return one external id, written as `system:id`."""
    system, colon, id = text.partition(":")
    if not (system.strip() and colon and id.strip()):
        raise InvalidCell("not-an-external-id")
    return {"system": system.strip(), "id": id.strip()}


def parse_feedback_points(cell: str, dialect: Dialect) -> list[dict[str, Any]]:
    """Return the feedback on a guide's points, written as `key: text` or `key: level: text`, separated by |."""
    return [_feedback_point(part) for part in parse_list(cell, dialect)]


def _feedback_point(point: str) -> dict[str, Any]:
    key, colon, text = point.partition(":")
    level, second_colon, text_after_level = text.partition(":")
    if not (key.strip() and colon and text.strip()):
        raise InvalidCell("not-a-point")
    if second_colon and level.strip().isdigit():
        return {"key": key.strip(), "level": int(level), "text": text_after_level.strip()}
    return {"key": key.strip(), "text": text.strip()}
