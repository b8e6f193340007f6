"""`sammen get`."""

from typing import Annotated

import typer

from sammen_cli import completion
from sammen_cli.exit_codes import ExitCode
from sammen_cli.item_path import item_path
from sammen_cli.key_values import parse_filters
from sammen_cli.options import Filters, ItemId, MoreFilters, resource_argument
from sammen_cli.resource_catalog import COLLECTION, check_word
from sammen_cli.session import Session


def get(
    session: Session,
    resource: Annotated[str, resource_argument("get")],
    id: ItemId,
    part: Annotated[
        str | None,
        typer.Argument(
            metavar="PART", help="such as thread, agenda, evidence: see below", autocompletion=completion.words("get")
        ),
    ] = None,
    more_filters: MoreFilters = None,
    filter: Filters = None,
) -> ExitCode:
    """Read one item, or a part of it.

    `sammen get themes ID thread` reads a part; with - as ID, one of the collection.
    """
    texts = [*(filter or ()), *(more_filters or ())]
    if part and "=" in part:
        texts, part = [*texts, part], None
    if part:
        check_word("get", resource, f"{f'{COLLECTION} ' if id == COLLECTION else ''}{part}".replace("_", "-"))
    filters = parse_filters(texts)
    with session.connect() as client:
        session.output.item(client.request("GET", item_path(resource, id, part), filters=filters))
    return ExitCode.OK
