# Generated from sammen/aio/authentication.py by generate.py; do not edit.
"""The access token of a client: sign-in, refresh and revocation."""

from typing import Protocol

import httpx

from sammen.errors import SignInRequired
from sammen.requests import Request
from sammen.response_parsing import parse_problem, parse_response
from sammen.sync.concurrency import Lock, run_blocking
from sammen.tokens import Credentials, Token, TokenStore, refresh_request, revoke_request, sign_in_request


class Send(Protocol):
    """Sends a request with an access token and returns the response."""

    def __call__(self, request: Request, token: str | None) -> httpx.Response:
        """Send a request."""


class Authentication:
    """Provides a valid access token. Concurrent requests that find it expired refresh it once."""

    def __init__(self, send: Send, credentials: Credentials | None, store: TokenStore) -> None:
        self._send = send
        self._credentials = credentials
        self._store = store
        self._lock = Lock()

    def access_token(self) -> str:
        """A valid access token; raises SignInRequired when there is no way to get one."""
        token = self._store.load()
        if token is not None and not token.expired():
            return token.access_token
        renewed = self.renew(token.access_token if token is not None else None)
        if renewed is None:
            raise _sign_in_required(expired=token is not None)
        return renewed

    def renew(self, stale: str | None) -> str | None:
        """An access token other than `stale`; None when there is no way to get one."""
        with self._lock:
            store_lock = self._store.lock()
            run_blocking(store_lock.__enter__)
            try:
                token = self._store.load()
                if token is not None and token.access_token != stale and not token.expired():
                    return token.access_token  # another request has renewed it while this one waited
                renewed = self._refresh_or_sign_in(token)
                if renewed is not None:
                    self._store.save(renewed)
                return renewed.access_token if renewed is not None else None
            finally:
                store_lock.__exit__(None, None, None)

    def sign_in(self) -> Token:
        """Sign in with the credentials, even when there is a valid token."""
        if self._credentials is None:
            raise _sign_in_required()
        with self._lock:
            token = self._request_token(sign_in_request(self._credentials))
            self._store.save(token)
            return token

    def sign_out(self) -> None:
        """Revoke the token and delete it from the store."""
        token = self._store.load()
        self._store.save(None)
        if token is not None:
            self._send(revoke_request(token), None)

    def _refresh_or_sign_in(self, token: Token | None) -> Token | None:
        if token is not None and token.refresh_token is not None:
            response = self._send(refresh_request(token), None)
            if response.is_success:
                return Token.from_response(parse_response(response, dict))
            if response.status_code not in {400, 401}:
                raise parse_problem(response)
            # Used or revoked: the service takes a second use for theft and revokes all tokens of the sign-in.
            self._store.save(None)
        if self._credentials is None:
            return None
        return self._request_token(sign_in_request(self._credentials))

    def _request_token(self, request: Request) -> Token:
        response = self._send(request, None)
        if not response.is_success:
            raise parse_problem(response)
        return Token.from_response(parse_response(response, dict))


def _sign_in_required(*, expired: bool = False) -> SignInRequired:
    if expired:
        return SignInRequired("The sign-in has expired and could not be renewed: sign in again.", expired=True)
    return SignInRequired("Sign in first: pass username= and password=, or client_id= and client_secret=.")
