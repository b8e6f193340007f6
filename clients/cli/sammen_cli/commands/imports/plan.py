"""`sammen import plan`, the default step of `sammen import`."""

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from sammen_cli.exit_codes import ExitCode
from sammen_cli.key_values import parse_constants
from sammen_cli.options import (
    Constants,
    Dialect,
    Encoding,
    IdempotencyKey,
    ImportFile,
    ImportResource,
    MapFile,
    MoreConstants,
    choice,
)
from sammen_cli.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sammen import Client, ImportReport

    from sammen_cli.imports.file_import import ImportResult
    from sammen_cli.imports.import_progress import OnProgress

_MAX_REJECTED = 1000  # read, so that equal errors are shown once
_MAX_CHANGED = 5

_STRATEGY_HELP = "upsert creates and updates; create rejects rows of existing items; update rejects rows of new items"


def plan(
    session: Session,
    resource: ImportResource,
    file: ImportFile,
    more_constants: MoreConstants = None,
    map: MapFile = None,
    set: Constants = None,
    dialect: Dialect = None,
    encoding: Encoding = None,
    strategy: Annotated[str, choice("--strategy", "upsert", "create", "update", help=_STRATEGY_HELP)] = "upsert",
    apply: Annotated[bool, typer.Option("--apply", help="apply the plan at once if no row is rejected")] = False,
    idempotency_key: IdempotencyKey = None,
) -> ExitCode:
    """Upload a file and show what it would change (the default step).

    Short: sammen import RESOURCE FILE [--map MAP] [--apply]
    """
    from sammen_cli.imports.file_import import import_file  # noqa: PLC0415  # slow import

    constants = parse_constants([*(set or ()), *(more_constants or ())])
    with _connection(session, file) as (client, path, on_progress):
        result = import_file(
            client,
            resource,
            path,
            map=map,
            dialect=dialect,
            encoding=encoding,
            constants=constants,
            strategy=strategy,
            apply=apply,
            progress=on_progress,
            first_rejected=_MAX_REJECTED,
            first_changed=_MAX_CHANGED,
            idempotency_key=idempotency_key,
        )
    if session.options.json or session.options.only:
        _write_fields(session, result)
    else:
        _write_text(session, result, resource, file)
    return ExitCode.REJECTED if result.report.plan.rejected_count else ExitCode.OK


@contextmanager
def _connection(session: Session, file: str) -> "Iterator[tuple[Client, Path, OnProgress]]":
    """A client, the file, and a callback that displays the progress and explains an interruption."""
    from sammen_cli.files.standard_input import seekable_file  # noqa: PLC0415  # slow imports, as those below
    from sammen_cli.import_interruption import explain_interruption  # noqa: PLC0415
    from sammen_cli.progress import display_progress  # noqa: PLC0415

    with (
        seekable_file(file) as path,
        session.connect() as client,
        display_progress(session.output) as display,
        explain_interruption(display) as on_progress,
    ):
        yield client, path, on_progress


def _write_fields(session: Session, result: "ImportResult") -> None:
    report = result.report
    session.output.item(
        {
            **report.plan.model_dump(mode="json"),
            "applied": report.applied,
            "rejected": [row.model_dump(exclude_none=True) for row in report.rejected],
            "changed": [row.model_dump(exclude_none=True) for row in report.changed],
            "rows_read": result.counts.read,
        }
    )


def _write_text(session: Session, result: "ImportResult", resource: str, file: str) -> None:
    from sammen_cli.files.row_errors import summarize  # noqa: PLC0415  # imported with the above

    output, report = session.output, result.report
    output.line(f"{file}: {result.counts}.")
    output.line(f"{file} for {resource}: {_counts_text(report)}.")
    # One line of the file may make many rows, and one row may have many errors.
    known = len(report.rejected)
    total = known if known < _MAX_REJECTED else max(known, report.plan.rejected_count)
    for line in summarize(report.rejected, lambda row: (row.column, row.detail or row.code), total):
        output.warning(f"  {line}")
    for row in report.changed:
        output.line(f"  {row}")
    remaining = report.plan.change_count - len(report.changed)
    if report.changed and remaining > 0:
        output.line(f"  and {remaining:,} more")
    for line in _next_steps(report):
        output.note(line)


def _counts_text(report: "ImportReport") -> str:
    """`3 to create, 1 to update, 40 unchanged, 0 rejected`."""
    labels = {"create": "to create", "update": "to update"}
    return ", ".join(f"{count:,} {labels.get(outcome, outcome)}" for outcome, count in report.counts.items())


def _next_steps(report: "ImportReport") -> list[str]:
    id = report.id
    if report.plan.rejected_count:
        return [
            "Nothing was changed. Correct the rejected rows and send the file again; all of them, with the reasons:",
            f"  sammen import rows {id}",
        ]
    if not report.plan.change_count:
        return ["Everything is up to date: there is nothing to apply."]
    if report.applied:
        return [f"Applied. To undo it, while nothing of it was changed since: sammen import reverse {id}"]
    return [
        "Nothing is changed yet. What to do next:",
        f"  sammen import rows {id}      every row, and what it would change",
        f"  sammen import apply {id}     apply the plan, all of it or nothing",
        f"  sammen import discard {id}   discard the plan",
    ]
