"""`sammen import discard`."""

from sammen_cli.exit_codes import ExitCode
from sammen_cli.options import IfMatch, ImportId
from sammen_cli.session import Session


def discard(session: Session, id: ImportId, if_match: IfMatch = None) -> ExitCode:
    """Discard a plan; nothing is changed."""
    from sammen_cli.imports.transitions import read_plan  # noqa: PLC0415  # slow import

    with session.connect() as client:
        client.imports.delete(id, if_match=if_match or read_plan(client, id).etag)
    if session.options.json:
        session.output.json({"id": id, "state": "discarded"})
    else:
        session.output.line("Discarded; nothing was changed.")
    return ExitCode.OK
