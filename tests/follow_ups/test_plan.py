"""Planning follow-ups, single ones and a whole district."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from api.core.identifiers import new_id
from api.db import transactions
from api.follow_ups.models import FollowUp
from api.institutions.models import Participation
from tests.support.follow_up_meetings import Meetings, faults_of


async def test_chief_plans_a_follow_up_with_the_leader_of_the_institution(meetings: Meetings) -> None:
    created = await meetings.chief.post("/follow-ups", meetings.plan())
    assert created.status_code == 201, created.text
    body = created.json()
    assert created.headers["location"] == f"/v1/follow-ups/{body['id']}"
    assert (body["institution_name"], body["kind"], body["status"]) == ("Birkeskolen", "school", "planned")
    assert (body["leader_id"], body["chief_id"]) == (str(meetings.leader.id), str(meetings.chief.id))
    assert body["leader_name"].startswith("leader")
    assert (body["planned_for"], body["planned_until"]) == ("2026-03-16T12:00:00Z", "2026-03-16T13:00:00Z")
    assert (body["held_on"], body["assessment"], body["next_due_on"], body["agreements"]) == (None, None, None, [])


async def test_chief_holds_a_follow_up_alone_in_a_vacancy(meetings: Meetings) -> None:
    await meetings.end_roles(meetings.leader, date(2026, 3, 12))
    id = await meetings.planned()
    assert (await meetings.chief.get(f"/follow-ups/{id}")).json()["leader_id"] is None
    held = await meetings.hold(id, held_on="2026-03-10")
    assert held.json()["code"] == "wrong-state", "there was a leader on that day"
    await meetings.sign_in_again_on(date(2026, 3, 16))
    held = await meetings.hold(id, agreements=[{"text": "Slå op", "responsible": "Chefen", "due_on": "2026-04-01"}])
    assert (held.status_code, held.json()["leader_id"]) == (200, None), held.text
    assert len(held.json()["agreements"]) == 1


async def test_leader_on_the_planned_day_is_chosen(meetings: Meetings) -> None:
    await meetings.end_roles(meetings.leader, date(2026, 3, 14))
    successor = await meetings.world.actor("leader", meetings.world.birk, since_on=date(2026, 3, 14))
    id = await meetings.planned()
    assert (await meetings.chief.get(f"/follow-ups/{id}")).json()["leader_id"] == str(successor.id)
    response = await meetings.chief.post("/follow-ups", meetings.plan(leader_id=str(meetings.leader.id)))
    assert (response.status_code, faults_of(response)) == (422, [("/leader_id", "not-its-leader")])


async def test_leader_of_the_institution_leads_a_department_without_its_own(meetings: Meetings) -> None:
    id = await meetings.planned(institution_id=str(meetings.world.birk_sfo))
    assert (await meetings.chief.get(f"/follow-ups/{id}")).json()["leader_id"] == str(meetings.leader.id)


@pytest.mark.parametrize(
    "change", [{"planned_until": "2026-03-16T12:00:00Z"}, {"planned_until": "2026-03-01T12:00:00Z"}]
)
async def test_follow_up_must_end_after_its_start(meetings: Meetings, change: dict[str, Any]) -> None:
    response = await meetings.chief.post("/follow-ups", meetings.plan(**change))
    assert (response.status_code, faults_of(response)) == (422, [("/planned_until", "out-of-bounds")])


async def test_institution_that_takes_part_in_nothing_has_no_follow_ups(meetings: Meetings) -> None:
    office = await meetings.world.actor("administration")
    birk = f"/institutions/{meetings.world.birk}"
    assert (await office.patch(birk, {"participation": Participation.none})).status_code == 200
    response = await meetings.chief.post("/follow-ups", meetings.plan())
    assert (response.status_code, faults_of(response)) == (409, [("/institution_id", "not-in-follow-ups")])
    assert (await office.patch(birk, {"participation": Participation.follow_up_only})).status_code == 200
    await meetings.planned()


async def test_closed_institution_has_no_follow_ups(meetings: Meetings) -> None:
    id = await meetings.planned()
    assert (await meetings.chief.act(f"/follow-ups/{id}/cancel", {"reason": "Lukker"})).status_code == 200
    await meetings.world.set_active_until(meetings.world.birk, date(2026, 3, 10))
    response = await meetings.chief.post("/follow-ups", meetings.plan())
    assert (response.status_code, response.json()["code"]) == (409, "institution-closed")
    assert (await meetings.chief.act(f"/follow-ups/{id}/reopen")).json()["code"] == "institution-closed"


async def test_administration_plans_follow_ups_but_cannot_hold_or_cancel_them(meetings: Meetings) -> None:
    office = await meetings.world.actor("administration")
    id = await meetings.planned(office)
    moved = await office.patch(f"/follow-ups/{id}", {"planned_for": "2026-03-17T09:00:00Z"})
    assert (moved.json()["planned_for"], moved.json()["planned_until"]) == (
        "2026-03-17T09:00:00Z",
        "2026-03-17T10:00:00Z",
    )
    assert moved.json()["chief_id"] == str(meetings.chief.id)
    for verb, payload in (("hold", {"assessment": "no_concern"}), ("cancel", {"reason": "Ferie"}), ("reopen", {})):
        refused = await office.act(f"/follow-ups/{id}/{verb}", payload)
        assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")


async def test_people_elsewhere_neither_see_nor_plan_follow_ups(meetings: Meetings) -> None:
    id = await meetings.planned()
    elsewhere = await meetings.world.actor("chief", meetings.world.south)
    assert (await elsewhere.get(f"/follow-ups/{id}")).status_code == 404
    assert (await elsewhere.get("/follow-ups?count=true")).json()["total"] == 0
    for other in ({}, {"institution_id": str(new_id())}):
        unknown = await elsewhere.post("/follow-ups", meetings.plan(**other))
        assert (unknown.status_code, faults_of(unknown)) == (422, [("/institution_id", "unknown-reference")])
    await meetings.world.add_grant(elsewhere.id, "leader", meetings.world.birk)
    assert (await elsewhere.post("/follow-ups", meetings.plan())).status_code == 403, "leaders do not plan them"
    for role in ("staff", "board_member"):
        there = await meetings.world.actor(role, meetings.world.birk)
        assert (await there.get("/follow-ups")).status_code == 403
        assert (await there.get(f"/follow-ups/{id}")).status_code == 403


async def test_leader_of_a_department_cannot_read_follow_ups_of_the_institution(meetings: Meetings) -> None:
    id = await meetings.planned()
    of_the_sfo = await meetings.world.actor("leader", meetings.world.birk_sfo)
    assert (await of_the_sfo.get(f"/follow-ups/{id}")).status_code == 404


async def test_plan_cannot_be_updated_after_holding(meetings: Meetings) -> None:
    id = await meetings.planned()
    stale = await meetings.chief.patch(f"/follow-ups/{id}", {"planned_until": None}, etag='"7"')
    assert (stale.status_code, stale.json()["code"]) == (412, "changed-meanwhile")
    assert (await meetings.hold(id)).status_code == 200
    refused = await meetings.chief.patch(f"/follow-ups/{id}", {"planned_for": "2026-03-17T09:00:00Z"})
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong-state")


async def test_leader_of_a_plan_cannot_be_changed_after_confidential_text_was_written(meetings: Meetings) -> None:
    id = await meetings.planned()
    successor = await meetings.world.actor("leader", meetings.world.birk, since_on=date(2026, 3, 9))
    changed = await meetings.chief.patch(f"/follow-ups/{id}", {"leader_id": str(successor.id)})
    assert changed.json()["leader_id"] == str(successor.id), changed.text
    remark = await successor.act(f"/follow-ups/{id}/remarks", {"text": "Jeg vil gerne tale om bemandingen"})
    assert remark.status_code == 200, remark.text
    refused = await meetings.chief.patch(f"/follow-ups/{id}", {"leader_id": str(meetings.leader.id)})
    assert (refused.status_code, faults_of(refused)) == (409, [("/leader_id", "wrong-state")])
    automatic = await meetings.chief.patch(f"/follow-ups/{id}", {"leader_id": None})
    assert automatic.status_code == 409


async def test_chief_cancels_a_follow_up_with_a_reason_and_reopens_it(meetings: Meetings) -> None:
    id = await meetings.planned()
    cancelled = await meetings.chief.act(f"/follow-ups/{id}/cancel", {"reason": "Lederen er syg"})
    assert (cancelled.json()["status"], cancelled.json()["cancellation"]) == ("cancelled", "Lederen er syg")
    for verb, payload in (("cancel", {"reason": "Igen"}), ("hold", {"assessment": "no_concern"})):
        assert (await meetings.chief.act(f"/follow-ups/{id}/{verb}", payload)).json()["code"] == "wrong-state"
    again = await meetings.chief.act(f"/follow-ups/{id}/reopen")
    assert (again.json()["status"], again.json()["cancellation"]) == ("planned", None)
    assert (await meetings.chief.act(f"/follow-ups/{id}/reopen")).json()["code"] == "wrong-state"


async def follow_up_count(meetings: Meetings) -> int:
    async with transactions.read_transaction(meetings.world.app.state.engine) as session:
        return int((await session.execute(select(func.count()).select_from(FollowUp))).scalar_one())


def round_of(*institutions: UUID, **other: Any) -> dict[str, Any]:
    days = enumerate(institutions, start=16)
    return {
        "follow_ups": [
            {"institution_id": str(id), "planned_for": f"2026-03-{day}T09:00:00Z", **other} for day, id in days
        ]
    }


async def test_chief_plans_a_district_in_one_request(meetings: Meetings) -> None:
    world = meetings.world
    created = await meetings.chief.post("/follow-ups/rounds", round_of(world.elm, world.birk, world.birk_sfo))
    assert created.status_code == 200, created.text
    assert [item["institution_name"] for item in created.json()["items"]] == [
        "Elmehuset",
        "Birkeskolen",
        "Birkeskolens SFO",
    ]
    assert [item["leader_id"] for item in created.json()["items"]] == [None, *[str(meetings.leader.id)] * 2]
    listed = await meetings.chief.get(f"/follow-ups?district_id={world.north}&sort=planned_for")
    assert [item["id"] for item in listed.json()["items"]] == [item["id"] for item in created.json()["items"]]


async def test_round_is_planned_completely_or_not_at_all(meetings: Meetings) -> None:
    world = meetings.world
    elsewhere = await meetings.chief.post("/follow-ups/rounds", round_of(world.birk, world.oak))
    assert faults_of(elsewhere) == [("/follow_ups/1/institution_id", "unknown-reference")]
    unknown = await meetings.chief.post("/follow-ups/rounds", round_of(world.birk, new_id()))
    assert faults_of(unknown) == [("/follow_ups/1/institution_id", "unknown-reference")]
    wrong = await meetings.chief.post("/follow-ups/rounds", round_of(world.birk, world.elm, leader_id=str(new_id())))
    assert faults_of(wrong) == [
        ("/follow_ups/0/leader_id", "not-its-leader"),
        ("/follow_ups/1/leader_id", "not-its-leader"),
    ]
    assert await follow_up_count(meetings) == 0


async def test_follow_ups_are_filtered(meetings: Meetings) -> None:
    world = meetings.world
    await meetings.held(held_on="2026-03-10", assessment="concern", reason="Mange sygemeldinger")
    await meetings.planned(planned_for="2026-03-31T22:30:00Z")  # 1 April in Denmark

    async def total(query: str) -> int:
        response = await meetings.chief.get(f"/follow-ups?count=true&{query}")
        assert response.status_code == 200, response.text
        return int(response.json()["total"])

    for query, number in (
        ("status=held", 1),
        ("assessment=concern", 1),
        ("assessment=no_concern", 0),
        ("from=2026-04-01", 1),
        ("to=2026-04-01", 1),
        (f"institution_id={world.birk}", 2),
        (f"leader_id={meetings.leader.id}", 2),
        (f"chief_id={meetings.chief.id}", 2),
        ("kind=day_care", 0),
        (f"district_id={world.south}", 0),
        ("updated_since=2026-03-11T00:00:00Z", 0),
    ):
        assert await total(query) == number, query
