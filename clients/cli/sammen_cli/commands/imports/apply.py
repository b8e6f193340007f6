"""`sammen import apply`."""

from sammen_cli.commands.imports.plan_output import write_result
from sammen_cli.exit_codes import ExitCode
from sammen_cli.options import IfMatch, ImportId
from sammen_cli.session import Session

_LABELS = {"create": "created", "update": "updated", "unchanged": "unchanged"}


def apply(session: Session, id: ImportId, if_match: IfMatch = None) -> ExitCode:
    """Apply a plan, all of it or nothing."""
    from sammen_cli.import_interruption import explain_interruption  # noqa: PLC0415  # slow imports, as those below
    from sammen_cli.imports.import_progress import Progress  # noqa: PLC0415
    from sammen_cli.imports.transitions import change_state  # noqa: PLC0415
    from sammen_cli.progress import display_progress  # noqa: PLC0415

    with (
        session.connect() as client,
        display_progress(session.output) as display,
        explain_interruption(display, id) as on_progress,
    ):
        on_progress(Progress("applying"))
        before, after = change_state(client, id, "apply", if_match)
    summary = "Applied" if before.state != "applied" else "Already applied before; nothing was done now"
    note = f"To undo it, while nothing of it was changed since: sammen import reverse {id}"
    if not after.change_count:
        summary, note = "There was nothing to apply", ""
    write_result(session, after, summary, _LABELS, note)
    return ExitCode.OK
