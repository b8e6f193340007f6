"""The entries of `errors` in a problem document (RFC 9457)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ErrorDetail:
    """One validation error: its location (`pointer` into the body, or `parameter`), its code and a description."""

    pointer: str | None
    parameter: str | None
    code: str | None
    detail: str | None

    def __str__(self) -> str:
        location, text = self.location, self.detail or self.code or "rejected"
        return f"{location}: {text}" if location else text

    @property
    def location(self) -> str | None:
        """The parameter or the JSON pointer; `body` for the body as a whole."""
        return self.parameter if self.pointer is None else self.pointer or "body"


def text_or_none(value: object) -> str | None:
    """`value` if it is a non-empty text."""
    return value if isinstance(value, str) and value else None


def objects_in(value: object) -> list[Mapping[str, Any]]:
    """The JSON objects of a list; empty for anything else."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def parse_error_detail(entry: Mapping[str, Any]) -> ErrorDetail:
    """An entry of `errors`, tolerant of fields of another type."""
    pointer = entry.get("pointer")  # an empty pointer is the whole body
    texts = (text_or_none(entry.get(name)) for name in ("parameter", "code", "detail"))
    return ErrorDetail(pointer if isinstance(pointer, str) else None, *texts)
