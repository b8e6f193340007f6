"""Sends requests: adds the access token, retries, and raises error responses as exceptions."""

import ssl
from contextvars import ContextVar
from typing import BinaryIO

import httpx

from sammen.aio.authentication import AsyncAuthentication
from sammen.aio.concurrency import read_chunks, run_blocking, sleep
from sammen.requests import Request, Upload, parse_base_url
from sammen.response_parsing import connection_error, parse_problem
from sammen.retries import RetryPolicy, RetryState
from sammen.tokens import Credentials, TokenStore
from sammen.version import user_agent

recorded_responses: ContextVar[list[httpx.Response] | None] = ContextVar("recorded_responses", default=None)
"""Where `.with_raw_response` collects the responses of the method that it wraps."""


class AsyncTransport:
    """A connection pool and its authentication."""

    def __init__(
        self,
        url: str,
        credentials: Credentials | None,
        store: TokenStore,
        *,
        retries: RetryPolicy,
        timeout: float,
        language: str,
        transport: httpx.AsyncBaseTransport | None = None,
        verify: ssl.SSLContext | bool = True,
    ) -> None:
        self._retries = retries
        self._timeout = timeout
        self._http = httpx.AsyncClient(
            base_url=parse_base_url(url),
            headers={"User-Agent": user_agent(), "Accept": "application/json", "Accept-Language": language},
            timeout=timeout,
            transport=transport,
            verify=verify,
        )
        self.authentication = AsyncAuthentication(self._send_with_retries, credentials, store)

    @property
    def url(self) -> httpx.URL:
        """The base URL of the service."""
        return self._http.base_url

    async def send(self, request: Request) -> httpx.Response:
        """The successful response to a request; raises a Problem or another SammenError."""
        token = await self.authentication.access_token() if request.authenticated else None
        response = await self._send_with_retries(request, token)
        if response.status_code == 401 and request.authenticated:
            # The token was invalidated before its expiry (a restart, a revocation): nothing was processed.
            token = await self.authentication.renew(token)
            response = await self._send_with_retries(request, token) if token is not None else response
        recorder = recorded_responses.get()
        if recorder is not None:
            recorder.append(response)
        if response.is_success:
            return response
        raise parse_problem(response)

    async def download(self, request: Request, target: BinaryIO) -> int:
        """Stream the body of a response to a file; returns its size in bytes. Not retried."""
        token = await self.authentication.access_token()
        response = await self._open_stream(request, token)
        if response.status_code == 401:
            await response.aread()
            renewed = await self.authentication.renew(token)
            if renewed is None:
                raise parse_problem(response)
            response = await self._open_stream(request, renewed)
        try:
            if not response.is_success:
                await response.aread()
                raise parse_problem(response)
            size = 0
            async for chunk in response.aiter_bytes():
                size += await run_blocking(target.write, chunk)
            return size
        except httpx.RequestError as error:
            raise connection_error(error, request, self.url) from error
        finally:
            await response.aclose()

    async def _open_stream(self, request: Request, token: str | None) -> httpx.Response:
        try:
            return await self._http.send(self._build(request, token), stream=True)
        except httpx.TransportError as error:
            raise connection_error(error, request, self.url) from error

    async def _send_with_retries(self, request: Request, token: str | None) -> httpx.Response:
        state = RetryState(self._retries, request)
        while True:
            try:
                response = await self._http.send(self._build(request, token))
            except httpx.RequestError as error:
                delay = state.delay_after_error(error)
                if delay is None:
                    raise connection_error(error, request, self.url) from error
            else:
                delay = state.delay_after_response(response)
                if delay is None:
                    return response
            await sleep(delay)

    def _build(self, request: Request, token: str | None) -> httpx.Request:
        # Built again for each attempt, since the body of an upload can be read only once.
        body = read_chunks(request.body) if isinstance(request.body, Upload) else request.body
        return self._http.build_request(
            request.method,
            request.path,
            params=request.query or None,
            headers=request.all_headers(token),
            content=body,
            timeout=request.timeout or self._timeout,
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()
