"""`sammen delete`."""

from typing import Annotated

from sammen_cli.exit_codes import ExitCode
from sammen_cli.item_path import current_etag, item_path
from sammen_cli.options import IfMatch, ItemId, resource_argument
from sammen_cli.session import Session


def delete(
    session: Session,
    resource: Annotated[str, resource_argument("delete")],
    id: ItemId,
    if_match: IfMatch = None,
) -> ExitCode:
    """Delete an item that nothing refers to."""
    with session.connect() as client:
        etag = if_match or current_etag(client, resource, id)
        client.request("DELETE", item_path(resource, id), if_match=etag)
    if session.options.json:
        session.output.json({"id": id, "deleted": True})
    return ExitCode.OK
