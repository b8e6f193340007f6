"""`sammen logout`."""

from sammen_cli.exit_codes import ExitCode
from sammen_cli.session import Session


def logout(session: Session) -> ExitCode:
    """Revoke the token and delete it."""
    with session.connect_with() as client:
        client.sign_out()
    if session.options.json:
        session.output.json({"signed_in": False})
    else:
        session.output.line("Signed out.")
    return ExitCode.OK
