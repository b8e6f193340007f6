"""`sammen create`."""

from typing import Annotated

from sammen_cli.exit_codes import ExitCode
from sammen_cli.options import Data, IdempotencyKey, resource_argument
from sammen_cli.request_body import read_body
from sammen_cli.resource_catalog import resource_by_word
from sammen_cli.session import Session


def create(
    session: Session,
    resource: Annotated[str, resource_argument("create")],
    data: Data = None,
    idempotency_key: IdempotencyKey = None,
) -> ExitCode:
    """Create an item; without --data, list the fields it needs."""
    body = read_body(resource, "create", data)
    with session.connect() as client:
        path = resource_by_word(resource).path
        session.output.item(client.request("POST", path, body, idempotency_key=idempotency_key))
    return ExitCode.OK
