"""`sammen export`."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from sammen_cli.errors import UsageError
from sammen_cli.exit_codes import ExitCode
from sammen_cli.key_values import parse_filters
from sammen_cli.options import Filters, MoreFilters, resource_argument
from sammen_cli.session import Session

if TYPE_CHECKING:
    from sammen.sync.base_resource import Resource

_STANDARD_OUTPUT = "-"


def export(
    session: Session,
    resource: Annotated[str, resource_argument("export")],
    more_filters: MoreFilters = None,
    filter: Filters = None,
    output: Annotated[
        str, typer.Option("--output", metavar="FILE", show_default=False, help="(default: standard output)")
    ] = _STANDARD_OUTPUT,
    danish: Annotated[
        bool, typer.Option("--danish", help="semicolons and decimal commas, as Danish Excel reads them")
    ] = False,
) -> ExitCode:
    """Write a whole list as CSV, for spreadsheets."""
    if session.options.json and output == _STANDARD_OUTPUT:
        raise UsageError("--json needs --output FILE; without --json the CSV is written to standard output.")
    filters = parse_filters([*(filter or ()), *(more_filters or ())])
    with session.connect() as client:
        exported: Resource = getattr(client, resource.replace("-", "_"))
        if output == _STANDARD_OUTPUT:
            sys.stdout.flush()
            exported.export_to(sys.stdout.buffer, danish=danish, **filters)
            sys.stdout.buffer.flush()
            return ExitCode.OK
        size = exported.export(output, danish=danish, **filters)
    if session.options.json:
        session.output.json({"file": output, "bytes": size})
    else:
        session.output.note(f"{size:,} bytes: {output}")
    return ExitCode.OK
