# Generated from sammen/aio/raw_response.py by generate.py; do not edit.
"""The methods of `.with_raw_response`."""

from collections.abc import Callable
from typing import Generic, ParamSpec, Protocol, TypeVar

import httpx

from sammen.responses import Page, RawResponse
from sammen.sync.pagination import Pager
from sammen.sync.transport import recorded_responses

P = ParamSpec("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Method(Protocol[P, T_co]):
    """A method of a resource."""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T_co:
        """Call the method."""


class RawMethod(Generic[P, T]):
    """A method that also returns the HTTP response."""

    def __init__(self, method: Method[P, T]) -> None:
        self._method = method

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        responses: list[httpx.Response] = []
        reset_token = recorded_responses.set(responses)
        try:
            parsed = self._method(*args, **kwargs)
        finally:
            recorded_responses.reset(reset_token)
        return RawResponse(responses[-1], parsed)


class RawListMethod(Generic[P, T]):
    """A list method that returns the HTTP response of its first page."""

    def __init__(self, method: Callable[P, Pager[T]]) -> None:
        self._method = method

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> RawResponse[Page[T]]:
        page = self._method(*args, **kwargs).page()
        return RawResponse(page.response, page)
