"""What the ordinary creation of a thing refuses by name, a file's row is refused for by the same names."""

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest

from api.core import clock
from api.imports.models import Resource
from api.imports.resources.registry import IMPORTABLE
from tests.support import data_supply
from tests.support.dialogue_story import begin as story
from tests.support.imports.institutions import bring, reasons
from tests.support.observation_visit import begin as visit
from tests.support.world import Actor, World

Body = dict[str, Any]


class Judged(NamedTuple):
    """Who creates something, the members of a good one, what spoils it by which names, and what a file calls them."""

    who: Actor
    good: Body
    spoilt: list[tuple[set[str], Body]]
    column_of: Mapping[str, str] = {}
    called: Mapping[str, str] = {}


async def _institutions(world: World) -> Judged:
    office = await world.actor("administration")
    await world.ends(world.hazel, clock.today())
    spoilt: list[tuple[set[str], Body]] = [
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
    good = {"name": "Ny", "kind": "school", "number": "900010"}
    called = {str(world.birk_sfo): "sfo:1", str(world.hazel): "900005", str(world.elm): "Elm"}
    await office.patch(f"/institutions/{world.birk_sfo}", {"external_ids": [{"system": "sfo", "id": "1"}]})
    return Judged(office, good, spoilt, {"parent_id": "parent_number", "district_id": "district"}, called)


async def _indicators(world: World) -> Judged:
    office = await world.actor("administration")
    spoilt: list[tuple[set[str], Body]] = [
        ({"out-of-bounds"}, {"minimum": 9, "maximum": 1}),
        ({"out-of-bounds"}, {"unit": "level"}),
        ({"looks-like-cpr-number"}, {"description": "010203-1234"}),
        ({"required"}, {"title": None}),
        ({"not-one-of"}, {"disclosure": "some"}),
    ]
    good = {"code": "new", "title": "Ny", "kinds": ["school"], "unit": "percent", "disclosure": "none"}
    return Judged(office, good, spoilt, {"source_system": "source"})


async def _measurements(world: World) -> Judged:
    office = await world.actor("administration")
    wellbeing, nobody = (
        await data_supply.indicator(office),
        await data_supply.indicator(office, "rooms", disclosure="none"),
    )
    draft, out = await data_supply.package(office), await data_supply.package(office, "2025H2")
    await data_supply.measured(office, world.birk, nobody, out, period="2025H2", n=None)
    await data_supply.released(office, out)
    good = data_supply.figure(world.birk, wellbeing, draft)
    await world.ends(world.oak, date(2020, 1, 1))
    spoilt: list[tuple[set[str], Body]] = [
        ({"measurement-out-of-bounds"}, {"value": 101}),
        ({"number-of-persons-missing"}, {"n": None}),
        ({"indicator-not-for-this-kind", "package-of-another-kind"}, {"institution_id": str(world.elm)}),
        ({"institution-closed"}, {"institution_id": str(world.oak)}),
        ({"package-released"}, {"package_id": out, "period": "2025H2"}),
        ({"value-and-status-disagree"}, {"value": None, "status": "reported"}),
        ({"not-matching"}, {"period": "2026H3"}),
        ({"not-one-of"}, {"status": "lost"}),
    ]
    columns = {"institution_id": "institution", "indicator_id": "indicator", "package_id": "package"}
    return Judged(office, good, spoilt, columns, {wellbeing: "wellbeing", nobody: "rooms"})


async def _people(world: World) -> Judged:
    boss = await world.actor("admin")
    spoilt: list[tuple[set[str], Body]] = [
        ({"required"}, {"name": None}),
        ({"not-matching"}, {"username": "x y"}),
        ({"not-matching"}, {"email": "nobody"}),
        ({"looks-like-cpr-number"}, {"name": "Anna 010203-1234"}),
    ]
    return Judged(boss, {"username": "anna", "name": "Anna"}, spoilt)


async def _grants(world: World) -> Judged:
    boss = await world.actor("admin")
    await bring(boss, "username,name\nanna,Anna\n", "people", apply="true")
    chief = await world.actor("chief", world.north)
    own = (await boss.get(f"/people/{chief.id}")).json()["username"]
    spoilt: list[tuple[set[str], Body]] = [
        ({"grant-to-oneself"}, {"username": own}),
        ({"role-not-yours-to-give"}, {"role": "staff"}),
        ({"role-not-yours-to-give"}, {"role": "admin"}),
        ({"unknown-reference"}, {"username": "nobody"}),
        ({"role-not-held-there"}, {"unit_id": str(world.north)}),
        ({"not-one-of"}, {"role": "king"}),
        ({"out-of-bounds"}, {"since_on": "2027-02-01", "until_on": "2027-01-01"}),
    ]
    good = {"username": "anna", "role": "leader", "unit_id": str(world.birk)}
    return Judged(chief, good, spoilt, {"unit_id": "unit"})


async def _stakeholder_input(world: World) -> Judged:
    found = await story(world)
    office = await world.actor("administration")
    [proposed] = [
        (
            await office.post("/themes", {"cycle_id": str(found.cycle), "title": "Endnu ikke", "kinds": ["school"]})
        ).json()
    ]
    board = await world.actor("board_member", world.birk, body="parent_board")
    await world.give(board.id, "leader", world.maple)  # who may import, but not there
    good = {
        "institution_id": str(world.birk),
        "voice": "parent_board",
        "method": "meeting",
        "text": "Vi vil gerne hjælpe",
        "people_count": 7,
        "collected_on": "2026-02-01",
    }
    spoilt: list[tuple[set[str], Body]] = [
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
    return Judged(board, good, spoilt, columns)


async def _dialogues(world: World) -> Judged:
    found = await story(world)
    await found.planned()
    await world.ends(world.elm, date(2027, 6, 1))
    chief = found.chief
    good = found.plan(round=2, planned_for="2026-09-16T13:00:00+02:00")
    spoilt: list[tuple[set[str], Body]] = [
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
    return Judged(chief, good, spoilt, columns)


def _at(moment: str) -> Body:
    return {"planned_for": moment}


async def _observations(world: World) -> Judged:
    found = await visit(world)
    boss = await world.actor("admin")
    draft = (await (await world.actor("administration")).post("/observation-guides", {**_GUIDE})).json()
    names = {
        str(one.id): (await boss.get(f"/people/{one.id}")).json()["username"]
        for one in (found.observer, found.consultant, found.staff)
    }
    lead = await world.actor("leader", world.birk)
    await world.ends(world.hazel, clock.today() - timedelta(days=1))
    spoilt: list[tuple[set[str], Body]] = [
        ({"observer-from-the-same-institution"}, {"observer_ids": [str(found.observer.id), str(found.staff.id)]}),
        ({"no-observer-from-another-institution"}, {"observer_ids": [str(found.consultant.id)]}),
        ({"named-twice"}, {"observer_ids": [str(found.observer.id)] * 2}),
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
    return Judged(lead, found.plan(), spoilt, columns, names)


_GUIDE = {
    "title": "Kladden",
    "learning_environment": "Rum",
    "look_for": "Hvem?",
    "points": [{"key": "ro", "title": "Ro", "prompt": "Hvordan?"}],
}

ROOMS: dict[Resource, Callable[[World], Awaitable[Judged]]] = {
    Resource.institutions: _institutions, Resource.indicators: _indicators, Resource.measurements: _measurements,
    Resource.people: _people, Resource.grants: _grants, Resource.stakeholder_input: _stakeholder_input,
    Resource.dialogues: _dialogues, Resource.observations: _observations,
}  # fmt: skip


def test_every_resource_that_files_hold_is_judged_here() -> None:
    assert set(ROOMS) == set(IMPORTABLE)


def row_of(judged: Judged, body: Body) -> str:
    """A line of NDJSON that says what a request's body says."""

    def called(value: Any) -> Any:
        if isinstance(value, list):
            return [called(one) for one in value]
        return judged.called.get(value, value) if isinstance(value, str) else value

    said = {judged.column_of.get(name, name): called(value) for name, value in body.items() if value is not None}
    return json.dumps(said) + "\n"


async def refused(judged: Judged, resource: Resource, body: Body) -> set[str]:
    """The names by which the ordinary route refuses it."""
    given = {name: value for name, value in body.items() if value is not None}
    answer = await judged.who.post(f"/{resource.value}", given)
    assert answer.status_code in (403, 409, 422), (body, answer.text)
    return {one["code"] for one in answer.json()["errors"]} or {answer.json()["code"]}


@pytest.mark.parametrize("resource", Resource)
async def test_a_row_is_refused_as_the_route_refuses_it(world: World, resource: Resource) -> None:
    judged = await ROOMS[resource](world)
    for names, other in judged.spoilt:
        body = {**judged.good, **other}
        plan = await bring(judged.who, row_of(judged, body), resource.value, kind="application/x-ndjson")
        told = await reasons(judged.who, plan)
        found = {code for _, code in told.get(1, [])}
        by_route = await refused(judged, resource, body)
        assert names <= by_route & found, (other, by_route, found)
