# Made from sammen/aio/session.py by generate.py; do not edit.
"""A sign-in that lasts: one token, renewed by one caller at a time."""

from collections.abc import Callable

import httpx

from sammen.answers import problem_of, read
from sammen.calls import Call
from sammen.errors import SignInNeeded
from sammen.sync.waiting import Lock, aside
from sammen.tokens import Credentials, Token, TokenStore, refresh_call, revoke_call, sign_in_call

Send = Callable[[Call, str | None], httpx.Response]


def _needed(*, ended: bool = False) -> SignInNeeded:
    if ended:
        text = "The sign-in has ended and could not be renewed: sign in again"
        return SignInNeeded(f"{text} (the command: `sammen login`).", typed=f"{text}: sammen login.")
    text = (
        "Sign in first: give username= and password=, or client_id= and client_secret= (the command: `sammen login`)."
    )
    return SignInNeeded(text, typed="Sign in first: sammen login.")


class Session:
    """Keeps a token fresh. However many calls find it spent at once, it is renewed once."""

    def __init__(self, send: Send, credentials: Credentials | None, store: TokenStore) -> None:
        self._send = send
        self._credentials = credentials
        self._store = store
        self._lock = Lock()

    def token(self) -> str:
        """A token to send; raises SignInNeeded when there is nothing to get one with."""
        held = self._store.load()
        if held is not None and not held.spent():
            return held.access_token
        fresh = self.renewed(held.access_token if held is not None else None)
        if fresh is None:
            raise _needed(ended=held is not None)
        return fresh

    def renewed(self, stale: str | None) -> str | None:
        """Another token than `stale`, or None when there is nothing to get one with."""
        with self._lock:
            guard = self._store.alone()
            aside(guard.__enter__)
            try:
                held = self._store.load()
                if held is not None and held.access_token != stale and not held.spent():
                    return held.access_token  # somebody else has renewed it while this call waited
                fresh = self._obtain(held)
                if fresh is not None:
                    self._store.save(fresh)
                return fresh.access_token if fresh is not None else None
            finally:
                guard.__exit__(None, None, None)

    def sign_in(self) -> Token:
        """Sign in with the credentials now, whatever token is held."""
        if self._credentials is None:
            raise _needed()
        with self._lock:
            token = self._ask(sign_in_call(self._credentials))
            self._store.save(token)
            return token

    def sign_out(self) -> None:
        """Revoke the token and forget it."""
        held = self._store.load()
        self._store.save(None)
        if held is not None:
            self._send(revoke_call(held), None)

    def _obtain(self, held: Token | None) -> Token | None:
        if held is not None and held.refresh_token is not None:
            response = self._send(refresh_call(held), None)
            if response.is_success:
                return Token.of(read(response, dict))
            if response.status_code not in {400, 401}:
                raise problem_of(response)
            self._store.save(None)  # spent or revoked: using it once more would look like theft
        return self._ask(sign_in_call(self._credentials)) if self._credentials is not None else None

    def _ask(self, call: Call) -> Token:
        response = self._send(call, None)
        if not response.is_success:
            raise problem_of(response)
        return Token.of(read(response, dict))
