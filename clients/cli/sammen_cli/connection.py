"""Clients with stored tokens."""

import os

from sammen.sync.client import Client

from sammen_cli.token_store import FileTokenStore


def connect(url: str, language: str) -> Client:
    """A client with the credentials of the environment, else with the token of an earlier `login`."""
    client_id, client_secret = os.environ.get("SAMMEN_CLIENT_ID"), os.environ.get("SAMMEN_CLIENT_SECRET")
    username, password = os.environ.get("SAMMEN_USERNAME"), os.environ.get("SAMMEN_PASSWORD")
    # Tokens are stored by name, so that a cron job and a person can share an account of the operating system.
    if client_id and client_secret:
        store = FileTokenStore(url, client_id)
        return Client(url, store=store, language=language, client_id=client_id, client_secret=client_secret)
    if username and password:
        store = FileTokenStore(url, username)
        return Client(url, store=store, language=language, username=username, password=password)
    return connect_with(url, language)


def connect_with(
    url: str,
    language: str,
    *,
    username: str | None = None,
    password: str | None = None,
    client_id: str | None = None,
    client_secret: str | None = None,
) -> Client:
    """A client with these credentials; without any, with the token of an earlier `login`."""
    return Client(
        url,
        store=FileTokenStore(url),
        language=language,
        username=username,
        password=password,
        client_id=client_id,
        client_secret=client_secret,
    )
