"""A list, page after page, fetched as it is read."""

from collections.abc import AsyncIterator, Mapping
from typing import Any, Generic, TypeVar

from sammen.aio.transport import AsyncTransport
from sammen.answers import page
from sammen.calls import Call, query
from sammen.errors import UnexpectedAnswer
from sammen.thing import Page

T = TypeVar("T")


class AsyncPager(Generic[T]):
    """Iterate over it for all things of a list, or over `.pages()` for its pages.

    Nothing is fetched before it is asked for, and each iteration starts from the beginning.
    """

    def __init__(
        self,
        transport: AsyncTransport,
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

    async def first(self) -> T | None:
        """The first thing of the list; None where there is none."""
        found = await self._fetch(None, {"limit": 1})
        return found.items[0] if found.items else None

    async def page(self) -> Page[T]:
        """The first page alone; with `count=True` its `total` says how many things there are in all."""
        return await self._fetch(None)

    async def pages(self) -> AsyncIterator[Page[T]]:
        """Page after page, to the end of the list."""
        cursor: str | None = None
        while True:
            found = await self._fetch(cursor)
            yield found
            if found.next_cursor is None or not found.items:
                return
            if found.next_cursor == cursor:
                raise UnexpectedAnswer(
                    "The list does not end: its next page is itself. Tell those who run the service."
                )
            cursor = found.next_cursor

    async def __aiter__(self) -> AsyncIterator[T]:
        left = self._limit
        if left is not None and left <= 0:
            return
        async for found in self.pages():
            for thing in found.items:
                yield thing
                if left is not None:
                    left -= 1
                    if left == 0:
                        return

    async def _fetch(self, cursor: str | None, only: Mapping[str, Any] | None = None) -> Page[T]:
        params = (self._params if cursor is None else self._params | {self._cursor: cursor}) | dict(only or {})
        return page(await self._transport.send(Call("GET", self._path, query(params))), self._kind)
