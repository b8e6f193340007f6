# Generated from sammen/aio/transport.py by generate.py; do not edit.
"""Sends requests: adds the access token, retries, and raises error responses as exceptions."""

import ssl
from contextvars import ContextVar
from typing import BinaryIO

import httpx

from sammen.requests import Request, Upload, parse_base_url
from sammen.response_parsing import connection_error, parse_problem
from sammen.retries import RetryPolicy, RetryState
from sammen.sync.authentication import Authentication
from sammen.sync.concurrency import read_chunks, run_blocking, sleep
from sammen.tokens import Credentials, TokenStore
from sammen.version import user_agent

recorded_responses: ContextVar[list[httpx.Response] | None] = ContextVar("recorded_responses", default=None)
"""Where `.with_raw_response` collects the responses of the method that it wraps."""


class Transport:
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
        transport: httpx.BaseTransport | None = None,
        verify: ssl.SSLContext | bool = True,
    ) -> None:
        self._retries = retries
        self._timeout = timeout
        self._http = httpx.Client(
            base_url=parse_base_url(url),
            headers={"User-Agent": user_agent(), "Accept": "application/json", "Accept-Language": language},
            timeout=timeout,
            transport=transport,
            verify=verify,
        )
        self.authentication = Authentication(self._send_with_retries, credentials, store)

    @property
    def url(self) -> httpx.URL:
        """The base URL of the service."""
        return self._http.base_url

    def send(self, request: Request) -> httpx.Response:
        """The successful response to a request; raises a Problem or another SammenError."""
        token = self.authentication.access_token() if request.authenticated else None
        response = self._send_with_retries(request, token)
        if response.status_code == 401 and request.authenticated:
            # The token was invalidated before its expiry (a restart, a revocation): nothing was processed.
            token = self.authentication.renew(token)
            response = self._send_with_retries(request, token) if token is not None else response
        recorder = recorded_responses.get()
        if recorder is not None:
            recorder.append(response)
        if response.is_success:
            return response
        raise parse_problem(response)

    def download(self, request: Request, target: BinaryIO) -> int:
        """Stream the body of a response to a file; returns its size in bytes. Not retried."""
        token = self.authentication.access_token()
        response = self._open_stream(request, token)
        if response.status_code == 401:
            response.read()
            renewed = self.authentication.renew(token)
            if renewed is None:
                raise parse_problem(response)
            response = self._open_stream(request, renewed)
        try:
            if not response.is_success:
                response.read()
                raise parse_problem(response)
            size = 0
            for chunk in response.iter_bytes():
                size += run_blocking(target.write, chunk)
            return size
        except httpx.RequestError as error:
            raise connection_error(error, request, self.url) from error
        finally:
            response.close()

    def _open_stream(self, request: Request, token: str | None) -> httpx.Response:
        try:
            return self._http.send(self._build(request, token), stream=True)
        except httpx.TransportError as error:
            raise connection_error(error, request, self.url) from error

    def _send_with_retries(self, request: Request, token: str | None) -> httpx.Response:
        state = RetryState(self._retries, request)
        while True:
            try:
                response = self._http.send(self._build(request, token))
            except httpx.RequestError as error:
                delay = state.delay_after_error(error)
                if delay is None:
                    raise connection_error(error, request, self.url) from error
            else:
                delay = state.delay_after_response(response)
                if delay is None:
                    return response
            sleep(delay)

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

    def close(self) -> None:
        """Close the connections."""
        self._http.close()
