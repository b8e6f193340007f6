# Made from sammen/aio/pager.py by generate.py; do not edit.
"""A list, page after page, fetched as it is read."""

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

from sammen.answers import page
from sammen.calls import Call, query
from sammen.errors import UnexpectedAnswer
from sammen.sync.transport import Transport
from sammen.thing import Page

T = TypeVar("T")


class Pager(Generic[T]):
    """Iterate over it for all things of a list, or over `.pages()` for its pages.

    Nothing is fetched before it is asked for, and each iteration starts from the beginning.
    """

    def __init__(
        self,
        transport: Transport,
        path: str,
        kind: type[T],
        params: dict[str, Any],
        *,
        limit: int | None = None,
        page_size: int | None = None,
        cursor: str = "cursor",
    ) -> None:
        self._transport = transport
        self._path = path
        self._kind = kind
        # The last page asked for is no larger than what is still wanted: nothing is fetched to be thrown away.
        size = page_size if page_size is not None else 200
        self._params = params | {"limit": size if limit is None else max(1, min(size, limit))}
        self._limit = limit
        self._cursor = cursor

    def first(self) -> T | None:
        """The first thing of the list; None where there is none."""
        found = self._fetch(None, {"limit": 1})
        return found.items[0] if found.items else None

    def page(self) -> Page[T]:
        """The first page alone; with `count=True` its `total` says how many things there are in all."""
        return self._fetch(None)

    def pages(self) -> Iterator[Page[T]]:
        """Page after page, to the end of the list."""
        cursor: str | None = None
        while True:
            found = self._fetch(cursor)
            yield found
            if found.next_cursor is None or not found.items:
                return
            if found.next_cursor == cursor:
                raise UnexpectedAnswer(
                    "The list does not end: its next page is itself. Tell those who run the service."
                )
            cursor = found.next_cursor

    def __iter__(self) -> Iterator[T]:
        left = self._limit
        if left is not None and left <= 0:
            return
        for found in self.pages():
            for thing in found.items:
                yield thing
                if left is not None:
                    left -= 1
                    if left == 0:
                        return

    def _fetch(self, cursor: str | None, only: Mapping[str, Any] | None = None) -> Page[T]:
        params = (self._params if cursor is None else self._params | {self._cursor: cursor}) | dict(only or {})
        return page(self._transport.send(Call("GET", self._path, query(params))), self._kind)
