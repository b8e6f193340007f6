"""The methods of `.with_raw_response`."""

from collections.abc import Callable
from typing import Generic, ParamSpec, Protocol, TypeVar

import httpx

from sammen.aio.pagination import AsyncPager
from sammen.aio.transport import recorded_responses
from sammen.responses import Page, RawResponse

P = ParamSpec("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class AsyncMethod(Protocol[P, T_co]):
    """A method of a resource."""

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T_co:
        """Call the method."""


class AsyncRawMethod(Generic[P, T]):
    """A method that also returns the HTTP response."""

    def __init__(self, method: AsyncMethod[P, T]) -> None:
        self._method = method

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        responses: list[httpx.Response] = []
        reset_token = recorded_responses.set(responses)
        try:
            parsed = await self._method(*args, **kwargs)
        finally:
            recorded_responses.reset(reset_token)
        return RawResponse(responses[-1], parsed)


class AsyncRawListMethod(Generic[P, T]):
    """A list method that returns the HTTP response of its first page."""

    def __init__(self, method: Callable[P, AsyncPager[T]]) -> None:
        self._method = method

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> RawResponse[Page[T]]:
        page = await self._method(*args, **kwargs).page()
        return RawResponse(page.response, page)
