"""Themes, over HTTP."""

from uuid import UUID

import pytest

from api.core import clock
from api.db.transactions import write_transaction
from api.focus_areas.actions import DecidedFocusArea, apply_decisions
from api.focus_areas.models import Decision, FocusArea
from tests.support.cycles.builders import create_cycle
from tests.support.themes.builders import proposed
from tests.support.world import World


async def test_institutions_see_a_theme_once_it_is_decided(world: World) -> None:
    office = await world.actor("administration")
    theme = await proposed(office)
    path = f"/themes/{theme['id']}"
    at_institution = [await world.actor(role, world.birk) for role in ("leader", "staff", "board_member")]
    elsewhere = [
        await world.actor("council_member"),
        await world.actor("chief", world.north),
        await world.actor("network_member", network="school"),
    ]
    for actor in at_institution:
        assert (await actor.get(path)).status_code == 404
        assert (await actor.get("/themes")).json()["items"] == []
    for actor in elsewhere:
        assert (await actor.get(path)).json()["status"] == "proposed"
    decided = await office.act(f"{path}/decide", {"decided_on": "2026-05-20", "case_reference": "26/1234"})
    assert decided.status_code == 200, decided.text
    assert (decided.json()["decided_on"], decided.json()["case_reference"]) == ("2026-05-20", "26/1234")
    for actor in at_institution + elsewhere:
        assert (await actor.get(path)).json()["status"] == "decided"
        assert len((await actor.get("/themes?status=decided")).json()["items"]) == 1
    assert (await (await world.actor("auditor")).get("/themes")).status_code == 403


async def test_only_the_central_administration_writes_themes(world: World) -> None:
    office = await world.actor("administration")
    theme = await proposed(office)
    path, body = f"/themes/{theme['id']}", {"cycle_id": theme["cycle_id"], "title": "X", "kinds": ["school"]}
    chief, north_office = await world.actor("chief", world.north), await world.actor("administration", world.north)
    for actor in (chief, north_office):
        assert (await actor.post("/themes", body)).status_code == 403
        assert (await actor.patch(path, {"title": "X"})).status_code == 403
        assert (await actor.act(f"{path}/decide")).status_code == 403
        assert (await actor.act(f"{path}/withdraw")).status_code == 403
        assert (await actor.delete(path)).status_code == 403
    leader = await world.actor("leader", world.birk)
    assert (await leader.patch(path, {"title": "X"}, etag='"1"')).status_code == 404


async def test_theme_is_for_kinds_of_its_cycles_area(world: World) -> None:
    office = await world.actor("administration")
    cycle_id = (await create_cycle(office))["id"]
    body = {"cycle_id": cycle_id, "title": "X", "kinds": ["school", "day_care", "school"]}
    response = await office.post("/themes", body)
    assert (response.status_code, [(error["pointer"], error["code"]) for error in response.json()["errors"]]) == (
        422,
        [("/kinds/1", "kind-of-another-area"), ("/kinds/2", "named-twice")],
    )
    assert (await office.post("/themes", {**body, "kinds": []})).status_code == 422
    unknown = await office.post("/themes", {**body, "cycle_id": str(world.birk)})
    assert [error["code"] for error in unknown.json()["errors"]] == ["unknown-reference"]
    theme = await proposed(office, cycle_id=cycle_id, kinds=["leisure", "school"])
    assert theme["kinds"] == ["school", "leisure"]


async def test_theme_cannot_be_proposed_for_an_ended_cycle(world: World) -> None:
    office = await world.actor("administration")
    cycle = await create_cycle(office, starts_on="2020-01-01", discussion_on="2019-12-01")
    response = await office.post("/themes", {"cycle_id": cycle["id"], "title": "X", "kinds": ["school"]})
    assert (response.status_code, response.json()["code"]) == (409, "cycle-ended")
    assert response.json()["errors"][0]["pointer"] == "/cycle_id"


async def test_text_of_a_decided_theme_cannot_change_until_it_is_reopened(world: World) -> None:
    office = await world.actor("administration")
    path = f"/themes/{(await proposed(office))['id']}"
    assert (await office.patch(path, {"title": "Trivsel for alle"})).json()["title"] == "Trivsel for alle"
    assert (await office.call("POST", f"/v1{path}/decide", etag='"2"')).json()["decided_on"] == str(clock.today())
    again = await office.act(f"{path}/decide")
    assert (again.status_code, again.json()["code"]) == (409, "wrong-state")
    refused = await office.patch(path, {"title": "Andet", "case_reference": "26/1"})
    assert (refused.status_code, [error["pointer"] for error in refused.json()["errors"]]) == (409, ["/title"])
    assert (await office.patch(path, {"case_reference": "26/1", "kinds": ["school"]})).status_code == 200
    assert (await office.delete(path)).status_code == 409
    reopened = await office.act(f"{path}/reopen")
    assert (reopened.json()["status"], reopened.json()["decided_on"]) == ("proposed", None)
    assert (await office.patch(path, {"title": "Andet"})).status_code == 200
    assert (await office.delete(path)).status_code == 204


async def test_theme_in_use_cannot_be_withdrawn_or_reopened(world: World) -> None:
    office, leader = await world.actor("administration"), await world.actor("leader", world.birk)
    theme = await proposed(office)
    path = f"/themes/{theme['id']}"
    await office.act(f"{path}/decide")
    new = {"institution_id": str(world.birk), "theme_id": theme["id"], "title": "Ro i timerne"}
    focus_area = (await leader.post("/focus-areas", new)).json()
    for step in ("withdraw", "reopen"):
        refused = await office.act(f"{path}/{step}")
        assert (refused.status_code, refused.json()["code"]) == (409, "theme-in-use")
    async with write_transaction(world.app.state.engine) as session:
        stored = await session.get_one(FocusArea, UUID(focus_area["id"]))
        await apply_decisions(session, None, [DecidedFocusArea(stored, Decision.drop)])
    assert (await office.act(f"{path}/reopen")).status_code == 409
    assert (await office.act(f"{path}/withdraw")).json()["status"] == "withdrawn"
    assert (await leader.get(path)).status_code == 404


async def test_withdrawn_theme_can_be_reopened(world: World) -> None:
    office = await world.actor("administration")
    path = f"/themes/{(await proposed(office))['id']}"
    assert (await office.act(f"{path}/withdraw")).json()["status"] == "withdrawn"
    assert (await office.act(f"{path}/withdraw")).status_code == 409
    assert (await office.act(f"{path}/decide")).status_code == 409
    assert (await office.act(f"{path}/reopen")).json()["status"] == "proposed"


async def test_cycle_with_a_theme_cannot_be_deleted(world: World) -> None:
    office = await world.actor("administration")
    theme = await proposed(office)
    response = await office.delete(f"/cycles/{theme['cycle_id']}")
    assert (response.status_code, response.json()["code"]) == (409, "in-use")
    assert (await office.delete(f"/themes/{theme['id']}")).status_code == 204
    assert (await office.delete(f"/cycles/{theme['cycle_id']}")).status_code == 204


@pytest.mark.parametrize(
    "query, titles",
    [
        ("kind=leisure", ["Fritid"]),
        ("kind=school", ["Fritid", "Trivsel"]),
        ("kind=day_care", ["Leg"]),
        ("area=age_0_6", ["Leg"]),
        ("q=TRIV", ["Trivsel"]),
        ("status=decided", ["Leg"]),
        ("status=withdrawn", []),
    ],
)
async def test_list_is_filtered(world: World, query: str, titles: list[str]) -> None:
    office = await world.actor("administration")
    theme = await proposed(office)
    await proposed(office, cycle_id=theme["cycle_id"], title="Fritid", kinds=["school", "leisure"])
    young = await create_cycle(office, area="age_0_6", discussion_on="2026-12-01", starts_on="2027-01-01")
    play = await proposed(office, cycle_id=young["id"], title="Leg", kinds=["day_care"])
    await office.act(f"/themes/{play['id']}/decide")
    response = await office.get(f"/themes?{query}")
    assert [theme["title"] for theme in response.json()["items"]] == titles
    of_cycle = await office.get(f"/themes?cycle_id={young['id']}")
    assert [theme["cycle_title"] for theme in of_cycle.json()["items"]] == [young["title"]]
