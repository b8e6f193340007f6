"""Every operation x every caller x every place of their role gets the response that the decided policy requires."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.access.models import Role
from tests.support.callers import (
    PAST,
    PLACES,
    Caller,
    actor_at,
    caller_with_future_role,
    callers_with_role,
    unauthenticated_actors,
)
from tests.support.operations import UNKNOWN_ID
from tests.support.policy_table import (
    NO_MACHINES,
    REQUIREMENTS,
    ROWS,
    SIGNED_IN,
    holds,
    refusal_statuses,
    resource_of,
)
from tests.support.populated_municipality import populate, request_options
from tests.support.table_snapshots import SAME_REQUEST_ID, comparable, snapshot_tables
from tests.support.world import World

ABOUT = {"", "north", "birk", "municipality", "list", "own", "unseen"}
# Codes for a reference in a body to something that does not exist or is out of reach.
UNKNOWN = {"unknown-reference", "grant-out-of-reach"}


def test_every_operation_has_a_requirement() -> None:
    assert set(REQUIREMENTS) == set(SIGNED_IN)
    assert len(REQUIREMENTS) * (sum(map(len, PLACES.values())) + len(PLACES)) > 3000


def test_requirements_name_existing_rows_and_roles() -> None:
    for name, requirement in REQUIREMENTS.items():
        assert {*requirement.seen, *requirement.rows, *requirement.other} <= {*ROWS, "own"}, name
        assert requirement.only <= {*PLACES, "-"}, name
        assert requirement.about in ABOUT, name
        has_resource = requirement.about == "unseen" or bool(requirement.seen)
        assert ("{id}" in SIGNED_IN[name].path) == has_resource, name


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_contract_names_the_roles_of_the_requirement(name: str) -> None:
    requirement = REQUIREMENTS[name]
    roles = [
        str(role)
        for role in Role
        if any(holds(role, row, requirement.action) for row in requirement.rows + requirement.other)
    ]
    assert SIGNED_IN[name].roles == roles


@pytest.fixture
async def ids(world: World) -> dict[str, UUID]:
    return await populate(world)


async def call(world: World, caller: Caller, name: str, ids: dict[str, UUID], *, with_version: bool) -> httpx.Response:
    """Call an operation on the populated resource; with the current version, the request would be carried out.

    Where the caller is allowed, the version is left out: a change is answered with 428, and changes nothing.
    """
    operation = SIGNED_IN[name]
    options = request_options(operation, ids, world)
    condition = {"If-Match": '"1"'} if with_version and operation.conditional else {}
    headers = {**options.pop("headers", {}), **condition, **SAME_REQUEST_ID}
    address = operation.address(ids.get(resource_of(operation), UNKNOWN_ID))
    return await caller.actor.call(operation.method, address, headers=headers, **options)


class Matrix:
    """Calls every operation as a caller on resources `at` a unit, and collects responses that the policy forbids."""

    def __init__(
        self, world: World, ids: dict[str, UUID], unknown: dict[str, httpx.Response], at: str = "birk"
    ) -> None:
        self.world, self.ids, self.unknown, self.at = world, ids, unknown, at
        self.wrong: dict[str, Any] = {}
        self.cells = 0

    def refusal_statuses(self, caller: Caller, name: str) -> set[int] | None:
        statuses = refusal_statuses(name, caller.role, caller.place, self.at)
        return {403, 404} | (statuses or set()) if caller.machine and name in NO_MACHINES else statuses

    async def check(self, caller: Caller) -> None:
        before = await snapshot_tables(self.world)
        for name in REQUIREMENTS:
            statuses = self.refusal_statuses(caller, name)
            if statuses is not None:
                response = await call(self.world, caller, name, self.ids, with_version=True)
                self._check_refused(caller, name, statuses, response)
        after = await snapshot_tables(self.world)
        if before != after:
            changed_tables = [name for name in after if before[name] != after[name]]
            self.wrong[caller.name] = ("was refused, and changed", changed_tables)
        for name in REQUIREMENTS:
            if self.refusal_statuses(caller, name) is None:
                response = await call(self.world, caller, name, self.ids, with_version=False)
                self._check_allowed(caller, name, response)

    def _check_refused(self, caller: Caller, name: str, statuses: set[int], response: httpx.Response) -> None:
        self.cells += 1
        problem = response.json()
        differs_from_unknown = (
            response.status_code == 404
            and name in self.unknown
            and comparable(response) != comparable(self.unknown[name])
        )
        is_unknown_reference = problem["code"] in UNKNOWN
        if (
            response.status_code not in statuses
            or differs_from_unknown
            or (response.status_code == 422) != is_unknown_reference
        ):
            self.wrong[f"{caller.name}: {SIGNED_IN[name]}"] = (response.status_code, statuses, response.text)

    def _check_allowed(self, caller: Caller, name: str, response: httpx.Response) -> None:
        self.cells += 1
        names_resource, conditional = "{id}" in SIGNED_IN[name].path, SIGNED_IN[name].conditional
        is_unknown_reference = response.status_code == 422 and not names_resource and response.json()["code"] in UNKNOWN
        if response.status_code in (401, 403, 404) or response.status_code >= 500 or is_unknown_reference:
            self.wrong[f"{caller.name}: {SIGNED_IN[name]}"] = (response.status_code, "allowed", response.text)
        if conditional and response.status_code != 428:
            self.wrong[f"{caller.name}: {SIGNED_IN[name]}"] = (
                response.status_code,
                "did not require a version",
                response.text,
            )


async def responses_to_unknown_ids(world: World, ids: dict[str, UUID]) -> dict[str, httpx.Response]:
    """Return each operation's response to an unknown id, to a caller who reads all other resources."""
    readers = [await world.actor("administration"), await world.actor("chief", world.north), await world.actor("admin")]
    responses = {}
    for name in (name for name in REQUIREMENTS if "{id}" in SIGNED_IN[name].path):
        with_unknown_id = {**ids, resource_of(SIGNED_IN[name]): UNKNOWN_ID}
        for reader in readers:
            responses[name] = await call(world, Caller("", reader), name, with_unknown_id, with_version=True)
            if responses[name].status_code == 404:
                break
        assert responses[name].status_code == 404, name
    return responses


_unknown: dict[str, httpx.Response] = {}  # the same for every caller in every world


async def matrix_at(world: World, ids: dict[str, UUID], at: str = "birk") -> Matrix:
    if not _unknown:
        _unknown.update(await responses_to_unknown_ids(world, ids))
    return Matrix(world, ids, _unknown, at)


@pytest.fixture
async def matrix(world: World, ids: dict[str, UUID]) -> Matrix:
    return await matrix_at(world, ids)


@pytest.mark.parametrize("role", PLACES)
async def test_role_may_do_what_was_decided_and_nothing_else(world: World, matrix: Matrix, role: str) -> None:
    for caller in await callers_with_role(world, role):
        await matrix.check(caller)
    assert matrix.wrong == {}
    assert matrix.cells >= len(REQUIREMENTS) * (len(PLACES[role]) + 1)


@pytest.mark.parametrize("role", ["administration", "chief", "leader", "staff", "board_member"])
async def test_role_at_an_institution_covers_its_department(world: World, role: str) -> None:
    """Resources of Birkeskolen's department, to callers with a role there, above, at a sibling and elsewhere."""
    of_department = replace(world, units={**world.units, "birk": world.birk_sfo})
    matrix = await matrix_at(of_department, await populate(of_department), "birk_sfo")
    for place in PLACES[role]:
        await matrix.check(Caller(f"{role} at {place}", await actor_at(world, role, place), role, place))
    assert matrix.wrong == {}


# Reading these writes an entry of the journal in the same transaction.
RECORDED = {"read_follow_up_notes", "read_person_data", "read_my_data"}


@pytest.mark.parametrize("role", ["administration", "chief", "leader", "auditor"])
async def test_reading_changes_nothing_except_the_journal(world: World, ids: dict[str, UUID], role: str) -> None:
    caller = Caller(role, await actor_at(world, role, PLACES[role][0]))
    get_names, successes = [name for name in REQUIREMENTS if SIGNED_IN[name].method == "get"], 0
    for names in ([name for name in get_names if name not in RECORDED], sorted(RECORDED)):
        before = await snapshot_tables(world)
        for name in names:
            successes += (await call(world, caller, name, ids, with_version=True)).status_code == 200
        after = await snapshot_tables(world)
        changed_tables = {table for table in after if before[table] != after[table]}
        assert changed_tables <= ({"entry", "seal"} if names == sorted(RECORDED) else set())
    assert successes > 10


async def test_unauthenticated_caller_is_refused_everything_and_changes_nothing(
    world: World, ids: dict[str, UUID]
) -> None:
    actors = await unauthenticated_actors(world)
    before, wrong = await snapshot_tables(world), {}
    for reason, actor in actors.items():
        for name in REQUIREMENTS:
            response = await call(world, Caller(reason, actor), name, ids, with_version=True)
            if (response.status_code, response.json()["code"]) != (401, "not-signed-in"):
                wrong[f"{reason}: {SIGNED_IN[name]}"] = response.status_code
    assert wrong == {}
    assert await snapshot_tables(world) == before


async def test_machine_whose_role_has_ended_may_do_nothing(world: World, matrix: Matrix) -> None:
    machine = await actor_at(world, "administration", "municipality", machine=True, until_on=PAST)
    await matrix.check(Caller("machine until 2021", machine, machine=True))
    assert matrix.wrong == {}


async def test_person_whose_role_has_not_begun_may_do_nothing(world: World, matrix: Matrix) -> None:
    await matrix.check(await caller_with_future_role(world))
    assert matrix.wrong == {}
