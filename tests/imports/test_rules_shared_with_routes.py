"""Rows of a file are rejected with the same codes as requests to the ordinary routes."""

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest

from api.core import clock
from api.imports.models import Resource
from api.imports.resources.registry import IMPORTABLE
from tests.support import data_supply
from tests.support.dialogue_story import begin as begin_dialogues
from tests.support.imports.uploads import rejections, upload_file
from tests.support.observation_visit import begin_visit as begin_observations
from tests.support.world import Actor, World

Body = dict[str, Any]


class InvalidBodies(NamedTuple):
    """A person who creates something, a valid body, and changes that make it invalid, each with its codes.

    `column_of` maps fields to columns of a file, `names` ids to the names that a file gives them.
    """

    actor: Actor
    valid: Body
    invalid: list[tuple[set[str], Body]]
    column_of: Mapping[str, str] = {}
    names: Mapping[str, str] = {}


async def _institutions(world: World) -> InvalidBodies:
    officer = await world.actor("administration")
    await world.set_active_until(world.hazel, clock.today())
    invalid: list[tuple[set[str], Body]] = [
        ({"department-of-a-department"}, {"parent_id": str(world.birk_sfo)}),
        ({"institution-closed"}, {"parent_id": str(world.hazel)}),
        ({"out-of-bounds"}, {"active_from": "2026-02-01", "active_until": "2026-01-01"}),
        ({"looks-like-cpr-number"}, {"address": "Vej 1, 010203-1234"}),
        ({"not-one-of"}, {"kind": "castle"}),
        ({"required"}, {"name": None}),
        ({"not-matching"}, {"number": "12"}),
        ({"not-matching"}, {"p_number": "12"}),
        ({"unknown-reference"}, {"district_id": str(world.elm)}),
    ]
    valid = {"name": "Ny", "kind": "school", "number": "900010"}
    names = {str(world.birk_sfo): "sfo:1", str(world.hazel): "900005", str(world.elm): "Elm"}
    await officer.patch(f"/institutions/{world.birk_sfo}", {"external_ids": [{"system": "sfo", "id": "1"}]})
    return InvalidBodies(officer, valid, invalid, {"parent_id": "parent_number", "district_id": "district"}, names)


async def _indicators(world: World) -> InvalidBodies:
    officer = await world.actor("administration")
    invalid: list[tuple[set[str], Body]] = [
        ({"out-of-bounds"}, {"minimum": 9, "maximum": 1}),
        ({"out-of-bounds"}, {"unit": "level"}),
        ({"looks-like-cpr-number"}, {"description": "010203-1234"}),
        ({"required"}, {"title": None}),
        ({"not-one-of"}, {"disclosure": "some"}),
    ]
    valid = {"code": "new", "title": "Ny", "kinds": ["school"], "unit": "percent", "disclosure": "none"}
    return InvalidBodies(officer, valid, invalid, {"source_system": "source"})


async def _measurements(world: World) -> InvalidBodies:
    officer = await world.actor("administration")
    wellbeing, rooms = (
        await data_supply.create_indicator(officer),
        await data_supply.create_indicator(officer, "rooms", disclosure="none"),
    )
    draft, released_package = (
        await data_supply.create_package(officer),
        await data_supply.create_package(officer, "2025H2"),
    )
    await data_supply.create_measurement(officer, world.birk, rooms, released_package, period="2025H2", n=None)
    await data_supply.release_package(officer, released_package)
    valid = data_supply.measurement_payload(world.birk, wellbeing, draft)
    await world.set_active_until(world.oak, date(2020, 1, 1))
    invalid: list[tuple[set[str], Body]] = [
        ({"measurement-out-of-bounds"}, {"value": 101}),
        ({"number-of-persons-missing"}, {"n": None}),
        ({"indicator-not-for-this-kind", "package-of-another-kind"}, {"institution_id": str(world.elm)}),
        ({"institution-closed"}, {"institution_id": str(world.oak)}),
        ({"package-released"}, {"package_id": released_package, "period": "2025H2"}),
        ({"value-and-status-disagree"}, {"value": None, "status": "reported"}),
        ({"not-matching"}, {"period": "2026H3"}),
        ({"not-one-of"}, {"status": "lost"}),
    ]
    columns = {"institution_id": "institution", "indicator_id": "indicator", "package_id": "package"}
    return InvalidBodies(officer, valid, invalid, columns, {wellbeing: "wellbeing", rooms: "rooms"})


async def _people(world: World) -> InvalidBodies:
    admin = await world.actor("admin")
    invalid: list[tuple[set[str], Body]] = [
        ({"required"}, {"name": None}),
        ({"not-matching"}, {"username": "x y"}),
        ({"not-matching"}, {"email": "nobody"}),
        ({"looks-like-cpr-number"}, {"name": "Anna 010203-1234"}),
    ]
    return InvalidBodies(admin, {"username": "anna", "name": "Anna"}, invalid)


async def _grants(world: World) -> InvalidBodies:
    admin = await world.actor("admin")
    await upload_file(admin, "username,name\nanna,Anna\n", "people", apply="true")
    chief = await world.actor("chief", world.north)
    own_username = (await admin.get(f"/people/{chief.id}")).json()["username"]
    invalid: list[tuple[set[str], Body]] = [
        ({"grant-to-oneself"}, {"username": own_username}),
        ({"role-not-yours-to-give"}, {"role": "staff"}),
        ({"role-not-yours-to-give"}, {"role": "admin"}),
        ({"unknown-reference"}, {"username": "nobody"}),
        ({"role-not-held-there"}, {"unit_id": str(world.north)}),
        ({"not-one-of"}, {"role": "king"}),
        ({"out-of-bounds"}, {"since_on": "2027-02-01", "until_on": "2027-01-01"}),
    ]
    valid = {"username": "anna", "role": "leader", "unit_id": str(world.birk)}
    return InvalidBodies(chief, valid, invalid, {"unit_id": "unit"})


async def _stakeholder_input(world: World) -> InvalidBodies:
    story = await begin_dialogues(world)
    officer = await world.actor("administration")
    [proposed] = [
        (
            await officer.post("/themes", {"cycle_id": str(story.cycle), "title": "Endnu ikke", "kinds": ["school"]})
        ).json()
    ]
    board = await world.actor("board_member", world.birk, body="parent_board")
    await world.add_grant(board.id, "leader", world.maple)  # with this role they may import, but not for Birk
    valid = {
        "institution_id": str(world.birk),
        "voice": "parent_board",
        "method": "meeting",
        "text": "Vi vil gerne hjælpe",
        "people_count": 7,
        "collected_on": "2026-02-01",
    }
    invalid: list[tuple[set[str], Body]] = [
        ({"voice-not-yours"}, {"voice": "staff"}),
        ({"age-group-for-children-only"}, {"age_group": "6-9"}),
        ({"in-the-future"}, {"collected_on": "2027-01-01"}),
        ({"looks-like-cpr-number"}, {"text": "Ring til 010203-1234"}),
        ({"unknown-reference"}, {"institution_id": str(world.oak)}),
        ({"unknown-reference"}, {"theme_id": proposed["id"]}),
        ({"not-one-of"}, {"method": "dans"}),
        ({"required"}, {"text": None}),
    ]
    columns = {"institution_id": "institution", "theme_id": "theme", "focus_area_id": "focus_area"}
    return InvalidBodies(board, valid, invalid, columns)


async def _dialogues(world: World) -> InvalidBodies:
    story = await begin_dialogues(world)
    await story.planned()
    await world.set_active_until(world.elm, date(2027, 6, 1))
    chief = story.chief
    valid = story.plan(round=2, planned_for="2026-09-16T13:00:00+02:00")
    invalid: list[tuple[set[str], Body]] = [
        ({"earlier-dialogue-open"}, {}),
        ({"no-such-round"}, {"round": 9}),
        ({"earlier-dialogue-open", "outside-the-round"}, {"planned_for": "2027-12-01T13:00:00+01:00"}),
        ({"cycle-of-another-area"}, {"institution_id": str(world.elm), "round": 1, **_at("2026-03-16T13:00:00+01:00")}),
        ({"unknown-reference"}, {"institution_id": str(world.oak)}),
        ({"earlier-dialogue-open", "out-of-bounds"}, {"planned_until": "2026-09-16T12:00:00+02:00"}),
        ({"looks-like-cpr-number"}, {"place": "010203-1234"}),
        ({"unknown-reference"}, {"data_holder_id": str(world.oak)}),
    ]
    columns = {"institution_id": "institution", "cycle_id": "cycle", "data_holder_id": "data_holder"}
    return InvalidBodies(chief, valid, invalid, columns)


def _at(moment: str) -> Body:
    return {"planned_for": moment}


async def _observations(world: World) -> InvalidBodies:
    visit = await begin_observations(world)
    admin = await world.actor("admin")
    draft = (await (await world.actor("administration")).post("/observation-guides", {**_GUIDE})).json()
    names = {
        str(person.id): (await admin.get(f"/people/{person.id}")).json()["username"]
        for person in (visit.observer, visit.consultant, visit.staff)
    }
    leader = await world.actor("leader", world.birk)
    await world.set_active_until(world.hazel, clock.today() - timedelta(days=1))
    invalid: list[tuple[set[str], Body]] = [
        ({"observer-from-the-same-institution"}, {"observer_ids": [str(visit.observer.id), str(visit.staff.id)]}),
        ({"no-observer-from-another-institution"}, {"observer_ids": [str(visit.consultant.id)]}),
        ({"named-twice"}, {"observer_ids": [str(visit.observer.id)] * 2}),
        ({"unknown-reference"}, {"observer_ids": [str(world.oak)]}),
        ({"unknown-reference"}, {"institution_id": str(world.oak)}),
        ({"guide-not-published"}, {"guide_id": draft["id"]}),
        ({"looks-like-cpr-number"}, {"purpose": "010203-1234"}),
        ({"unknown-reference"}, {"focus_area_id": str(world.oak)}),
    ]
    columns = {
        "institution_id": "institution",
        "guide_id": "guide",
        "focus_area_id": "focus_area",
        "observer_ids": "observers",
    }
    return InvalidBodies(leader, visit.plan(), invalid, columns, names)


_GUIDE = {
    "title": "Kladden",
    "learning_environment": "Rum",
    "look_for": "Hvem?",
    "points": [{"key": "ro", "title": "Ro", "prompt": "Hvordan?"}],
}

CASES: dict[Resource, Callable[[World], Awaitable[InvalidBodies]]] = {
    Resource.institutions: _institutions, Resource.indicators: _indicators, Resource.measurements: _measurements,
    Resource.people: _people, Resource.grants: _grants, Resource.stakeholder_input: _stakeholder_input,
    Resource.dialogues: _dialogues, Resource.observations: _observations,
}  # fmt: skip


def test_every_importable_resource_is_compared_here() -> None:
    assert set(CASES) == set(IMPORTABLE)


def row_of(case: InvalidBodies, body: Body) -> str:
    """Return a row of NDJSON with the fields of a request's body."""

    def name_in_file(value: Any) -> Any:
        if isinstance(value, list):
            return [name_in_file(element) for element in value]
        return case.names.get(value, value) if isinstance(value, str) else value

    fields = {case.column_of.get(name, name): name_in_file(value) for name, value in body.items() if value is not None}
    return json.dumps(fields) + "\n"


async def codes_of_refusal(case: InvalidBodies, resource: Resource, body: Body) -> set[str]:
    """Return the codes with which the ordinary route refuses a body."""
    fields = {name: value for name, value in body.items() if value is not None}
    response = await case.actor.post(f"/{resource.value}", fields)
    assert response.status_code in (403, 409, 422), (body, response.text)
    return {error["code"] for error in response.json()["errors"]} or {response.json()["code"]}


@pytest.mark.parametrize("resource", Resource)
async def test_a_row_is_rejected_with_the_codes_of_the_route(world: World, resource: Resource) -> None:
    case = await CASES[resource](world)
    for codes, changes in case.invalid:
        body = {**case.valid, **changes}
        plan = await upload_file(case.actor, row_of(case, body), resource.value, kind="application/x-ndjson")
        faults = await rejections(case.actor, plan)
        codes_of_row = {code for _, code in faults.get(1, [])}
        codes_of_route = await codes_of_refusal(case, resource, body)
        assert codes <= codes_of_route & codes_of_row, (changes, codes_of_route, codes_of_row)
