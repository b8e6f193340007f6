"""One fault of a request, as a refusal tells it, whatever it holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a request: where (`pointer` into the body, or `parameter`), which rule, and in words."""

    pointer: str | None
    parameter: str | None
    code: str | None
    detail: str | None

    def __str__(self) -> str:
        place, words = self.place, self.detail or self.code or "refused"
        return f"{place}: {words}" if place else words

    @property
    def place(self) -> str | None:
        """Where it is, as people name it: the body as a whole has a name, too."""
        return self.parameter if self.pointer is None else self.pointer or "body"


def text_of(value: object) -> str | None:
    """A text; None for what is none, or empty."""
    return value if isinstance(value, str) and value else None


def list_of(value: object) -> list[Mapping[str, Any]]:
    """The objects of a list; none where it is no list."""
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def fault_of(entry: Mapping[str, Any]) -> Fault:
    """A fault as a problem document tells it."""
    pointer = entry.get("pointer")  # the empty one is that of the whole body
    others = (text_of(entry.get(name)) for name in ("parameter", "code", "detail"))
    return Fault(pointer if isinstance(pointer, str) else None, *others)
