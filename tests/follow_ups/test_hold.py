"""Holding a follow-up: assessment, agreements that only chief and leader see until shared, and corrections."""

from datetime import date
from typing import Any

import pytest

from api.core.identifiers import new_id
from tests.support.follow_up_meetings import Meetings, agreement, faults_of


async def test_holding_sets_the_due_date_of_the_next_follow_up(meetings: Meetings) -> None:
    held = await meetings.held()
    assert (held["status"], held["held_on"], held["assessment"]) == ("held", "2026-03-10", "no_concern")
    assert (held["next_due_on"], held["heightened_supervision_id"]) == ("2026-09-10", None)
    leisure = await meetings.held({"institution_id": str(meetings.world.birk_sfo)})
    assert leisure["next_due_on"] == "2027-03-10", "a longer time for leisure"
    with_due_date = await meetings.held(next_due_on="2026-04-01")
    assert with_due_date["next_due_on"] == "2026-04-01"


async def test_follow_up_is_held_once(meetings: Meetings) -> None:
    id = await meetings.planned()
    etag = (await meetings.chief.get(f"/follow-ups/{id}")).headers["etag"]
    assert (await meetings.hold(id)).status_code == 200
    again = await meetings.chief.act(f"/follow-ups/{id}/hold", {"assessment": "no_concern"})
    assert (again.status_code, again.json()["code"]) == (409, "wrong-state")
    twin = await meetings.chief.act(f"/follow-ups/{id}/hold", {"assessment": "no_concern"}, etag=etag)
    assert (twin.status_code, twin.json()["code"]) == (412, "changed-meanwhile")


async def test_all_faults_of_holding_are_reported_at_once(meetings: Meetings) -> None:
    id = await meetings.planned()
    refused = await meetings.hold(
        id,
        held_on="2026-03-11",
        assessment="serious_concern",
        next_due_on="2026-03-11",
        taken_up=[{"agreement_id": str(new_id()), "outcome": "done"}],
        agreements=[agreement(focus_area_id=str(new_id()))],
    )
    assert faults_of(refused) == [
        ("/taken_up/0/agreement_id", "unknown-reference"),
        ("/held_on", "held-in-the-future"),
        ("/agreements/0/focus_area_id", "focus-area-of-another-institution"),
        ("/reason", "concern-without-reason"),
        ("/next_due_on", "out-of-bounds"),
    ]
    assert (await meetings.chief.get(f"/follow-ups/{id}")).json()["status"] == "planned"
    assert (await meetings.chief.get("/agreements")).json()["items"] == []


async def test_chief_updates_a_changed_leader_before_holding(meetings: Meetings) -> None:
    id = await meetings.planned()
    await meetings.end_roles(meetings.leader, date(2026, 3, 14))
    successor = await meetings.world.actor("leader", meetings.world.birk, since_on=date(2026, 3, 14))
    await meetings.sign_in_again_on(date(2026, 3, 16))
    assert (await meetings.hold(id)).json()["code"] == "wrong-state"
    assert (await meetings.chief.patch(f"/follow-ups/{id}", {"leader_id": None})).status_code == 200
    held = await meetings.hold(id)
    assert (held.status_code, held.json()["leader_id"]) == (200, str(successor.id))


async def test_only_a_chief_of_the_district_holds_a_follow_up(meetings: Meetings) -> None:
    id = await meetings.planned()
    refused = await meetings.leader.act(f"/follow-ups/{id}/hold", {"assessment": "no_concern"})
    assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")
    other = await meetings.world.actor("chief", meetings.world.north)
    held = await other.act(f"/follow-ups/{id}/hold", {"assessment": "no_concern"})
    assert held.json()["chief_id"] == str(other.id), "the chief who held it"


# --- agreements ---


async def agree_in_follow_up(meetings: Meetings, **other: Any) -> str:
    held = await meetings.held(agreements=[agreement()], **other)
    [new_agreement] = held["agreements"]
    assert (new_agreement["origin_kind"], new_agreement["origin_id"], new_agreement["shared"]) == (
        "follow_up",
        held["id"],
        False,
    )
    return str(new_agreement["id"])


async def test_agreements_are_visible_only_to_chief_and_leader_until_shared(meetings: Meetings) -> None:
    id, world = await agree_in_follow_up(meetings), meetings.world
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


async def test_notes_from_before_sharing_stay_visible_only_to_chief_and_leader(meetings: Meetings) -> None:
    id, world = await agree_in_follow_up(meetings), meetings.world
    path = f"/agreements/{id}"
    item = {"agreement_id": id, "outcome": "continued", "note": "Fortroligt i samtalen"}
    meeting = (await meetings.held(taken_up=[item]))["id"]
    for verb, note in (
        ("done", "Fortroligt"),
        ("reopen", "Fortroligt igen"),
        ("share", None),
        ("drop", "Aftalt på ny"),
    ):
        response = await meetings.chief.act(f"{path}/{verb}", {"note": note} if note else None)
        assert response.status_code == 200, response.text
    for actor in (meetings.chief, meetings.leader):
        assert [turn["turn"] for turn in (await actor.get(path)).json()["turns"]] == [
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
        assert [turn["note"] for turn in seen.json()["turns"]] == ["Aftalt på ny"]
        assert "Fortroligt" not in (await actor.get(f"/follow-ups/{meeting}")).text
    assert (await meetings.chief.get(f"/follow-ups/{meeting}")).json()["taken_up"][0]["note"] == "Fortroligt i samtalen"


async def test_administration_cannot_share_an_agreement(meetings: Meetings) -> None:
    id = await agree_in_follow_up(meetings)
    assert (await meetings.chief.act(f"/agreements/{id}/share")).status_code == 200
    office = await meetings.world.actor("administration")
    assert (await office.act(f"/agreements/{id}/share")).status_code == 403


async def test_new_leader_finds_only_shared_agreements(meetings: Meetings) -> None:
    unshared, shared = await agree_in_follow_up(meetings), await agree_in_follow_up(meetings)
    assert (await meetings.chief.act(f"/agreements/{shared}/share")).status_code == 200
    await meetings.end_roles(meetings.leader, date(2026, 3, 14))
    successor = await meetings.world.actor("leader", meetings.world.birk, since_on=date(2026, 3, 14))
    await meetings.sign_in_again_on(date(2026, 3, 20), successor)
    assert [item["id"] for item in (await successor.get("/agreements")).json()["items"]] == [shared]
    listed = (await successor.get("/follow-ups")).json()["items"]
    agreements_of_follow_ups = [
        (await successor.get(f"/follow-ups/{follow_up['id']}")).json()["agreements"] for follow_up in listed
    ]
    assert sorted(len(agreements) for agreements in agreements_of_follow_ups) == [0, 1]
    assert (await meetings.leader.get(f"/agreements/{unshared}")).status_code in (403, 404)
    taken_up = [{"agreement_id": unshared, "outcome": "done"}, {"agreement_id": shared, "outcome": "done"}]
    refused = await meetings.hold(await meetings.planned(planned_for="2026-03-20T12:00:00Z"), taken_up=taken_up)
    assert faults_of(refused) == [("/taken_up/0/agreement_id", "unknown-reference")], "an agreement with another leader"


async def test_next_follow_up_takes_up_agreements_with_a_note(meetings: Meetings) -> None:
    first, second = await agree_in_follow_up(meetings), await agree_in_follow_up(meetings)
    taken_up = [
        {"agreement_id": first, "outcome": "done", "note": "Er begyndt"},
        {"agreement_id": second, "outcome": "continued"},
    ]
    held = await meetings.held(taken_up=taken_up)
    assert [(taken_up["agreement_id"], taken_up["outcome"], taken_up["note"]) for taken_up in held["taken_up"]] == [
        (first, "done", "Er begyndt"),
        (second, "continued", None),
    ]
    assert (await meetings.leader.get(f"/agreements/{first}")).json()["status"] == "done"
    office = await meetings.world.actor("administration")
    assert (await office.get(f"/follow-ups/{held['id']}")).json()["taken_up"] == [], "the agreements are not shared"


# --- corrections ---


async def test_heightened_supervision_follows_a_corrected_assessment(meetings: Meetings) -> None:
    held = await meetings.held(assessment="concern", reason="Uro i personalegruppen")
    opened = held["heightened_supervision_id"]
    payload = {"field": "assessment", "becomes": "no_concern", "reason": "Det var et andet hus"}
    corrected = await meetings.chief.act(f"/follow-ups/{held['id']}/corrections", payload)
    assert (corrected.status_code, corrected.json()["assessment"]) == (200, "no_concern"), corrected.text
    [correction] = corrected.json()["corrections"]
    assert (correction["was"], correction["becomes"], correction["reason"]) == (
        "concern",
        "no_concern",
        "Det var et andet hus",
    )
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


async def test_assessment_cannot_be_corrected_after_a_later_follow_up(meetings: Meetings) -> None:
    first = await meetings.held(held_on="2026-03-01")
    await meetings.held(held_on="2026-03-10")
    payload = {"field": "assessment", "becomes": "concern", "reason": "Glemt"}
    refused = await meetings.chief.act(f"/follow-ups/{first['id']}/corrections", payload)
    assert (refused.status_code, faults_of(refused)) == (409, [("/becomes", "wrong-state")])


@pytest.mark.parametrize(
    "payload, pointer",
    [
        ({"field": "leader_id", "becomes": "x"}, "/field"),
        ({"field": "assessment", "becomes": "fine"}, "/becomes"),
        ({"field": "held_on", "becomes": "2027-01-01"}, "/becomes"),
        ({"field": "next_due_on", "becomes": "2026-01-01"}, "/becomes"),
        ({"field": "next_due_on", "becomes": None}, "/becomes"),
    ],
)
async def test_corrected_values_are_validated(meetings: Meetings, payload: dict[str, Any], pointer: str) -> None:
    held = await meetings.held()
    response = await meetings.chief.act(f"/follow-ups/{held['id']}/corrections", {**payload, "reason": "Fejl"})
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (422, pointer), response.text


async def test_chief_corrects_days_of_held_follow_ups_only(meetings: Meetings) -> None:
    held = await meetings.held()
    for field, day in (("held_on", "2026-03-09"), ("next_due_on", "2026-06-01")):
        payload = {"field": field, "becomes": day, "reason": "Tastefejl"}
        corrected = await meetings.chief.act(f"/follow-ups/{held['id']}/corrections", payload)
        assert corrected.json()[field] == day, corrected.text
    payload = {"field": "held_on", "becomes": "2026-03-09", "reason": "Tastefejl"}
    refused = await meetings.chief.act(f"/follow-ups/{await meetings.planned()}/corrections", payload)
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong-state")
