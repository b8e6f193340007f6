# Generated from sammen/aio/client.py by generate.py; do not edit.
"""`AsyncClient`, the entry point of the package."""

import ssl
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

import httpx

from sammen.requests import Body, Request, encode_body, encode_query, new_idempotency_key
from sammen.response_parsing import parse_response
from sammen.retries import RetryPolicy
from sammen.sync.pagination import Pager
from sammen.sync.resources import Resources
from sammen.sync.transport import Transport
from sammen.tokens import (
    ClientCredentials,
    Credentials,
    MemoryTokenStore,
    PasswordCredentials,
    Token,
    TokenStore,
)


class Client(Resources):
    """A client for one service. Its attributes are the resources of the contract: `client.institutions`, ...

    Sign in as a person (`username`, `password`), as a machine (`client_id`, `client_secret`), or with an existing
    token (`token`). The token is requested with the first request and refreshed when it expires. `store` keeps it
    elsewhere than in memory. `timeout` is in seconds. `language` ("en" or "da") is that of problems.
    """

    def __init__(
        self,
        url: str,
        *,
        username: str | None = None,
        password: str | None = None,
        client_id: str | None = None,
        client_secret: str | None = None,
        token: Token | str | None = None,
        store: TokenStore | None = None,
        retries: RetryPolicy | None = None,
        timeout: float = 30.0,
        language: str = "en",
        verify: ssl.SSLContext | bool = True,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        credentials = _credentials(username, password, client_id, client_secret)
        initial_token = Token(token) if isinstance(token, str) else token
        if initial_token is not None and store is not None:
            raise ValueError("Pass token= or store=, not both.")
        super().__init__(
            Transport(
                url,
                credentials,
                store or MemoryTokenStore(initial_token),
                retries=retries or RetryPolicy(),
                timeout=timeout,
                language=language,
                transport=transport,
                verify=verify,
            )
        )

    @property
    def url(self) -> str:
        """The address of the service."""
        return str(self._transport.url).rstrip("/")

    def request(
        self,
        method: str,
        path: str,
        body: Body = None,
        *,
        response_type: Any = Any,
        filters: Mapping[str, Any] | None = None,
        if_match: str | None = None,
        idempotency_key: str | None = None,
    ) -> Any:
        """Send a request to any path of the API, e.g. `request("GET", "/v1/me")`; returns plain JSON.

        `response_type` is a model to parse the response as. A POST always has an idempotency key.
        """
        if method == "POST" and idempotency_key is None:
            idempotency_key = new_idempotency_key()
        headers = {} if if_match is None else {"If-Match": if_match}
        content = None
        if body is not None:
            content, headers = encode_body(body, {}), headers | {"Content-Type": "application/json"}
        request = Request(method, path, encode_query(filters or {}), headers, content, idempotency_key=idempotency_key)
        return parse_response(self._transport.send(request), response_type)

    def paginate(
        self,
        path: str,
        filters: Mapping[str, Any] | None = None,
        *,
        limit: int | None = None,
        page_size: int | None = None,
    ) -> Pager[dict[str, Any]]:
        """Iterate over any list of the API by its path; its items are plain JSON."""
        return Pager(self._transport, path, dict, filters or {}, limit=limit, page_size=page_size)

    def sign_in(self) -> Token:
        """Sign in now instead of with the first request, to learn at once whether the credentials are valid."""
        return self._transport.authentication.sign_in()

    def sign_out(self) -> None:
        """Revoke the token."""
        self._transport.authentication.sign_out()

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _credentials(
    username: str | None, password: str | None, client_id: str | None, client_secret: str | None
) -> Credentials | None:
    if client_id or client_secret:
        if username or password or client_id is None or client_secret is None:
            raise ValueError("Pass either username= and password=, or client_id= and client_secret=.")
        return ClientCredentials(client_id, client_secret)
    if not username and not password:
        return None
    if username is None or password is None:
        raise ValueError("Pass both username= and password=.")
    return PasswordCredentials(username, password)
