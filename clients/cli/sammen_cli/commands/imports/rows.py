"""`sammen import rows`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

from sammen_cli.exit_codes import ExitCode
from sammen_cli.options import ImportId, Limit, choice
from sammen_cli.session import Session

if TYPE_CHECKING:
    from sammen import Client

_OUTCOMES = ("rejected", "create", "update", "unchanged", "all")


def rows(
    session: Session,
    id: ImportId,
    outcome: Annotated[
        str | None, choice("--outcome", *_OUTCOMES, help="(default: the rejected rows, or those that change something)")
    ] = None,
    limit: Limit = None,
) -> ExitCode:
    """Show the rows of an import.

    Each row with what it changes, or why it is rejected.
    """
    from sammen.requests import expand_path  # noqa: PLC0415  # slow import

    from sammen_cli.imports.transitions import PATH  # noqa: PLC0415  # likewise

    with session.connect() as client:
        path = expand_path(f"{PATH}/rows", id=id)
        pagers = [client.paginate(path, filters, limit=limit) for filters in _filters(client, id, outcome)]
        listed = (row for pager in pagers for row in pager)
        if session.options.json:
            session.output.items(listed)
        else:
            session.output.rows(("line", "outcome", "what"), map(_cells, listed))
    return ExitCode.OK


def _filters(client: "Client", id: str, outcome: str | None) -> list[dict[str, str]]:
    from sammen_cli.imports.transitions import read_plan  # noqa: PLC0415  # slow import

    if outcome is None:
        rejected = read_plan(client, id).rejected_count
        return [{"outcome": "rejected"}] if rejected else [{"outcome": "update"}, {"outcome": "create"}]
    return [{} if outcome == "all" else {"outcome": outcome}]


def _cells(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """Line, outcome and description of a row."""
    from sammen.import_reports import (  # noqa: PLC0415  # slow import
        ChangedRow,
        parse_rejected_row,
        with_source_line,
    )

    if row["outcome"] == "rejected":
        texts = [str(error.model_copy(update={"line": None})) for error in parse_rejected_row(row)]
    else:
        texts = [str(change) for change in ChangedRow.model_validate(row).changes]
    return str(with_source_line(row).get("line", "")), str(row["outcome"]), "; ".join(texts)
