"""Closing institutions (mergers, splits, for good) and reopening them, over HTTP."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from tests.support.dialogue_story import Story
from tests.support.world import Actor, World

AGREEMENT = {"text": "Makkerordning i overgangene", "responsible": "Anne", "due_on": "2026-06-01"}


@pytest.fixture
async def office(story: Story) -> Actor:
    """The administration, and Birkeskolen without its after-school centre, with an open agreement, a chosen focus area
    and the next dialogue planned."""
    choose = {"focus_area_id": str(story.focus_area), "decision": "choose"}
    held = await story.held({"decisions": [choose], "agreements": [AGREEMENT]})
    story.ids["held"] = held["id"]
    story.ids["agreement"] = held["agreements"][0]["id"]
    story.ids["planned"] = await story.planned(round=2)  # type: ignore[assignment]
    office = await story.world.actor("administration")
    closed = await office.act(f"/institutions/{story.world.birk_sfo}/close", {"reason": "Flytter ind i klubben"})
    assert closed.status_code == 200, closed.text
    return office


def closing_into(world: World, *successors: str, **other: Any) -> dict[str, Any]:
    ids = [str(getattr(world, name)) for name in successors]
    return {"reason": "Skolerne lægges sammen", "successor_ids": ids, **other}


async def close(office: Actor, story: Story, closing: dict[str, Any]) -> Any:
    return await office.act(f"/institutions/{story.world.birk}/close", closing)


async def test_successor_takes_over_the_open_work_of_a_merged_school(story: Story, office: Actor) -> None:
    world = story.world
    closed = await close(office, story, closing_into(world, "oak"))
    assert closed.status_code == 200, closed.text
    assert closed.json()["active_until"] == "2026-03-10"
    assert closed.json()["successors"] == [{"id": str(world.oak), "name": "Egeskolen"}]
    successor = (await office.get(f"/institutions/{world.oak}")).json()
    assert successor["predecessors"] == [{"id": str(world.birk), "name": "Birkeskolen"}]
    agreement = (await office.get(f"/agreements/{story.ids['agreement']}")).json()
    assert (agreement["institution_id"], agreement["status"]) == (str(world.oak), "open")
    focus_area = (await office.get(f"/focus-areas/{story.focus_area}")).json()
    assert (focus_area["institution_id"], focus_area["status"]) == (str(world.oak), "chosen")
    planned = (await office.get(f"/dialogues/{story.ids['planned']}")).json()
    assert (planned["status"], planned["cancellation"]) == ("cancelled", "Skolerne lægges sammen")


async def test_leader_of_the_successor_reads_the_history_and_cannot_write_it(story: Story, office: Actor) -> None:
    world = story.world
    leader, chief = await world.actor("leader", world.oak), await world.actor("chief", world.south)
    held = f"/dialogues/{story.ids['held']}"
    for reader in (leader, chief):
        assert (await reader.get(held)).status_code == 404
    assert (await close(office, story, closing_into(world, "oak"))).status_code == 200
    for reader in (leader, chief):
        response = await reader.get(held)
        assert (response.status_code, response.json()["institution_name"]) == (200, "Birkeskolen")
    late = await leader.patch(held, {"place": "Aulaen"})
    assert (late.status_code, late.json()["code"]) == (403, "not-allowed")
    elsewhere = await world.actor("leader", world.hazel)
    assert (await elsewhere.get(held)).status_code == 404


async def test_history_is_read_after_two_mergers(story: Story, office: Actor) -> None:
    world = story.world
    assert (await close(office, story, closing_into(world, "oak"))).status_code == 200
    again = await office.act(f"/institutions/{world.oak}/close", closing_into(world, "hazel"))
    assert again.status_code == 200, again.text
    leader = await world.actor("leader", world.hazel)
    assert (await leader.get(f"/dialogues/{story.ids['held']}")).status_code == 200


async def test_split_states_the_successor_of_each_resource(story: Story, office: Actor) -> None:
    world = story.world
    carry = {"resource": "agreements", "id": str(story.ids["agreement"]), "successor_id": str(world.hazel)}
    closed = await close(office, story, closing_into(world, "oak", "hazel", carry=[carry]))
    assert closed.status_code == 200, closed.text
    assert [successor["name"] for successor in closed.json()["successors"]] == ["Egeskolen", "Klub Hassel"]
    agreement = (await office.get(f"/agreements/{story.ids['agreement']}")).json()
    assert agreement["institution_name"] == "Klub Hassel"
    closure = (await office.get(f"/institutions/{world.birk}/closure")).json()
    assert closure["reason"] == "Skolerne lægges sammen"
    assert {(carried["resource"], carried["successor_id"]) for carried in closure["carried"]} == {
        ("agreements", str(world.hazel)),
        ("focus-areas", str(world.oak)),
    }


async def test_everything_open_ends_with_the_reason_without_a_successor(story: Story, office: Actor) -> None:
    assert (await close(office, story, closing_into(story.world))).status_code == 200
    agreement = (await office.get(f"/agreements/{story.ids['agreement']}")).json()
    assert (agreement["status"], agreement["turns"][-1]["note"]) == ("dropped", "Skolerne lægges sammen")
    focus_area = (await office.get(f"/focus-areas/{story.focus_area}")).json()
    assert (focus_area["status"], focus_area["outcome"]) == ("dropped", "Skolerne lægges sammen")


@pytest.mark.parametrize("successors", [("oak",), ()])
async def test_reopening_takes_back_what_was_carried_over(
    story: Story, office: Actor, successors: tuple[str, ...]
) -> None:
    world = story.world
    leader = await world.actor("leader", world.oak)
    assert (await close(office, story, closing_into(world, *successors))).status_code == 200
    reopened = await office.act(f"/institutions/{world.birk}/reopen")
    assert reopened.status_code == 200, reopened.text
    assert (reopened.json()["active_until"], reopened.json()["successors"]) == (None, [])
    agreement = (await office.get(f"/agreements/{story.ids['agreement']}")).json()
    assert (agreement["institution_id"], agreement["status"]) == (str(world.birk), "open")
    focus_area = (await office.get(f"/focus-areas/{story.focus_area}")).json()
    assert (focus_area["institution_id"], focus_area["status"]) == (str(world.birk), "chosen")
    assert (await leader.get(f"/dialogues/{story.ids['held']}")).status_code == 404
    assert (await office.get(f"/institutions/{world.birk}/closure")).json()["reopened_at"] is not None
    again = await office.act(f"/institutions/{world.birk}/reopen")
    assert (again.status_code, again.json()["code"]) == (409, "wrong-state")


async def test_reopening_leaves_what_the_successor_has_changed(story: Story, office: Actor) -> None:
    world = story.world
    assert (await close(office, story, closing_into(world, "oak"))).status_code == 200
    chief = await world.actor("chief", world.south)
    done = await chief.act(f"/agreements/{story.ids['agreement']}/done", {"note": "Gjort"})
    assert done.status_code == 200, done.text
    assert (await office.act(f"/institutions/{world.birk}/reopen")).status_code == 200
    agreement = (await office.get(f"/agreements/{story.ids['agreement']}")).json()
    assert (agreement["institution_id"], agreement["status"]) == (str(world.oak), "done")


async def test_every_error_of_a_closure_is_returned_and_nothing_changes(story: Story, office: Actor) -> None:
    world = story.world
    unknown = "01900000-0000-7000-8000-000000000000"
    carry = [
        {"resource": "agreements", "id": unknown, "successor_id": str(world.hazel)},
        {"resource": "focus-areas", "id": str(story.focus_area), "successor_id": str(world.elm)},
        {"resource": "focus-areas", "id": str(story.focus_area), "successor_id": None},
    ]
    closing = closing_into(world, "birk", "elm", "elm", on="2026-03-11", carry=carry)
    refused = await close(office, story, closing)
    assert refused.status_code == 422, refused.text
    assert {(error["pointer"], error["code"]) for error in refused.json()["errors"]} >= {
        ("/on", "out-of-bounds"),
        ("/successor_ids/0", "itself"),
        ("/successor_ids/2", "named-twice"),
        ("/carry/0/id", "unknown-reference"),
        ("/carry/0/successor_id", "not-a-successor"),
        ("/carry/2/id", "named-twice"),
    }
    assert (await office.get(f"/institutions/{world.birk}")).json()["active_until"] is None
    assert (await office.get(f"/dialogues/{story.ids['planned']}")).json()["status"] == "planned"


async def test_focus_area_needs_a_successor_of_a_kind_that_its_theme_is_for(story: Story, office: Actor) -> None:
    refused = await close(office, story, closing_into(story.world, "elm"))
    assert (refused.status_code, refused.json()["code"]) == (422, "theme-not-for-this-kind")
    assert refused.json()["errors"][0]["pointer"] == "/successor_ids/0"


async def test_institution_with_open_departments_cannot_be_closed(story: Story) -> None:
    world = story.world
    office = await world.actor("administration")
    refused = await close(office, story, closing_into(world, "oak"))
    assert (refused.status_code, refused.json()["code"]) == (409, "departments-open")
    move = {"parent_id": str(world.oak), "on": "2026-03-01"}
    moved = await office.act(f"/institutions/{world.birk_sfo}/move", move)
    assert moved.status_code == 200, moved.text
    assert (await close(office, story, closing_into(world, "oak"))).status_code == 200


async def test_closed_institution_cannot_be_a_successor_or_be_closed_again(story: Story, office: Actor) -> None:
    world = story.world
    assert (await office.act(f"/institutions/{world.oak}/close", closing_into(world))).status_code == 200
    refused = await close(office, story, closing_into(world, "oak"))
    assert (refused.status_code, refused.json()["code"]) == (409, "institution-closed")
    assert refused.json()["errors"][0]["pointer"] == "/successor_ids/0"
    twice = await office.act(f"/institutions/{world.oak}/close", closing_into(world))
    assert (twice.status_code, twice.json()["code"]) == (409, "institution-closed")


async def test_district_administration_cannot_close_into_another_district(story: Story, office: Actor) -> None:
    world = story.world
    both = await world.actor("administration", world.north)
    await world.add_grant(both.id, "leader", world.oak)
    refused = await close(both, story, closing_into(world, "oak"))
    assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")
    narrow = await world.actor("administration", world.north)
    unseen = await close(narrow, story, closing_into(world, "oak"))
    assert (unseen.status_code, unseen.json()["code"]) == (422, "unknown-reference")
    leader = await world.actor("leader", world.birk)
    assert (await close(leader, story, closing_into(world))).status_code == 403


async def test_institution_that_was_never_closed_has_no_closure(story: Story, office: Actor) -> None:
    none = await office.get(f"/institutions/{story.world.oak}/closure")
    assert (none.status_code, none.json()["code"]) == (404, "not-found")


async def test_council_member_does_not_see_what_was_carried_over(story: Story, office: Actor) -> None:
    assert (await close(office, story, closing_into(story.world, "oak"))).status_code == 200
    council = await story.world.actor("council_member")
    closure = await council.get(f"/institutions/{story.world.birk}/closure")
    assert closure.status_code == 200, closure.text
    assert closure.json()["carried"] == []


async def test_access_to_history_follows_the_successors_district(story: Story, office: Actor) -> None:
    world, held = story.world, f"/dialogues/{story.ids['held']}"
    district = await office.post("/districts", {"name": "Vest"})
    west = await world.actor("chief", UUID(district.json()["id"]))
    south = await world.actor("chief", world.south)
    assert (await close(office, story, closing_into(world, "oak"))).status_code == 200
    ahead = {"district_id": district.json()["id"], "on": "2027-01-01"}
    assert (await office.act(f"/institutions/{world.oak}/move", ahead)).status_code == 200
    assert [(await chief.get(held)).status_code for chief in (south, west)] == [200, 404]
    assert (await office.act(f"/institutions/{world.oak}/move", {**ahead, "on": "2026-03-01"})).status_code == 200
    assert [(await chief.get(held)).status_code for chief in (south, west)] == [404, 200]
    assert (await office.act(f"/institutions/{world.birk}/reopen")).status_code == 200
    assert [(await chief.get(held)).status_code for chief in (south, west)] == [404, 404]


async def test_history_stays_readable_through_another_successor_after_reopening(story: Story, office: Actor) -> None:
    world, held = story.world, f"/dialogues/{story.ids['held']}"
    leader = await world.actor("leader", world.hazel)
    assert (await close(office, story, closing_into(world, "oak", "hazel"))).status_code == 200
    assert (await office.act(f"/institutions/{world.oak}/close", closing_into(world, "hazel"))).status_code == 200
    assert (await office.act(f"/institutions/{world.oak}/reopen")).status_code == 200
    assert (await leader.get(held)).status_code == 200


async def test_focus_area_that_the_successor_changed_stays_there_after_reopening(story: Story, office: Actor) -> None:
    world = story.world
    assert (await close(office, story, closing_into(world, "oak"))).status_code == 200
    leader = await world.actor("leader", world.oak)
    changed = await leader.patch(f"/focus-areas/{story.focus_area}", {"goal": "Ro hos os"})
    assert changed.status_code == 200, changed.text
    assert (await office.act(f"/institutions/{world.birk}/reopen")).status_code == 200
    focus_area = (await office.get(f"/focus-areas/{story.focus_area}")).json()
    assert (focus_area["institution_id"], focus_area["goal"]) == (str(world.oak), "Ro hos os")


async def test_reopening_removes_the_reason_from_the_outcome(story: Story, office: Actor) -> None:
    assert (await close(office, story, closing_into(story.world))).status_code == 200
    assert (await office.act(f"/institutions/{story.world.birk}/reopen")).status_code == 200
    assert (await office.get(f"/focus-areas/{story.focus_area}")).json()["outcome"] is None


async def test_institution_past_its_last_day_can_be_closed_with_its_open_work(story: Story, office: Actor) -> None:
    world = story.world
    await world.set_active_until(world.birk, date(2026, 3, 1))
    closed = await close(office, story, closing_into(world, "oak"))
    assert closed.status_code == 200, closed.text
    assert closed.json()["active_until"] == "2026-03-01"
    agreement = (await office.get(f"/agreements/{story.ids['agreement']}")).json()
    assert agreement["institution_id"] == str(world.oak)
