"""Whatever changes a thing that is there asks which version was seen; whoever does not see it is not told of it."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from api.access.models import Role
from api.db import transactions
from tests.support.import_rows import plant, things
from tests.support.operations import NOBODY, Operation, operations
from tests.support.world import Actor, World

NARROWER: dict[str, Any] = {"network_member": {"network": "school"}, "board_member": {"body": "parent_board"}}
# Operations on what the generic row does not make, each with its reason.
OWN = "an import is seen by who sent its file only, and the generic row was sent by nobody"
BETWEEN_TWO = "remarks are its own leader's, and the generic row is held with nobody; tested in its room"
APART = {"apply_import": OWN, "discard_import": OWN, "reverse_import": OWN, "remark_on_follow_up": BETWEEN_TWO}


def conditional() -> list[Operation]:
    return [operation for operation in operations() if operation.conditional]


async def send(actor: Actor, operation: Operation, id: UUID, **headers: str) -> httpx.Response:
    given: dict[str, Any] = {"json": operation.body} if operation.media_type == "application/json" else {}
    return await actor.call(operation.method, operation.address(id), headers=headers, **given)


async def planted(world: World, operation: Operation) -> UUID:
    resource = operation.path.split("/")[2]
    named = {"institutions": world.birk, "districts": world.north}
    if resource in named:
        return named[resource]
    async with transactions.write_transaction(world.app.state.engine) as session:
        return await plant(session, world, things()[resource])


async def first_who_may(world: World, operation: Operation, id: UUID, **headers: str) -> httpx.Response:
    """The answer to the first role named by the contract that sees the thing and may do it."""
    answer = None
    for role in operation.roles:
        at = world.birk if role in ("leader", "staff", "board_member") else world.north if role == "chief" else None
        actor = await world.actor(Role(role), at, **NARROWER.get(role, {}))
        answer = await send(actor, operation, id, **headers)
        if answer.status_code not in (403, 404):
            break
    assert answer is not None
    return answer


def test_conditional_operations_are_found() -> None:
    assert {"change_institution", "move_institution"} <= {operation.name for operation in conditional()}


@pytest.mark.parametrize("operation", conditional(), ids=str)
async def test_a_change_without_a_version_is_a_428_and_with_another_a_412(world: World, operation: Operation) -> None:
    if operation.name in APART:
        assert len(APART[operation.name]) > 10
        return
    id = await planted(world, operation)
    without = await first_who_may(world, operation, id)
    assert (without.status_code, without.json()["code"]) == (428, "condition-required"), without.text
    stale = await first_who_may(world, operation, id, **{"If-Match": '"99"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "changed-meanwhile"), stale.text
    assert stale.json()["current_version"] == 1


async def test_what_is_not_there_is_not_found_before_a_version_is_asked_for(world: World) -> None:
    office, found = await world.actor("administration"), {}
    for operation in operations():
        if "{id}" in operation.path and operation.signed_in:
            answer = await send(office, operation, NOBODY)
            if (answer.status_code, answer.json().get("code")) not in ((404, "not-found"), (403, "not-allowed")):
                found[str(operation)] = answer.text[:300]
    assert found == {}
