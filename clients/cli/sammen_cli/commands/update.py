"""`sammen update`."""

from typing import Annotated

from sammen_cli.exit_codes import ExitCode
from sammen_cli.item_path import current_etag, item_path
from sammen_cli.options import Data, IfMatch, ItemId, resource_argument
from sammen_cli.request_body import read_body
from sammen_cli.session import Session


def update(
    session: Session,
    resource: Annotated[str, resource_argument("update")],
    id: ItemId,
    data: Data = None,
    if_match: IfMatch = None,
) -> ExitCode:
    """Change fields of an item.

    Fields that are left out keep their value, null clears one.
    """
    body = read_body(resource, "update", data)
    with session.connect() as client:
        etag = if_match or current_etag(client, resource, id)
        session.output.item(client.request("PATCH", item_path(resource, id), body or {}, if_match=etag))
    return ExitCode.OK
