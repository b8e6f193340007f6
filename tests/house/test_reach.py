"""Every operation on one thing x every role x where the role is held: as the policy decided it, over HTTP."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import pytest

from api.access.models import Role
from api.core import database
from api.core.columns import Thing
from tests.house.operations import Operation, operations
from tests.house.rows import plant, things
from tests.house.test_policy import BUILT, NARROWER
from tests.world import Actor, World

TABLE = Path(__file__).with_name("reach.csv")
# Operations on one thing whose rows are not made by columns alone; where they are tested instead.
APART = {
    "get_person": "the directory: whom one sees hangs on where they hold roles; tests/people",
    "change_person": "likewise; tests/people",
    "end_person_sign_ins": "likewise; tests/people",
    "erase_person": "likewise; tests/stewardship",
    "read_person_data": "likewise; tests/stewardship",
    "list_person_transitions": "likewise; tests/house/test_transitions",
    "get_district": "a district is seen by who reaches all of it; tests/institutions",
    "change_district": "likewise; tests/institutions",
    "delete_district": "likewise; tests/institutions",
    "get_closure": "there is none until an institution is closed; tests/stewardship",
    "follow_theme": "council and networks see its counts; tests/threads",
    "get_agenda": "what it shows hangs on several rows; tests/dialogues",
    "correct_measurement": "a running figure is not corrected but written anew; tests/data_packages",
    "get_observation_guide": "published ones are seen by more; tests/observations",
    "change_observation_guide": "likewise; tests/observations",
    "delete_observation_guide": "likewise; tests/observations",
    "publish_observation_guide": "likewise; tests/observations",
    "revise_observation_guide": "likewise; tests/observations",
    "list_observation_guide_transitions": "likewise; tests/house/test_transitions",
    "give_feedback": "observers do, whoever else sees it is told so: not-an-observer; tests/observations",
    "take_feedback_back": "likewise; tests/observations",
    "observe_institution": "observers do; tests/observations",
    "reply_to_feedback": "there is none yet; tests/observations",
    "share_feedback": "there is none yet; tests/observations",
    "correct_observation": "its text is its observers'; tests/observations",
    "redact_observation": "likewise; tests/observations",
    "renew_consultation_link": "by who may write at the institution that is named; tests/stakeholder_input",
    "withdraw_consultation_link": "likewise; tests/stakeholder_input",
    "withdraw_stakeholder_input": "by who wrote it too; tests/stakeholder_input",
    "redact_stakeholder_input": "likewise; tests/stakeholder_input",
    "share_agreement": "a follow-up's; tests/follow_ups",
    "remark_on_follow_up": "its own leader's; tests/follow_ups",
    "redact_dialogue": "each text by who may write it; tests/dialogues",
    "get_import": "seen by who sent it; tests/imports",
    "list_import_transitions": "likewise; tests/imports",
    "discard_import": "likewise; tests/imports",
    "list_import_rows": "likewise; tests/imports",
    "apply_import": "likewise; tests/imports",
    "reverse_import": "likewise; tests/imports",
}


class Decided(NamedTuple):
    """A line of the table."""

    operation: str
    seen: tuple[str, ...]
    row: str
    action: str
    only: frozenset[str]


def decided() -> dict[str, Decided]:
    lines = [line for line in TABLE.read_text().splitlines() if not line.startswith("#")]
    return {
        one["operation"]: Decided(
            one["operation"], tuple(one["seen"].split()), one["row"], one["action"], frozenset(one["only"].split())
        )
        for one in csv.DictReader(lines)
    }


ON_ONE_THING = {op.name: op for op in operations() if op.signed_in and "{id}" in op.path}
LINES = decided()
# Where each role is held, beside the thing of Birkeskolen: the units of the world, by name.
PLACES: dict[str, tuple[str, ...]] = {
    "council_member": ("municipality",),
    "administration": ("municipality", "north", "south"),
    "chief": ("north", "south"),
    "leader": ("birk", "birk_sfo", "elm", "oak"),
    "staff": ("birk", "birk_sfo", "elm", "oak"),
    "board_member": ("birk", "birk_sfo", "elm", "oak"),
    "network_member": ("municipality",),
    "data_supplier": ("municipality",),
    "auditor": ("municipality",),
    "admin": ("municipality",),
}
# The tree, said once more and apart from the service's own: what lies above Birkeskolen.
ABOVE_BIRK = frozenset({"municipality", "north", "birk"})
# Whatever belongs to follow-ups is not opened at the institution by a role at its department.
NOT_FROM_A_DEPARTMENT = frozenset({"follow_ups", "follow_up_notes", "heightened_supervision", "supervision"})


def test_every_operation_on_one_thing_is_decided() -> None:
    assert set(LINES) | set(APART) == set(ON_ONE_THING)
    assert not set(LINES) & set(APART)
    assert all(len(reason) > 10 for reason in APART.values())


def test_the_table_names_rows_that_there_are() -> None:
    for line in LINES.values():
        assert set(line.seen) | ({line.row} - {""}) <= set(BUILT), line
        assert line.only <= {str(role) for role in Role}, line


def holds(role: str, row: str, action: str) -> bool:
    return action in BUILT[row][Role(role)]


def reaches(role: str, place: str, row: str, action: str, *, whole: bool) -> bool:
    """Whether a role held there may do this with a thing of Birkeskolen, or of the whole municipality."""
    if not holds(role, row, action):
        return False
    if whole:
        return action == "r" or place == "municipality"
    if place == "birk_sfo":
        return action == "r" and row not in NOT_FROM_A_DEPARTMENT
    return place in ABOVE_BIRK


def expected(line: Decided, role: str, place: str, *, whole: bool) -> set[int] | None:
    """The statuses that close the door; None where it is open."""
    if not any(reaches(role, place, row, "r", whole=whole) for row in line.seen):
        # Whom the policy gives no such right anywhere may be told so, whichever id they ask for.
        might = any(holds(role, row, "r") for row in line.seen) and holds(role, line.row, line.action)
        return {404} if might else {403, 404}
    may = line.row and reaches(role, place, line.row, line.action, whole=whole) and role in (line.only or {role})
    return None if may else {403}


def resource_of(operation: Operation) -> str:
    return operation.path.split("/")[2]


def cells(line: Decided) -> Iterator[tuple[str, str]]:
    for role, places in PLACES.items():
        for place in places:
            yield role, place


async def actor_at(world: World, role: str, place: str, **grant: Any) -> Actor:
    unit = world.municipality if place == "municipality" else world.units[place]
    return await world.actor(Role(role), unit, **NARROWER.get(Role(role), {}), **grant)


@pytest.fixture
async def planted(world: World) -> dict[str, UUID]:
    """A thing of each kind, at Birkeskolen or of the whole municipality."""
    found = {"institutions": world.birk}
    wanted = {resource_of(ON_ONE_THING[name]) for name in LINES} - set(found)
    async with database.writing(world.app.state.engine) as session:
        for resource in sorted(wanted):
            found[resource] = await plant(session, world, things()[resource])
    return found


def is_whole(kind: type[Thing] | None) -> bool:
    return kind is not None and kind.unit_field is None


async def ask(actor: Actor, operation: Operation, id: UUID) -> int:
    """The status, with no version named: where the door is open, a change is asked for one (428) and none is made."""
    given: dict[str, Any] = {"json": operation.body} if operation.media_type == "application/json" else {}
    answer = await actor.call(operation.method, operation.address(id), **given)
    assert answer.status_code < 500, answer.text
    return answer.status_code


def test_whoever_tries_the_doors_changes_nothing() -> None:
    for name in LINES:
        operation = ON_ONE_THING[name]
        assert operation.method == "get" or operation.conditional, f"{operation} would be carried out"


@pytest.mark.parametrize("role", PLACES)
async def test_a_door_is_open_to_whom_it_was_decided_for(world: World, planted: dict[str, UUID], role: str) -> None:
    wrong, tried = {}, 0
    for place in PLACES[role]:
        actor = await actor_at(world, role, place)
        for name, line in LINES.items():
            operation = ON_ONE_THING[name]
            whole = is_whole(things().get(resource_of(operation)))
            closed = expected(line, role, place, whole=whole)
            status = await ask(actor, operation, planted[resource_of(operation)])
            tried += 1
            if (status in (401, 403, 404)) if closed is None else (status not in closed):
                wrong[f"{role} at {place}: {operation}"] = (status, closed or "open")
    assert wrong == {}
    assert tried == len(LINES) * len(PLACES[role])


@pytest.mark.parametrize("role", PLACES)
async def test_a_list_and_its_count_hold_what_can_be_read_one_by_one(
    world: World, planted: dict[str, UUID], role: str
) -> None:
    wrong = {}
    reads = {name: line for name, line in LINES.items() if ON_ONE_THING[name].path == f"/v1/{line_room(name)}/{{id}}"}
    for place in PLACES[role]:
        actor = await actor_at(world, role, place)
        for name, line in reads.items():
            if ON_ONE_THING[name].method != "get":
                continue
            room = line_room(name)
            closed = expected(line, role, place, whole=is_whole(things().get(room)))
            answer = await actor.get(f"/{room}?limit=200&count=true")
            listed: Any = answer.json() if answer.status_code == 200 else {"items": [], "total": 0}
            ids = [item["id"] for item in listed["items"]]
            if (str(planted[room]) in ids) != (closed is None) or listed["total"] != len(ids):
                wrong[f"{role} at {place}: {room}"] = (answer.status_code, len(ids), listed["total"], closed or "open")
    assert wrong == {}
    assert len(reads) > 15


def line_room(name: str) -> str:
    return resource_of(ON_ONE_THING[name])


@pytest.mark.parametrize("role", PLACES)
async def test_a_grant_that_has_ended_opens_no_door(world: World, planted: dict[str, UUID], role: str) -> None:
    actor = await actor_at(world, role, PLACES[role][0], until_on=date(2021, 1, 1))
    open_still = {}
    for name in LINES:
        operation = ON_ONE_THING[name]
        status = await ask(actor, operation, planted[resource_of(operation)])
        if status not in (403, 404):
            open_still[str(operation)] = status
    assert open_still == {}
