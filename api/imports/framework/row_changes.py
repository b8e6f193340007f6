"""The changes that a row makes, for people: column by column, each value as a file would write it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from api.core.clock import COPENHAGEN
from api.db.external_ids import ExternalIdShape
from api.imports.framework.file_reader import ABSENT

MAX_SHOWN_CHARACTERS = 400
"""Longer values are cut short."""
FieldChange = tuple[str, str | None, str | None]
"""A column, its value before, and its value after."""


def cell_text(value: Any) -> str | None:
    """Return a value as a file would write it, cut short if it is long; None for an empty one."""
    if value is None or value == ABSENT:
        return None
    if isinstance(value, bool):
        text = "true" if value else "false"
    elif isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        text = str(int(value))
    elif isinstance(value, datetime):
        text = f"{value.astimezone(COPENHAGEN):%Y-%m-%d %H:%M}"
    elif isinstance(value, date):
        text = value.isoformat()
    elif isinstance(value, ExternalIdShape):
        text = f"{value.system}:{value.id}"
    elif isinstance(value, Mapping):
        text = ":".join(str(part) for part in value.values())
    elif isinstance(value, list | tuple):
        text = "|".join(cell_text(part) or "" for part in value)
    else:
        text = str(value)
    return (text if len(text) <= MAX_SHOWN_CHARACTERS else text[: MAX_SHOWN_CHARACTERS - 1] + "…") or None


def field_changes(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    column_of: Mapping[str, str] | None = None,
    hidden: Collection[str] = (),
) -> list[FieldChange]:
    """Return the change of each field of `after`, in the file's columns; without the values before of `hidden` ones."""
    columns = column_of or {}
    return [
        (columns.get(name, name), None if name in hidden else cell_text(before.get(name)), cell_text(value))
        for name, value in after.items()
    ]


def created_fields(columns: Sequence[str], cells: Sequence[Any]) -> list[FieldChange]:
    """Return the changes of a row that creates something: its own cells, except for empty ones."""
    pairs = zip(columns, map(cell_text, cells), strict=False)
    return [(column, None, text) for column, text in pairs if text is not None and text.strip()]


def changes_in_one_line(changes: Sequence[Sequence[Any]]) -> str:
    """Return changes as one line of text, for the CSV report."""
    return "; ".join(
        f"{column}: {after or ''}" if before is None else f"{column}: {before} -> {after or ''}"
        for column, before, after in changes
    )
