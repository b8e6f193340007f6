"""Pages of a list, and raw responses."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

import httpx

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list. `total` is set when the list was requested with `count=True`."""

    items: tuple[T, ...]
    next_cursor: str | None
    total: int | None
    response: httpx.Response

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True, slots=True)
class RawResponse(Generic[T]):
    """The result of `.with_raw_response`: the HTTP response and the value parsed from it."""

    response: httpx.Response
    parsed: T
