"""`sammen list`."""

from typing import Annotated

from sammen_cli.exit_codes import ExitCode
from sammen_cli.key_values import parse_filters
from sammen_cli.options import Filters, Limit, MoreFilters, resource_argument
from sammen_cli.resource_catalog import resource_by_word
from sammen_cli.session import Session


def list_items(
    session: Session,
    resource: Annotated[str, resource_argument("list")],
    more_filters: MoreFilters = None,
    filter: Filters = None,
    limit: Limit = None,
) -> ExitCode:
    """List items, one per line; with --json as JSON lines."""
    filters = parse_filters([*(filter or ()), *(more_filters or ())])
    with session.connect() as client:
        session.output.items(client.paginate(resource_by_word(resource).path, filters, limit=limit))
    return ExitCode.OK
