"""The policy in the code is the decided one; each operation stands in it, and is closed to who it is not for."""

import csv
from pathlib import Path

import pytest

from api.access.models import Role
from api.access.roles import OWN, POLICY, Action, May, roles_for
from tests.house.operations import operations
from tests.world import World

# Written by hand from the decided policy, never from the code.
TABLE = Path(__file__).with_name("policy.csv")
# Rows that no operation is for, each with its reason.
WITHOUT_OPERATION: dict[str, str] = {}


def decided() -> list[dict[str, str]]:
    lines = [line for line in TABLE.read_text().splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


BUILT = {line["row"]: {role: line[role] for role in Role} for line in decided() if line["row"]}


def test_the_table_names_every_role() -> None:
    assert list(decided()[0])[2:] == [str(role) for role in Role]
    assert all(set(line[role]) <= set("rwt") for line in decided() for role in Role)


def test_the_code_knows_the_rows_that_are_built() -> None:
    assert set(POLICY) - {OWN} == set(BUILT)


@pytest.mark.parametrize("row", sorted(BUILT))
def test_a_row_says_what_was_decided(row: str) -> None:
    coded = {str(role): {action.value for action in actions} for role, actions in POLICY[row].items()}
    assert coded == {role: set(cell) for role, cell in BUILT[row].items()}


def test_every_operation_stands_in_the_policy() -> None:
    for operation in operations():
        if operation.signed_in:
            policy = operation.written["x-policy"]
            assert set(roles_for(May(policy["row"], Action(policy["action"])))) <= set(operation.roles), operation
            assert operation.roles, operation


def test_every_row_has_an_operation() -> None:
    policies = [operation.written["x-policy"] for operation in operations() if operation.signed_in]
    used = {row for policy in policies for row in (policy["row"], *policy.get("also", []))}
    assert set(BUILT) - used <= set(WITHOUT_OPERATION)
    assert all(len(reason) > 10 for reason in WITHOUT_OPERATION.values())


@pytest.mark.parametrize("role", list(Role), ids=str)
async def test_an_operation_is_closed_to_a_role_that_it_does_not_name(world: World, role: Role) -> None:
    actor = await world.actor(role, **NARROWER.get(role, {}))
    open_to_them = {}
    for operation in operations():
        if not operation.signed_in or role in operation.roles:
            continue
        given = {"json": operation.body} if operation.media_type == "application/json" else {}
        if operation.media_type not in (None, "application/json"):
            given = {"content": b"name,kind\n", "headers": {"Content-Type": operation.media_type}}  # type: ignore[dict-item]
        answer = await actor.call(operation.method, operation.address(), etag='"1"', **given)
        refused = {403, 404} if "{" in operation.path else {403}
        if answer.status_code not in refused:
            open_to_them[str(operation)] = (answer.status_code, answer.text[:300])
    assert open_to_them == {}


NARROWER = {Role.network_member: {"network": "school"}, Role.board_member: {"body": "parent_board"}}
