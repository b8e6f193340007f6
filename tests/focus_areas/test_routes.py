"""Focus areas, over HTTP."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from api.core.problems import Problem
from api.db.transactions import write_transaction
from api.focus_areas.actions import DecidedFocusArea, apply_decisions
from api.focus_areas.models import Decision, Development, FocusArea
from tests.support.cycles.builders import create_cycle
from tests.support.focus_areas.builders import decided_theme, proposed
from tests.support.themes.builders import proposed as proposed_theme
from tests.support.world import World


async def apply_in_dialogue(world: World, id: str, *decisions: Decision, **more: Any) -> None:
    """Apply decisions as a dialogue does."""
    for decision in decisions:
        async with write_transaction(world.app.state.engine) as session:
            await apply_decisions(
                session, None, [DecidedFocusArea(await session.get_one(FocusArea, UUID(id)), decision, **more)]
            )


async def test_leader_proposes_a_focus_area_that_everybody_at_the_institution_reads(world: World) -> None:
    theme = await decided_theme(world)
    leader = await world.actor("leader", world.birk)
    focus_area = await proposed(leader, world.birk, theme, challenge="Uro", goal="Ro", signs="Elever kommer til orde")
    assert (
        focus_area["status"],
        focus_area["institution_name"],
        focus_area["theme_title"],
        focus_area["cycle_id"],
        focus_area["kind"],
    ) == (
        "proposed",
        "Birkeskolen",
        "Trivsel",
        theme["cycle_id"],
        "school",
    )
    for role, unit in (
        ("staff", world.birk),
        ("board_member", world.birk),
        ("chief", world.north),
        ("administration", None),
        ("leader", world.birk_sfo),
    ):
        assert (await (await world.actor(role, unit)).get(f"/focus-areas/{focus_area['id']}")).status_code == 200


async def test_leader_cannot_read_focus_areas_of_another_institution(world: World) -> None:
    theme = await decided_theme(world)
    focus_area = await proposed(await world.actor("leader", world.birk), world.birk, theme)
    path = f"/focus-areas/{focus_area['id']}"
    for role, unit in (("leader", world.oak), ("chief", world.south), ("staff", world.elm)):
        actor = await world.actor(role, unit)
        assert (await actor.get(path)).status_code == 404
        assert (await actor.get("/focus-areas?count=true")).json()["total"] == 0
        assert (await actor.patch(path, {"title": "X"}, etag='"1"')).status_code == 404
    for role in ("council_member", "data_supplier", "auditor", "admin"):
        assert (await (await world.actor(role)).get("/focus-areas")).status_code == 403


@pytest.mark.parametrize(
    "role, status", [("leader", 201), ("staff", 201), ("chief", 201), ("board_member", 403), ("administration", 403)]
)
async def test_leaders_staff_and_chiefs_can_propose(world: World, role: str, status: int) -> None:
    theme = await decided_theme(world)
    actor = await world.actor(role, {"chief": world.north, "administration": None}.get(role, world.birk))
    new = {"institution_id": str(world.birk), "theme_id": theme["id"], "title": "Ro"}
    assert (await actor.post("/focus-areas", new)).status_code == status


async def test_leader_cannot_propose_for_an_institution_out_of_reach(world: World) -> None:
    theme = await decided_theme(world)
    leader, sfo_leader = await world.actor("leader", world.birk), await world.actor("leader", world.birk_sfo)
    new = {"institution_id": str(world.oak), "theme_id": theme["id"], "title": "Ro"}
    response = await leader.post("/focus-areas", new)
    assert (response.status_code, [(error["pointer"], error["code"]) for error in response.json()["errors"]]) == (
        422,
        [("/institution_id", "unknown-reference")],
    )
    upward = await sfo_leader.post("/focus-areas", {**new, "institution_id": str(world.birk)})
    assert upward.status_code == 403


async def test_undecided_theme_is_unknown_to_a_leader_and_refused_to_a_chief(world: World) -> None:
    theme = await proposed_theme(await world.actor("administration"))
    new = {"institution_id": str(world.birk), "theme_id": theme["id"], "title": "Ro"}
    leader, chief = await world.actor("leader", world.birk), await world.actor("chief", world.north)
    assert (await leader.post("/focus-areas", new)).json()["code"] == "unknown-reference"
    response = await chief.post("/focus-areas", {**new, "institution_id": str(world.elm), "status": "chosen"})
    assert (response.status_code, [error["code"] for error in response.json()["errors"]]) == (
        409,
        ["theme-not-decided", "theme-of-another-area", "theme-not-for-this-kind", "decided-in-dialogue"],
    )
    assert (await chief.get("/focus-areas?count=true")).json()["total"] == 0


async def test_theme_of_another_area_or_kind_is_refused(world: World) -> None:
    theme = await decided_theme(world)
    for unit, expected in (
        (world.elm, ["theme-of-another-area", "theme-not-for-this-kind"]),
        (world.birk_sfo, ["theme-not-for-this-kind"]),
    ):
        leader = await world.actor("leader", unit)
        new = {"institution_id": str(unit), "theme_id": theme["id"], "title": "Ro"}
        response = await leader.post("/focus-areas", new)
        assert (response.status_code, [error["code"] for error in response.json()["errors"]]) == (422, expected)


async def test_closed_institution_cannot_propose(world: World) -> None:
    theme = await decided_theme(world)
    leader = await world.actor("leader", world.birk)
    await world.set_active_until(world.birk, date(2026, 1, 1))
    new = {"institution_id": str(world.birk), "theme_id": theme["id"], "title": "Ro"}
    response = await leader.post("/focus-areas", new)
    assert (response.status_code, response.json()["code"]) == (409, "institution-closed")


async def test_only_a_dialogue_changes_the_status(world: World) -> None:
    theme = await decided_theme(world)
    leader = await world.actor("leader", world.birk)
    focus_area = await proposed(leader, world.birk, theme)
    path = f"/focus-areas/{focus_area['id']}"
    refused = await leader.patch(path, {"status": "chosen", "title": "Nyt"})
    assert (refused.status_code, refused.json()["code"]) == (409, "decided-in-dialogue")
    assert (await leader.get(path)).json()["title"] == "Ro i timerne"
    same = await leader.patch(path, {"status": "proposed", "title": "Nyt"})
    assert (same.status_code, same.json()["title"]) == (200, "Nyt")
    await apply_in_dialogue(world, focus_area["id"], Decision.choose, development=Development.some)
    chosen = (await leader.get(path)).json()
    assert (chosen["status"], chosen["development"], chosen["version"]) == ("chosen", "some", 3)
    with pytest.raises(Problem, match="wrong-state"):
        await apply_in_dialogue(world, focus_area["id"], Decision.choose)


async def test_text_can_change_until_it_is_completed_or_dropped(world: World) -> None:
    theme = await decided_theme(world)
    other = await decided_theme(world, cycle_id=theme["cycle_id"], title="Læring")
    leader = await world.actor("leader", world.birk)
    path = f"/focus-areas/{(await proposed(leader, world.birk, theme))['id']}"
    id = path.rsplit("/", 1)[1]
    moved = await leader.patch(path, {"theme_id": other["id"], "challenge": "Uro"})
    assert (moved.json()["theme_title"], moved.json()["challenge"]) == ("Læring", "Uro")
    await apply_in_dialogue(world, id, Decision.choose)
    assert (await leader.patch(path, {"goal": "Ro", "challenge": None})).json()["challenge"] is None
    kept = await leader.patch(path, {"theme_id": theme["id"]})
    assert (kept.status_code, kept.json()["errors"][0]["pointer"]) == (409, "/theme_id")
    await apply_in_dialogue(world, id, Decision.complete, outcome="Der er ro.", development=Development.reached)
    closed = await leader.patch(path, {"goal": "Andet"})
    assert (closed.status_code, closed.json()["code"]) == (409, "wrong-state")
    await apply_in_dialogue(world, id, Decision.resume)
    again = await leader.patch(path, {"goal": "Andet"})
    assert (again.status_code, again.json()["outcome"]) == (200, "Der er ro.")


async def test_shared_focus_area_is_read_elsewhere_without_its_development(world: World) -> None:
    theme = await decided_theme(world)
    leader = await world.actor("leader", world.birk)
    focus_area = await proposed(leader, world.birk, theme, shared_with="city", goal="Ro")
    path = f"/focus-areas/{focus_area['id']}"
    await apply_in_dialogue(world, focus_area["id"], Decision.choose, development=Development.clear)
    for role, unit, grant in (
        ("leader", world.oak, {}),
        ("staff", world.maple, {}),
        ("network_member", None, {"network": "school"}),
    ):
        actor = await world.actor(role, unit, **grant)
        shared = (await actor.get(path)).json()
        assert (shared["goal"], shared["development"]) == ("Ro", None)
        assert len((await actor.get("/focus-areas?shared_with=city")).json()["items"]) == 1
        assert (await actor.patch(path, {"goal": "X"})).status_code == 403
        assert (await actor.delete(path)).status_code == 403
    assert (await leader.get(path)).json()["development"] == "clear"
    assert (await (await world.actor("board_member", world.oak)).get(path)).status_code == 404


async def test_only_an_unused_proposal_can_be_deleted(world: World) -> None:
    theme = await decided_theme(world)
    leader = await world.actor("leader", world.birk)
    path = f"/focus-areas/{(await proposed(leader, world.birk, theme))['id']}"
    assert (await leader.delete(path, etag="")).status_code == 428
    await apply_in_dialogue(world, path.rsplit("/", 1)[1], Decision.choose)
    assert (await leader.delete(path)).json()["code"] == "wrong-state"
    second = await proposed(leader, world.birk, theme)
    assert (await leader.delete(f"/focus-areas/{second['id']}")).status_code == 204


async def test_focus_area_can_continue_one_of_an_earlier_cycle(world: World) -> None:
    office, leader = await world.actor("administration"), await world.actor("leader", world.birk)
    theme = await decided_theme(world)
    earlier = await proposed(leader, world.birk, theme)
    following = await create_cycle(office, starts_on="2028-01-01", discussion_on="2027-12-01")
    later = await decided_theme(world, cycle_id=following["id"])
    focus_area = await proposed(leader, world.birk, later, continues_id=earlier["id"])
    assert focus_area["continues_id"] == earlier["id"]
    assert (await leader.delete(f"/focus-areas/{earlier['id']}")).json()["code"] == "in-use"
    new = {"institution_id": str(world.birk), "theme_id": theme["id"], "title": "X", "continues_id": focus_area["id"]}
    response = await leader.post("/focus-areas", new)
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, "/continues_id")


async def test_list_is_filtered_and_paginated(world: World) -> None:
    school = await decided_theme(world)
    office = await world.actor("administration")
    young = await create_cycle(office, area="age_0_6", discussion_on="2026-12-01", starts_on="2027-01-01")
    play = await decided_theme(world, cycle_id=young["id"], title="Leg", kinds=["day_care"])
    north, south = await world.actor("chief", world.north), await world.actor("chief", world.south)
    birk = await proposed(north, world.birk, school, title="Ærlighed")
    elm = await proposed(north, world.elm, play, title="Leg ude")
    oak = await proposed(south, world.oak, school, title="Zoner", shared_with="city")
    await apply_in_dialogue(world, oak["id"], Decision.choose)

    async def ids(query: str) -> list[str]:
        response = await office.get(f"/focus-areas?sort=title&{query}")
        assert response.status_code == 200, response.text
        return [listed["id"] for listed in response.json()["items"]]

    assert await ids("") == [elm["id"], oak["id"], birk["id"]]
    assert await ids(f"institution_id={world.birk}") == [birk["id"]]
    assert await ids(f"district_id={world.north}") == [elm["id"], birk["id"]]
    assert await ids(f"theme_id={play['id']}") == await ids(f"cycle_id={young['id']}") == [elm["id"]]
    assert await ids("area=age_6_18") == await ids("kind=school") == [oak["id"], birk["id"]]
    assert await ids("status=chosen") == await ids("shared_with=city") == [oak["id"]]
    assert await ids("q=ærl") == [birk["id"]]
    assert await ids(f"updated_since={birk['updated_at']}".replace("+", "%2B")) == [elm["id"], oak["id"], birk["id"]]
    first = await office.get("/focus-areas?limit=2&sort=-updated_at")
    rest = await office.get(first.links["next"]["url"])
    assert len({listed["id"] for listed in first.json()["items"] + rest.json()["items"]}) == 3
