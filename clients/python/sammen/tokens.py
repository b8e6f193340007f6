"""Sign-ins: what is shown to `/v1/token`, what comes back, and where it is kept."""

import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

from sammen.calls import Call
from sammen.errors import UnexpectedAnswer

LEEWAY = 30.0
"""Seconds before its end at which a token counts as spent, so that it does not end on the way."""


@dataclass(frozen=True, slots=True)
class Password:
    """A person's sign-in."""

    username: str
    password: str = field(repr=False)

    def form(self) -> dict[str, str]:
        return {"grant_type": "password", "username": self.username, "password": self.password}


@dataclass(frozen=True, slots=True)
class ClientSecret:
    """A machine's sign-in."""

    client_id: str
    client_secret: str = field(repr=False)

    def form(self) -> dict[str, str]:
        return {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
        }


Credentials = Password | ClientSecret


@dataclass(frozen=True, slots=True)
class Token:
    """An access token, and perhaps what renews it. Neither shows in `repr`, so that no log holds them."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires_at: float | None = None

    def spent(self, now: float | None = None) -> bool:
        """Whether it has ended, or is about to."""
        moment = time.time() if now is None else now
        return self.expires_at is not None and moment >= self.expires_at - LEEWAY

    @classmethod
    def of(cls, answer: Any, now: float | None = None) -> "Token":
        """Read the answer of `/v1/token`."""
        if not isinstance(answer, Mapping) or not isinstance(answer.get("access_token"), str):
            raise UnexpectedAnswer("The service's sign-in answer holds no access token: is the address right?")
        lifetime = answer.get("expires_in")
        moment = time.time() if now is None else now
        ends = moment + float(lifetime) if isinstance(lifetime, int | float) else None
        return cls(answer["access_token"], answer.get("refresh_token"), ends)


class TokenStore(Protocol):
    """Where a token is kept between calls, and perhaps between programs.

    A refresh token works once: `alone()` keeps two programs that share a store from using the same one.
    """

    def load(self) -> Token | None:
        """The token that is kept, if there is one."""

    def save(self, token: Token | None) -> None:
        """Keep this token; None forgets it."""

    def alone(self) -> AbstractContextManager[object]:
        """Let nobody else renew it meanwhile."""


class MemoryStore:
    """A token kept for as long as the client lives."""

    def __init__(self, token: Token | None = None) -> None:
        self._token = token

    def load(self) -> Token | None:
        """The token that is kept, if there is one."""
        return self._token

    def save(self, token: Token | None) -> None:
        """Keep this token; None forgets it."""
        self._token = token

    def alone(self) -> AbstractContextManager[object]:
        """Nothing: nobody else has it."""
        return nullcontext()


def sign_in_call(credentials: Credentials) -> Call:
    return _form("/v1/token", credentials.form())


def refresh_call(token: Token) -> Call:
    return _form("/v1/token", {"grant_type": "refresh_token", "refresh_token": token.refresh_token or ""})


def revoke_call(token: Token) -> Call:
    hint = "refresh_token" if token.refresh_token else "access_token"
    return _form("/v1/token/revoke", {"token": token.refresh_token or token.access_token, "token_type_hint": hint})


def _form(path: str, members: dict[str, str]) -> Call:
    # Without an idempotency key: an answer that holds a secret is never stored, so there is nothing to replay.
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    return Call("POST", path, headers=headers, body=urlencode(members).encode(), signed=False)
