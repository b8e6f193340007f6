"""`login`, `logout`, `me`, and how every other command signs in."""

import os
import sys
from argparse import Namespace
from getpass import getpass
from typing import Any
from urllib.parse import urlsplit

from sammen.command.exits import Exit, UsageRefused
from sammen.command.output import Output
from sammen.command.tokens import FileStore, last_url
from sammen.errors import Invalid
from sammen.problems import FirstPassword
from sammen.sync.client import Client

_LOCAL = {"localhost", "127.0.0.1", "::1"}


def opened(given: Namespace) -> Client:
    """A client for the service that is meant, signed in by the surroundings or by an earlier `login`."""
    url = address(given)
    for kind, secret in (("CLIENT_ID", "CLIENT_SECRET"), ("USERNAME", "PASSWORD")):
        name, word = os.environ.get(f"SAMMEN_{kind}"), os.environ.get(f"SAMMEN_{secret}")
        if name and word:
            # Kept under its own name, so that a cron job and a person can use the same account of the machine.
            given_words = {kind.lower(): name, secret.lower(): word}
            return Client(url, store=FileStore(url, name), language=given.language, **given_words)  # type: ignore[arg-type]  # four texts
    return Client(url, store=FileStore(url), language=given.language)


def address(given: Namespace) -> str:
    """The service's address; a password is not sent in the open unless that is said."""
    url = given.url or os.environ.get("SAMMEN_URL") or last_url()
    if not url:
        raise UsageRefused("Say which service: --url https://..., or SAMMEN_URL.")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageRefused(f"{url} is no address of a service: it begins with https:// (or http://).")
    allowed = given.insecure or os.environ.get("SAMMEN_INSECURE") == "1"
    if parts.scheme == "http" and parts.hostname not in _LOCAL and not allowed:
        raise UsageRefused(f"{url} is not encrypted. Use https://, or say --insecure on a network that you trust.")
    return str(url).rstrip("/")


def login(given: Namespace, output: Output) -> Exit:
    """Sign in and keep the token."""
    url = address(given)
    store = FileStore(url)
    if given.client_id:
        secret = os.environ.get("SAMMEN_CLIENT_SECRET") or _asked("Client secret: ", given)
        client = Client(url, client_id=given.client_id, client_secret=secret, store=store, language=given.language)
    else:
        username = given.username or os.environ.get("SAMMEN_USERNAME") or _typed("User name: ")
        password = os.environ.get("SAMMEN_PASSWORD") or _asked("Password: ", given)
        client = Client(url, username=username, password=password, store=store, language=given.language)
    with client:
        try:
            client.sign_in()
        except FirstPassword:
            own = _taken(client, username, password, given)
            with Client(url, username=username, password=own, store=store, language=given.language) as again:
                again.sign_in()
    if given.json:
        output.json({"url": url, "signed_in": True})
    else:
        output.line(f"Signed in to {url}.")
    return Exit.OK


def logout(given: Namespace, output: Output) -> Exit:
    """Revoke the token and forget it."""
    with Client(address(given), store=FileStore(address(given))) as client:
        client.sign_out()
    if given.json:
        output.json({"signed_in": False})
    else:
        output.line("Signed out.")
    return Exit.OK


def me(given: Namespace, output: Output) -> Exit:
    """Who is signed in, with roles, units and what is allowed."""
    with opened(given) as client:
        output.thing(client.me._get(client.me.path, Any))
    return Exit.OK


def _taken(client: Client, username: str, first: str, given: Namespace) -> str:
    """The password of one's own that was taken; on a terminal one that is not good enough is asked for again."""
    while True:
        own = _chosen(given)
        try:
            client.first_password.create(username=username, first=first, new=own)
        except Invalid as refused:
            if given.password_stdin or not sys.stdin.isatty():
                raise
            sys.stderr.write(f"{refused.typed}\n")
        else:
            return own


def _chosen(given: Namespace) -> str:
    """A password of one's own, in place of the first one: the second line of standard input, or typed twice unseen."""
    if not given.password_stdin and sys.stdin.isatty():
        sys.stderr.write("That is a first password. Choose your own: 12 characters or more.\n")
    own = _asked("New password: ", given)
    if not given.password_stdin and _asked("Once more: ", given) != own:
        raise UsageRefused("Not twice the same; the first password is still the one.")
    if not own:
        raise UsageRefused("That is a first password: the second line of standard input is to be your own.")
    return own


def _asked(prompt: str, given: Namespace) -> str:
    """A secret: from standard input when that is said, else typed unseen; never from the command line."""
    if given.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageRefused("There is no terminal to ask on: use --password-stdin, or the environment.")
    return getpass(prompt)


def _typed(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise UsageRefused("Say who signs in: --username, or SAMMEN_USERNAME.")
    return input(prompt)
