"""`sammen login`."""

import os
import sys
from getpass import getpass
from typing import TYPE_CHECKING, Annotated

import typer

from sammen_cli.errors import UsageError
from sammen_cli.exit_codes import ExitCode
from sammen_cli.session import Session

if TYPE_CHECKING:
    from sammen import Client


def login(
    session: Session,
    username: Annotated[
        str | None, typer.Option("--username", metavar="NAME", help="else SAMMEN_USERNAME, else asked for")
    ] = None,
    client_id: Annotated[
        str | None, typer.Option("--client-id", metavar="ID", help="sign in as a machine, with SAMMEN_CLIENT_SECRET")
    ] = None,
    password_stdin: Annotated[
        bool,
        typer.Option(
            "--password-stdin",
            help="read the password (or secret) from standard input; else SAMMEN_PASSWORD, else it is asked for",
        ),
    ] = False,
) -> ExitCode:
    """Sign in and store the token, readable by you only."""
    from sammen.problems import FirstPassword  # noqa: PLC0415  # a module of its own for a rare case

    url = session.service_url()
    secrets = SecretReader(from_stdin=password_stdin)
    if client_id:
        secret = os.environ.get("SAMMEN_CLIENT_SECRET") or secrets.read("Client secret: ")
        with session.connect_with(client_id=client_id, client_secret=secret) as client:
            client.sign_in()
    else:
        username = username or os.environ.get("SAMMEN_USERNAME") or _ask_username()
        password = os.environ.get("SAMMEN_PASSWORD") or secrets.read("Password: ")
        with session.connect_with(username=username, password=password) as client:
            try:
                client.sign_in()
            except FirstPassword:
                password = _replace_first_password(client, username, password, secrets)
                with session.connect_with(username=username, password=password) as second_client:
                    second_client.sign_in()
    if session.options.json:
        session.output.json({"url": url, "signed_in": True})
    else:
        session.output.line(f"Signed in to {url}.")
    return ExitCode.OK


class SecretReader:
    """Reads secrets from standard input or a terminal, never from the command line, which other users can see."""

    def __init__(self, *, from_stdin: bool) -> None:
        self._from_stdin = from_stdin

    @property
    def interactive(self) -> bool:
        """Whether a person types them."""
        return not self._from_stdin and sys.stdin.isatty()

    def read(self, prompt: str) -> str:
        """The next line of standard input, or what is typed without echo."""
        if self._from_stdin:
            return sys.stdin.readline().rstrip("\r\n")
        if not sys.stdin.isatty():
            raise UsageError("There is no terminal to ask on: use --password-stdin, or the environment.")
        return getpass(prompt)

    def read_new_password(self) -> str:
        """A new password: the next line of standard input, or typed twice."""
        if self.interactive:
            sys.stderr.write("This is a first password. Choose your own, with at least 12 characters.\n")
        password = self.read("New password: ")
        if not self._from_stdin and self.read("Repeat it: ") != password:
            raise UsageError("The two passwords differ; the first password is still valid.")
        if not password:
            raise UsageError("This is a first password: the second line of standard input must be your own.")
        return password


def _replace_first_password(client: "Client", username: str, first_password: str, secrets: SecretReader) -> str:
    """Replace a first password; on a terminal, ask again when the service rejects the new one."""
    from sammen.errors import UnprocessableContent  # noqa: PLC0415  # used here only

    from sammen_cli.error_messages import message_of  # noqa: PLC0415  # likewise

    while True:
        password = secrets.read_new_password()
        body = {"username": username, "first": first_password, "new": password}
        try:
            client.first_password.create(body)
        except UnprocessableContent as error:
            if not secrets.interactive:
                raise
            sys.stderr.write(f"{message_of(error)}\n")
        else:
            return password


def _ask_username() -> str:
    if not sys.stdin.isatty():
        raise UsageError("Give the name to sign in with: --username, or SAMMEN_USERNAME.")
    return input("User name: ")
