"""Focus areas over the service's routes."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from api.core.problems import Problem
from api.db.transactions import write_transaction
from api.focus_areas.actions import DecidedFocusArea, apply_decisions
from api.focus_areas.models import Decision, Development, FocusArea
from tests.support.cycles.builders import made as made_cycle
from tests.support.focus_areas.builders import decided_theme, proposed
from tests.support.themes.builders import proposed as proposed_theme
from tests.support.world import World


async def decided(world: World, id: str, *decisions: Decision, **more: Any) -> None:
    """What a dialogue does."""
    for decision in decisions:
        async with write_transaction(world.app.state.engine) as session:
            await apply_decisions(
                session, None, [DecidedFocusArea(await session.get_one(FocusArea, UUID(id)), decision, **more)]
            )


async def test_a_leader_proposes_what_everybody_in_the_institution_reads(world: World) -> None:
    theme = await decided_theme(world)
    leader = await world.actor("leader", world.birk)
    made = await proposed(leader, world.birk, theme, challenge="Uro", goal="Ro", signs="Elever kommer til orde")
    assert (made["status"], made["institution_name"], made["theme_title"], made["cycle_id"], made["kind"]) == (
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
        assert (await (await world.actor(role, unit)).get(f"/focus-areas/{made['id']}")).status_code == 200


async def test_a_leader_does_not_see_another_institutions_focus_areas(world: World) -> None:
    theme = await decided_theme(world)
    made = await proposed(await world.actor("leader", world.birk), world.birk, theme)
    path = f"/focus-areas/{made['id']}"
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
async def test_leaders_staff_and_chiefs_propose(world: World, role: str, status: int) -> None:
    theme = await decided_theme(world)
    actor = await world.actor(role, {"chief": world.north, "administration": None}.get(role, world.birk))
    new = {"institution_id": str(world.birk), "theme_id": theme["id"], "title": "Ro"}
    assert (await actor.post("/focus-areas", new)).status_code == status


async def test_nobody_proposes_for_an_institution_out_of_reach(world: World) -> None:
    theme = await decided_theme(world)
    leader, sfo_leader = await world.actor("leader", world.birk), await world.actor("leader", world.birk_sfo)
    new = {"institution_id": str(world.oak), "theme_id": theme["id"], "title": "Ro"}
    answer = await leader.post("/focus-areas", new)
    assert (answer.status_code, [(e["pointer"], e["code"]) for e in answer.json()["errors"]]) == (
        422,
        [("/institution_id", "unknown-reference")],
    )
    upward = await sfo_leader.post("/focus-areas", {**new, "institution_id": str(world.birk)})
    assert upward.status_code == 403


async def test_a_theme_that_is_not_decided_is_unknown_to_a_leader_and_named_to_a_chief(world: World) -> None:
    theme = await proposed_theme(await world.actor("administration"))
    new = {"institution_id": str(world.birk), "theme_id": theme["id"], "title": "Ro"}
    leader, chief = await world.actor("leader", world.birk), await world.actor("chief", world.north)
    assert (await leader.post("/focus-areas", new)).json()["code"] == "unknown-reference"
    answer = await chief.post("/focus-areas", {**new, "institution_id": str(world.elm), "status": "chosen"})
    assert (answer.status_code, [e["code"] for e in answer.json()["errors"]]) == (
        409,
        ["theme-not-decided", "theme-of-another-area", "theme-not-for-this-kind", "decided-in-dialogue"],
    )
    assert (await chief.get("/focus-areas?count=true")).json()["total"] == 0


async def test_a_theme_of_another_area_or_kind_is_refused(world: World) -> None:
    theme = await decided_theme(world)
    for unit, expected in (
        (world.elm, ["theme-of-another-area", "theme-not-for-this-kind"]),
        (world.birk_sfo, ["theme-not-for-this-kind"]),
    ):
        leader = await world.actor("leader", unit)
        new = {"institution_id": str(unit), "theme_id": theme["id"], "title": "Ro"}
        answer = await leader.post("/focus-areas", new)
        assert (answer.status_code, [e["code"] for e in answer.json()["errors"]]) == (422, expected)


async def test_a_closed_institution_takes_no_focus_area(world: World) -> None:
    theme = await decided_theme(world)
    leader = await world.actor("leader", world.birk)
    await world.ends(world.birk, date(2026, 1, 1))
    new = {"institution_id": str(world.birk), "theme_id": theme["id"], "title": "Ro"}
    answer = await leader.post("/focus-areas", new)
    assert (answer.status_code, answer.json()["code"]) == (409, "institution-closed")


async def test_only_a_dialogue_moves_the_status(world: World) -> None:
    theme = await decided_theme(world)
    leader = await world.actor("leader", world.birk)
    made = await proposed(leader, world.birk, theme)
    path = f"/focus-areas/{made['id']}"
    refused = await leader.patch(path, {"status": "chosen", "title": "Nyt"})
    assert (refused.status_code, refused.json()["code"]) == (409, "decided-in-dialogue")
    assert (await leader.get(path)).json()["title"] == "Ro i timerne"
    same = await leader.patch(path, {"status": "proposed", "title": "Nyt"})
    assert (same.status_code, same.json()["title"]) == (200, "Nyt")
    await decided(world, made["id"], Decision.choose, development=Development.some)
    chosen = (await leader.get(path)).json()
    assert (chosen["status"], chosen["development"], chosen["version"]) == ("chosen", "some", 3)
    with pytest.raises(Problem, match="wrong-state"):
        await decided(world, made["id"], Decision.choose)


async def test_its_words_change_until_it_is_closed(world: World) -> None:
    theme = await decided_theme(world)
    other = await decided_theme(world, cycle_id=theme["cycle_id"], title="Læring")
    leader = await world.actor("leader", world.birk)
    path = f"/focus-areas/{(await proposed(leader, world.birk, theme))['id']}"
    id = path.rsplit("/", 1)[1]
    moved = await leader.patch(path, {"theme_id": other["id"], "challenge": "Uro"})
    assert (moved.json()["theme_title"], moved.json()["challenge"]) == ("Læring", "Uro")
    await decided(world, id, Decision.choose)
    assert (await leader.patch(path, {"goal": "Ro", "challenge": None})).json()["challenge"] is None
    kept = await leader.patch(path, {"theme_id": theme["id"]})
    assert (kept.status_code, kept.json()["errors"][0]["pointer"]) == (409, "/theme_id")
    await decided(world, id, Decision.complete, outcome="Der er ro.", development=Development.reached)
    closed = await leader.patch(path, {"goal": "Andet"})
    assert (closed.status_code, closed.json()["code"]) == (409, "wrong-state")
    await decided(world, id, Decision.resume)
    again = await leader.patch(path, {"goal": "Andet"})
    assert (again.status_code, again.json()["outcome"]) == (200, "Der er ro.")


async def test_what_is_shared_with_the_city_is_read_there_without_its_development(world: World) -> None:
    theme = await decided_theme(world)
    leader = await world.actor("leader", world.birk)
    made = await proposed(leader, world.birk, theme, shared_with="city", goal="Ro")
    path = f"/focus-areas/{made['id']}"
    await decided(world, made["id"], Decision.choose, development=Development.clear)
    for role, unit, grant in (
        ("leader", world.oak, {}),
        ("staff", world.maple, {}),
        ("network_member", None, {"network": "school"}),
    ):
        actor = await world.actor(role, unit, **grant)
        seen = (await actor.get(path)).json()
        assert (seen["goal"], seen["development"]) == ("Ro", None)
        assert len((await actor.get("/focus-areas?shared_with=city")).json()["items"]) == 1
        assert (await actor.patch(path, {"goal": "X"})).status_code == 403
        assert (await actor.delete(path)).status_code == 403
    assert (await leader.get(path)).json()["development"] == "clear"
    assert (await (await world.actor("board_member", world.oak)).get(path)).status_code == 404


async def test_only_a_proposal_that_nothing_refers_to_is_deleted(world: World) -> None:
    theme = await decided_theme(world)
    leader = await world.actor("leader", world.birk)
    path = f"/focus-areas/{(await proposed(leader, world.birk, theme))['id']}"
    assert (await leader.delete(path, etag="")).status_code == 428
    await decided(world, path.rsplit("/", 1)[1], Decision.choose)
    assert (await leader.delete(path)).json()["code"] == "wrong-state"
    second = await proposed(leader, world.birk, theme)
    assert (await leader.delete(f"/focus-areas/{second['id']}")).status_code == 204


async def test_it_goes_on_from_one_of_the_cycle_before(world: World) -> None:
    office, leader = await world.actor("administration"), await world.actor("leader", world.birk)
    theme = await decided_theme(world)
    earlier = await proposed(leader, world.birk, theme)
    following = await made_cycle(office, starts_on="2028-01-01", discussion_on="2027-12-01")
    later = await decided_theme(world, cycle_id=following["id"])
    made = await proposed(leader, world.birk, later, continues_id=earlier["id"])
    assert made["continues_id"] == earlier["id"]
    assert (await leader.delete(f"/focus-areas/{earlier['id']}")).json()["code"] == "in-use"
    new = {"institution_id": str(world.birk), "theme_id": theme["id"], "title": "X", "continues_id": made["id"]}
    answer = await leader.post("/focus-areas", new)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/continues_id")


async def test_focus_areas_are_filtered_and_walked(world: World) -> None:
    school = await decided_theme(world)
    office = await world.actor("administration")
    young = await made_cycle(office, area="age_0_6", discussion_on="2026-12-01", starts_on="2027-01-01")
    play = await decided_theme(world, cycle_id=young["id"], title="Leg", kinds=["day_care"])
    north, south = await world.actor("chief", world.north), await world.actor("chief", world.south)
    birk = await proposed(north, world.birk, school, title="Ærlighed")
    elm = await proposed(north, world.elm, play, title="Leg ude")
    oak = await proposed(south, world.oak, school, title="Zoner", shared_with="city")
    await decided(world, oak["id"], Decision.choose)

    async def ids(query: str) -> list[str]:
        answer = await office.get(f"/focus-areas?sort=title&{query}")
        assert answer.status_code == 200, answer.text
        return [one["id"] for one in answer.json()["items"]]

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
    assert len({one["id"] for one in first.json()["items"] + rest.json()["items"]}) == 3
