"""Columns with one value in each row, as a file would write them."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sammen.mapping.faults import MapFault, MapRefused


def written(constants: Mapping[str, Any]) -> dict[str, str]:
    """The texts of constants; raises MapRefused naming every one that a cell cannot hold."""
    found = {name: _text(value) for name, value in constants.items()}
    wrong = [
        MapFault(name, None, f"a text, a number, a truth, a date or an id is needed, not {_kind(constants[name])}")
        for name, text in found.items()
        if text is None
    ]
    if wrong:
        raise MapRefused("constants", wrong)
    return {name: text for name, text in found.items() if text is not None}


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str | int | float | UUID) else None


def _kind(value: Any) -> str:
    return "nothing" if value is None else f"a {type(value).__name__}"
