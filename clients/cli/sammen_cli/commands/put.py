"""`sammen put`."""

from typing import Annotated

import typer

from sammen_cli import completion
from sammen_cli.exit_codes import ExitCode
from sammen_cli.item_path import current_etag, item_path
from sammen_cli.options import IfMatch, ItemId, RequiredData, resource_argument
from sammen_cli.request_body import parse_data
from sammen_cli.resource_catalog import check_word
from sammen_cli.session import Session


def put(
    session: Session,
    resource: Annotated[str, resource_argument("put")],
    id: ItemId,
    part: Annotated[
        str, typer.Argument(metavar="PART", help="such as circle: see below", autocompletion=completion.words("put"))
    ],
    data: RequiredData,
    if_match: IfMatch = None,
) -> ExitCode:
    """Replace a part of an item.

    `sammen put dialogues ID circle --data '{...}'`
    """
    check_word("put", resource, part)
    body = parse_data(data)
    with session.connect() as client:
        etag = if_match or current_etag(client, resource, id)
        session.output.item(client.request("PUT", item_path(resource, id, part), body, if_match=etag))
    return ExitCode.OK
