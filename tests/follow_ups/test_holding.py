"""Holding a follow-up: assessment, agreements that are its two sides' until shared, and what is corrected later."""

from datetime import date
from typing import Any

import pytest

from api.core.identifiers import new_id
from tests.support.follow_up_meetings import Meetings, agreement, found


async def test_a_held_follow_up_says_when_the_next_is_due(meetings: Meetings) -> None:
    held = await meetings.held()
    assert (held["status"], held["held_on"], held["assessment"]) == ("held", "2026-03-10", "no_concern")
    assert (held["next_due_on"], held["heightened_supervision_id"]) == ("2026-09-10", None)
    leisure = await meetings.held({"institution_id": str(meetings.world.birk_sfo)})
    assert leisure["next_due_on"] == "2027-03-10", "a longer time for leisure"
    asked = await meetings.held(next_due_on="2026-04-01")
    assert asked["next_due_on"] == "2026-04-01"


async def test_it_is_held_once(meetings: Meetings) -> None:
    id = await meetings.planned()
    etag = (await meetings.chief.get(f"/follow-ups/{id}")).headers["etag"]
    assert (await meetings.hold(id)).status_code == 200
    again = await meetings.chief.act(f"/follow-ups/{id}/hold", {"assessment": "no_concern"})
    assert (again.status_code, again.json()["code"]) == (409, "wrong-state")
    twin = await meetings.chief.act(f"/follow-ups/{id}/hold", {"assessment": "no_concern"}, etag=etag)
    assert (twin.status_code, twin.json()["code"]) == (412, "changed-meanwhile")


async def test_everything_that_stands_in_the_way_is_told_at_once(meetings: Meetings) -> None:
    id = await meetings.planned()
    refused = await meetings.hold(
        id,
        held_on="2026-03-11",
        assessment="serious_concern",
        next_due_on="2026-03-11",
        taken_up=[{"agreement_id": str(new_id()), "outcome": "done"}],
        agreements=[agreement(focus_area_id=str(new_id()))],
    )
    assert found(refused) == [
        ("/taken_up/0/agreement_id", "unknown-reference"),
        ("/held_on", "held-in-the-future"),
        ("/agreements/0/focus_area_id", "focus-area-of-another-institution"),
        ("/reason", "concern-without-reason"),
        ("/next_due_on", "out-of-bounds"),
    ]
    assert (await meetings.chief.get(f"/follow-ups/{id}")).json()["status"] == "planned"
    assert (await meetings.chief.get("/agreements")).json()["items"] == []


async def test_a_change_of_leader_is_said_before_it_is_held(meetings: Meetings) -> None:
    id = await meetings.planned()
    await meetings.leaves(meetings.leader, date(2026, 3, 14))
    successor = await meetings.world.actor("leader", meetings.world.birk, since_on=date(2026, 3, 14))
    await meetings.again(date(2026, 3, 16))
    assert (await meetings.hold(id)).json()["code"] == "wrong-state"
    assert (await meetings.chief.patch(f"/follow-ups/{id}", {"leader_id": None})).status_code == 200
    held = await meetings.hold(id)
    assert (held.status_code, held.json()["leader_id"]) == (200, str(successor.id))


async def test_only_a_chief_of_the_district_holds_it(meetings: Meetings) -> None:
    id = await meetings.planned()
    refused = await meetings.leader.act(f"/follow-ups/{id}/hold", {"assessment": "no_concern"})
    assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")
    other = await meetings.world.actor("chief", meetings.world.north)
    held = await other.act(f"/follow-ups/{id}/hold", {"assessment": "no_concern"})
    assert held.json()["chief_id"] == str(other.id), "who held it"


# --- agreements ---


async def made(meetings: Meetings, **other: Any) -> str:
    held = await meetings.held(agreements=[agreement()], **other)
    [one] = held["agreements"]
    assert (one["origin_kind"], one["origin_id"], one["shared"]) == ("follow_up", held["id"], False)
    return str(one["id"])


async def test_its_agreements_are_its_two_sides_until_one_of_them_shares_them(meetings: Meetings) -> None:
    id, world = await made(meetings), meetings.world
    office, staff = await world.actor("administration"), await world.actor("staff", world.birk)
    for actor in (meetings.chief, meetings.leader):
        assert (await actor.get(f"/agreements/{id}")).status_code == 200
    for actor in (office, staff, await world.actor("leader", world.birk), await world.actor("chief", world.south)):
        assert (await actor.get(f"/agreements/{id}")).status_code == 404
        assert (await actor.get("/agreements?count=true")).json()["total"] == 0
    shared = await meetings.leader.act(f"/agreements/{id}/share")
    assert (shared.status_code, shared.json()["shared"]) == (200, True), shared.text
    for actor in (office, staff):
        assert (await actor.get(f"/agreements/{id}")).status_code == 200
    again = await meetings.chief.act(f"/agreements/{id}/share")
    assert (again.status_code, again.json()["code"]) == (409, "wrong-state")


async def test_what_became_of_an_agreement_before_it_was_shared_stays_with_its_two_sides(meetings: Meetings) -> None:
    id, world = await made(meetings), meetings.world
    path = f"/agreements/{id}"
    taken = {"agreement_id": id, "outcome": "continued", "note": "Fortroligt i samtalen"}
    meeting = (await meetings.held(taken_up=[taken]))["id"]
    for verb, note in (
        ("done", "Fortroligt"),
        ("reopen", "Fortroligt igen"),
        ("share", None),
        ("drop", "Aftalt på ny"),
    ):
        turned = await meetings.chief.act(f"{path}/{verb}", {"note": note} if note else None)
        assert turned.status_code == 200, turned.text
    for actor in (meetings.chief, meetings.leader):
        assert [one["turn"] for one in (await actor.get(path)).json()["turns"]] == [
            "continued",
            "done",
            "reopened",
            "dropped",
        ]
    office, board = (
        await world.actor("administration"),
        await world.actor("board_member", world.birk, body="parent_board"),
    )
    for actor in (office, board, await world.actor("leader", world.birk)):
        seen = await actor.get(path)
        assert [one["note"] for one in seen.json()["turns"]] == ["Aftalt på ny"]
        assert "Fortroligt" not in (await actor.get(f"/follow-ups/{meeting}")).text
    assert (await meetings.chief.get(f"/follow-ups/{meeting}")).json()["taken_up"][0]["note"] == "Fortroligt i samtalen"


async def test_who_only_sees_an_agreement_does_not_share_it(meetings: Meetings) -> None:
    id = await made(meetings)
    assert (await meetings.chief.act(f"/agreements/{id}/share")).status_code == 200
    office = await meetings.world.actor("administration")
    assert (await office.act(f"/agreements/{id}/share")).status_code == 403


async def test_a_successor_finds_shared_agreements_only(meetings: Meetings) -> None:
    kept, shared = await made(meetings), await made(meetings)
    assert (await meetings.chief.act(f"/agreements/{shared}/share")).status_code == 200
    await meetings.leaves(meetings.leader, date(2026, 3, 14))
    successor = await meetings.world.actor("leader", meetings.world.birk, since_on=date(2026, 3, 14))
    await meetings.again(date(2026, 3, 20), successor)
    assert [one["id"] for one in (await successor.get("/agreements")).json()["items"]] == [shared]
    listed = (await successor.get("/follow-ups")).json()["items"]
    whole = [(await successor.get(f"/follow-ups/{one['id']}")).json()["agreements"] for one in listed]
    assert sorted(len(one) for one in whole) == [0, 1]
    assert (await meetings.leader.get(f"/agreements/{kept}")).status_code in (403, 404)
    taken = [{"agreement_id": kept, "outcome": "done"}, {"agreement_id": shared, "outcome": "done"}]
    refused = await meetings.hold(await meetings.planned(planned_for="2026-03-20T12:00:00Z"), taken_up=taken)
    assert found(refused) == [("/taken_up/0/agreement_id", "unknown-reference")], "not between these two"


async def test_the_next_follow_up_takes_agreements_up_with_a_note(meetings: Meetings) -> None:
    first, second = await made(meetings), await made(meetings)
    taken = [
        {"agreement_id": first, "outcome": "done", "note": "Er begyndt"},
        {"agreement_id": second, "outcome": "continued"},
    ]
    held = await meetings.held(taken_up=taken)
    assert [(one["agreement_id"], one["outcome"], one["note"]) for one in held["taken_up"]] == [
        (first, "done", "Er begyndt"),
        (second, "continued", None),
    ]
    assert (await meetings.leader.get(f"/agreements/{first}")).json()["status"] == "done"
    office = await meetings.world.actor("administration")
    assert (await office.get(f"/follow-ups/{held['id']}")).json()["taken_up"] == [], "these two's"


# --- corrections ---


async def test_a_corrected_assessment_stands_beside_what_was_said(meetings: Meetings) -> None:
    held = await meetings.held(assessment="concern", reason="Uro i personalegruppen")
    opened = held["heightened_supervision_id"]
    said = {"field": "assessment", "becomes": "no_concern", "reason": "Det var et andet hus"}
    corrected = await meetings.chief.act(f"/follow-ups/{held['id']}/corrections", said)
    assert (corrected.status_code, corrected.json()["assessment"]) == (200, "no_concern"), corrected.text
    [one] = corrected.json()["corrections"]
    assert (one["was"], one["becomes"], one["reason"]) == ("concern", "no_concern", "Det var et andet hus")
    closed = (await meetings.chief.get(f"/heightened-supervision/{opened}")).json()
    assert (closed["status"], closed["closing"]) == ("closed", "Det var et andet hus")
    back = {"field": "assessment", "becomes": "serious_concern", "reason": "Det var alligevel dette hus"}
    assert (await meetings.chief.act(f"/follow-ups/{held['id']}/corrections", back)).status_code == 200
    again = (await meetings.chief.get(f"/heightened-supervision/{opened}")).json()
    assert (again["status"], again["severity"], again["closed_on"]) == ("open", "serious_concern", None)
    less = {"field": "assessment", "becomes": "concern", "reason": "Ikke så alvorligt"}
    assert (await meetings.chief.act(f"/follow-ups/{held['id']}/corrections", less)).status_code == 200
    again = (await meetings.chief.get(f"/heightened-supervision/{opened}")).json()
    assert (again["status"], again["severity"], again["action_plan_due_on"]) == ("open", "concern", None)


async def test_an_assessment_is_not_corrected_once_a_later_one_counts(meetings: Meetings) -> None:
    first = await meetings.held(held_on="2026-03-01")
    await meetings.held(held_on="2026-03-10")
    said = {"field": "assessment", "becomes": "concern", "reason": "Glemt"}
    refused = await meetings.chief.act(f"/follow-ups/{first['id']}/corrections", said)
    assert (refused.status_code, found(refused)) == (409, [("/becomes", "wrong-state")])


@pytest.mark.parametrize(
    "said, pointer",
    [
        ({"field": "leader_id", "becomes": "x"}, "/field"),
        ({"field": "assessment", "becomes": "fine"}, "/becomes"),
        ({"field": "held_on", "becomes": "2027-01-01"}, "/becomes"),
        ({"field": "next_due_on", "becomes": "2026-01-01"}, "/becomes"),
        ({"field": "next_due_on", "becomes": None}, "/becomes"),
    ],
)
async def test_a_correction_is_read_as_strictly_as_anything(
    meetings: Meetings, said: dict[str, Any], pointer: str
) -> None:
    held = await meetings.held()
    answer = await meetings.chief.act(f"/follow-ups/{held['id']}/corrections", {**said, "reason": "Fejl"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.text


async def test_days_are_corrected_and_what_is_planned_is_changed_instead(meetings: Meetings) -> None:
    held = await meetings.held()
    for field, day in (("held_on", "2026-03-09"), ("next_due_on", "2026-06-01")):
        said = {"field": field, "becomes": day, "reason": "Tastefejl"}
        corrected = await meetings.chief.act(f"/follow-ups/{held['id']}/corrections", said)
        assert corrected.json()[field] == day, corrected.text
    said = {"field": "held_on", "becomes": "2026-03-09", "reason": "Tastefejl"}
    refused = await meetings.chief.act(f"/follow-ups/{await meetings.planned()}/corrections", said)
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong-state")
