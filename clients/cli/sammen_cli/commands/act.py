"""`sammen act`."""

from typing import Annotated

import typer

from sammen_cli import completion
from sammen_cli.exit_codes import ExitCode
from sammen_cli.item_path import current_etag, item_path
from sammen_cli.options import Data, IdempotencyKey, IfMatch, ItemId, resource_argument
from sammen_cli.request_body import read_body
from sammen_cli.resource_catalog import COLLECTION, check_word
from sammen_cli.session import Session


def act(
    session: Session,
    resource: Annotated[str, resource_argument("act")],
    id: ItemId,
    action: Annotated[
        str,
        typer.Argument(
            metavar="ACTION", help="such as hold, decide, release: see below", autocompletion=completion.words("act")
        ),
    ],
    data: Data = None,
    if_match: IfMatch = None,
    idempotency_key: IdempotencyKey = None,
) -> ExitCode:
    """Make a transition of an item, such as hold, decide or release.

    `sammen act dialogues ID hold --data '{...}'`; with - as ID, a transition of the collection. Without --data, the
    fields that the transition needs are listed.
    """
    word = (f"{COLLECTION} " if id == COLLECTION else "") + action.replace("_", "-")
    check_word("act", resource, word)
    body = read_body(resource, word, data)
    with session.connect() as client:
        etag = None if id == COLLECTION else if_match or current_etag(client, resource, id)
        path = item_path(resource, id, action)
        response = client.request("POST", path, body, if_match=etag, idempotency_key=idempotency_key)
    if response is not None:
        session.output.item(response)
    elif session.options.json:
        session.output.json({"id": id, "action": action, "done": True})
    return ExitCode.OK
