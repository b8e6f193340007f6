"""What a row would change, or has changed, as people read it: column by column, as a file would say it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from api.core.clock import COPENHAGEN
from api.db.external_ids import ExternalIdShape
from api.imports.framework.file_reader import ABSENT

TOLD = 400
"""At most so many characters of a value are told."""
FieldChange = tuple[str, str | None, str | None]
"""A column, how it was, and how it becomes."""


def as_text(value: Any) -> str | None:
    """A value as a file would say it, bounded; None where there is nothing."""
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
        text = "|".join(as_text(part) or "" for part in value)
    else:
        text = str(value)
    return (text if len(text) <= TOLD else text[: TOLD - 1] + "…") or None


def differing(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    column_of: Mapping[str, str] | None = None,
    hidden: Collection[str] = (),
) -> list[FieldChange]:
    """What becomes of each field of `after`, told of the file's columns; how `hidden` fields were is not told."""
    columns = column_of or {}
    return [
        (columns.get(name, name), None if name in hidden else as_text(before.get(name)), as_text(value))
        for name, value in after.items()
    ]


def made(columns: Sequence[str], cells: Sequence[Any]) -> list[FieldChange]:
    """What a row makes of nothing: its own cells, those that say something."""
    pairs = zip(columns, map(as_text, cells), strict=False)
    return [(column, None, text) for column, text in pairs if text is not None and text.strip()]


def in_words(changes: Sequence[Sequence[Any]]) -> str:
    """Changes on one line."""
    return "; ".join(
        f"{column}: {after or ''}" if before is None else f"{column}: {before} -> {after or ''}"
        for column, before, after in changes
    )
