"""`sammen import reverse`."""

from sammen_cli.commands.imports.plan_output import write_result
from sammen_cli.exit_codes import ExitCode
from sammen_cli.options import IfMatch, ImportId
from sammen_cli.session import Session

_LABELS = {"create": "removed again", "update": "restored"}


def reverse(session: Session, id: ImportId, if_match: IfMatch = None) -> ExitCode:
    """Undo an import, all of it or nothing.

    This is possible while nothing of it was changed since.
    """
    from sammen_cli.imports.transitions import change_state  # noqa: PLC0415  # slow import

    with session.connect() as client:
        before, after = change_state(client, id, "reverse", if_match)
    summary = "Reversed" if before.state != "reversed" else "Already reversed before; nothing was done now"
    write_result(session, after, summary, _LABELS, "To apply it again, send the file again.")
    return ExitCode.OK
