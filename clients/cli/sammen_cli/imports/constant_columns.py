"""Columns with the same value in each row, as text."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sammen_cli.mapping.map_errors import InvalidMap, MapError


def constants_as_text(constants: Mapping[str, Any]) -> dict[str, str]:
    """The texts of the values; raises InvalidMap for all values that a cell cannot have."""
    texts = {name: _as_text(value) for name, value in constants.items()}
    errors = [
        MapError(name, None, f"should be a text, number, boolean, date or id, not {_type_name(constants[name])}")
        for name, text in texts.items()
        if text is None
    ]
    if errors:
        raise InvalidMap("constants", errors)
    return {name: text for name, text in texts.items() if text is not None}


def _as_text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str | int | float | UUID) else None


def _type_name(value: Any) -> str:
    return "nothing" if value is None else f"a {type(value).__name__}"
