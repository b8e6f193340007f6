"""`sammen me`."""

from sammen_cli.exit_codes import ExitCode
from sammen_cli.session import Session


def me(session: Session) -> ExitCode:
    """Show who is signed in, with roles and units."""
    with session.connect() as client:
        session.output.item(client.request("GET", "/v1/me"))
    return ExitCode.OK
