"""Credentials, access tokens, where tokens are stored, and the requests of the token endpoint."""

import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

from sammen.errors import UnexpectedResponse
from sammen.requests import Request

EXPIRY_MARGIN = 30.0
"""Seconds before its expiry at which a token counts as expired, so that it does not expire on the way."""


@dataclass(frozen=True, slots=True)
class PasswordCredentials:
    """The credentials of a person."""

    username: str
    password: str = field(repr=False)

    def form(self) -> dict[str, str]:
        """The fields of the token request."""
        return {"grant_type": "password", "username": self.username, "password": self.password}


@dataclass(frozen=True, slots=True)
class ClientCredentials:
    """The credentials of a machine."""

    client_id: str
    client_secret: str = field(repr=False)

    def form(self) -> dict[str, str]:
        """The fields of the token request."""
        return {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }


Credentials = PasswordCredentials | ClientCredentials


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and its refresh token, hidden from `repr` and so from logs. `expires_at` is in Unix seconds."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires_at: float | None = None

    def expired(self, now: float | None = None) -> bool:
        """Whether it has expired, or is about to."""
        moment = time.time() if now is None else now
        return self.expires_at is not None and moment >= self.expires_at - EXPIRY_MARGIN

    @classmethod
    def from_response(cls, body: Any, now: float | None = None) -> "Token":
        """The token in a response of `/v1/token`."""
        if not isinstance(body, Mapping) or not isinstance(body.get("access_token"), str):
            raise UnexpectedResponse("The response to the sign-in has no access token: is the address right?")
        lifetime = body.get("expires_in")
        moment = time.time() if now is None else now
        expires_at = moment + float(lifetime) if isinstance(lifetime, int | float) else None
        return cls(body["access_token"], body.get("refresh_token"), expires_at)


class TokenStore(Protocol):
    """Where a token is kept between requests, and possibly between programs.

    A refresh token works once: `lock()` keeps two programs that share a store from using the same one.
    """

    def load(self) -> Token | None:
        """The stored token, if there is one."""

    def save(self, token: Token | None) -> None:
        """Store a token; None deletes it."""

    def lock(self) -> AbstractContextManager[object]:
        """Hold the lock while a token is refreshed."""


class MemoryTokenStore:
    """A token that is kept for the lifetime of the client."""

    def __init__(self, token: Token | None = None) -> None:
        self._token = token

    def load(self) -> Token | None:
        """The stored token, if there is one."""
        return self._token

    def save(self, token: Token | None) -> None:
        """Store a token; None deletes it."""
        self._token = token

    def lock(self) -> AbstractContextManager[object]:
        """No lock: the store is not shared."""
        return nullcontext()


def sign_in_request(credentials: Credentials) -> Request:
    """Request a token with credentials."""
    return _form_request("/v1/token", credentials.form())


def refresh_request(token: Token) -> Request:
    """Request a new token with the refresh token."""
    return _form_request("/v1/token", {"grant_type": "refresh_token", "refresh_token": token.refresh_token or ""})


def revoke_request(token: Token) -> Request:
    """Revoke a token."""
    hint = "refresh_token" if token.refresh_token else "access_token"
    fields = {"token": token.refresh_token or token.access_token, "token_type_hint": hint}
    return _form_request("/v1/token/revoke", fields)


def _form_request(path: str, fields: dict[str, str]) -> Request:
    # No idempotency key: a response with a secret is never cached by the service, so there is nothing to replay.
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    return Request("POST", path, headers=headers, body=urlencode(fields).encode(), authenticated=False)
