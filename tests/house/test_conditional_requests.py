"""Every change of a resource requires its version (428, 412), and reveals nothing of a resource out of reach."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from api.access.models import Role
from api.db import transactions
from tests.support.callers import GRANT_FIELDS
from tests.support.operations import UNKNOWN_ID, Operation, operations
from tests.support.table_rows import insert_row, resource_models
from tests.support.world import Actor, World

# Operations on resources that the row factory cannot make, each with its reason.
OWN_IMPORT = "only its author sees an import, and the inserted row has none"
OWN_REMARK = "remarks belong to the follow-up's leader, and the inserted row has none; tests/follow_ups"
EXCLUDED = {
    "apply_import": OWN_IMPORT,
    "discard_import": OWN_IMPORT,
    "reverse_import": OWN_IMPORT,
    "remark_on_follow_up": OWN_REMARK,
}


def conditional_operations() -> list[Operation]:
    return [operation for operation in operations() if operation.conditional]


async def send(actor: Actor, operation: Operation, id: UUID, **headers: str) -> httpx.Response:
    options: dict[str, Any] = {"json": operation.body} if operation.media_type == "application/json" else {}
    return await actor.call(operation.method, operation.address(id), headers=headers, **options)


async def insert_resource_of(world: World, operation: Operation) -> UUID:
    resource = operation.path.split("/")[2]
    existing = {"institutions": world.birk, "districts": world.north}
    if resource in existing:
        return existing[resource]
    async with transactions.write_transaction(world.app.state.engine) as session:
        return await insert_row(session, world, resource_models()[resource])


async def send_as_allowed_role(world: World, operation: Operation, id: UUID, **headers: str) -> httpx.Response:
    """Return the response to the first role of the contract that is not refused with 403 or 404."""
    response = None
    for role in operation.roles:
        unit = world.birk if role in ("leader", "staff", "board_member") else world.north if role == "chief" else None
        actor = await world.actor(Role(role), unit, **GRANT_FIELDS.get(role, {}))
        response = await send(actor, operation, id, **headers)
        if response.status_code not in (403, 404):
            break
    assert response is not None
    return response


def test_conditional_operations_are_recognised() -> None:
    assert {"change_institution", "move_institution"} <= {operation.name for operation in conditional_operations()}


@pytest.mark.parametrize("operation", conditional_operations(), ids=str)
async def test_change_without_a_version_gets_428_and_with_a_stale_one_412(world: World, operation: Operation) -> None:
    if operation.name in EXCLUDED:
        assert len(EXCLUDED[operation.name]) > 10
        return
    id = await insert_resource_of(world, operation)
    without = await send_as_allowed_role(world, operation, id)
    assert (without.status_code, without.json()["code"]) == (428, "condition-required"), without.text
    stale = await send_as_allowed_role(world, operation, id, **{"If-Match": '"99"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "changed-meanwhile"), stale.text
    assert stale.json()["current_version"] == 1


async def test_unknown_resource_gets_404_before_a_version_is_required(world: World) -> None:
    office, wrong = await world.actor("administration"), {}
    for operation in operations():
        if "{id}" in operation.path and operation.signed_in:
            response = await send(office, operation, UNKNOWN_ID)
            refusal = (response.status_code, response.json().get("code"))
            if refusal not in ((404, "not-found"), (403, "not-allowed")):
                wrong[str(operation)] = response.text[:300]
    assert wrong == {}
