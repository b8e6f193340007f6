# Generated from sammen/aio/pagination.py by generate.py; do not edit.
"""Iteration over the pages of a list."""

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

from sammen.errors import UnexpectedResponse
from sammen.requests import Request, encode_query
from sammen.response_parsing import parse_page
from sammen.responses import Page
from sammen.sync.transport import Transport

T = TypeVar("T")

_DEFAULT_PAGE_SIZE = 200


class Pager(Generic[T]):
    """Iterate over it for all items of a list, or over `.pages()` for its pages.

    Pages are fetched when they are needed; each iteration starts from the beginning.
    """

    def __init__(
        self,
        transport: Transport,
        path: str,
        item_type: type[T],
        filters: Mapping[str, Any],
        *,
        limit: int | None = None,
        page_size: int | None = None,
        cursor_parameter: str = "cursor",
    ) -> None:
        self._transport = transport
        self._path = path
        self._item_type = item_type
        size = page_size if page_size is not None else _DEFAULT_PAGE_SIZE
        # A page is no larger than the limit: no items are fetched only to be discarded.
        self._query = {**filters, "limit": size if limit is None else max(1, min(size, limit))}
        self._limit = limit
        self._cursor_parameter = cursor_parameter

    def first(self) -> T | None:
        """The first item of the list; None when it is empty."""
        page = self._fetch({"limit": 1})
        return page.items[0] if page.items else None

    def page(self) -> Page[T]:
        """The first page; with `count=True` its `total` is the number of items of the list."""
        return self._fetch({})

    def pages(self) -> Iterator[Page[T]]:
        """All pages."""
        cursor: str | None = None
        while True:
            page = self._fetch({} if cursor is None else {self._cursor_parameter: cursor})
            yield page
            if page.next_cursor is None or not page.items:
                return
            if page.next_cursor == cursor:
                raise UnexpectedResponse(
                    "The list does not end: its next cursor is the current one. Report it to the operator."
                )
            cursor = page.next_cursor

    def __iter__(self) -> Iterator[T]:
        remaining = self._limit
        if remaining is not None and remaining <= 0:
            return
        for page in self.pages():
            for item in page.items:
                yield item
                if remaining is not None:
                    remaining -= 1
                    if remaining == 0:
                        return

    def _fetch(self, parameters: Mapping[str, Any]) -> Page[T]:
        request = Request("GET", self._path, encode_query({**self._query, **parameters}))
        return parse_page(self._transport.send(request), self._item_type)
