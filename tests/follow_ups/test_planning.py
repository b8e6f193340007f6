"""Planning follow-ups, one by one and for a whole district."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from api.core.identifiers import new_id
from api.db import transactions
from api.follow_ups.models import FollowUp
from api.institutions.models import Participation
from tests.support.follow_up_meetings import Meetings, found


async def test_a_follow_up_is_planned_with_who_leads_the_institution(meetings: Meetings) -> None:
    made = await meetings.chief.post("/follow-ups", meetings.plan())
    assert made.status_code == 201, made.text
    body = made.json()
    assert made.headers["location"] == f"/v1/follow-ups/{body['id']}"
    assert (body["institution_name"], body["kind"], body["status"]) == ("Birkeskolen", "school", "planned")
    assert (body["leader_id"], body["chief_id"]) == (str(meetings.leader.id), str(meetings.chief.id))
    assert body["leader_name"].startswith("leader")
    assert (body["planned_for"], body["planned_until"]) == ("2026-03-16T12:00:00Z", "2026-03-16T13:00:00Z")
    assert (body["held_on"], body["assessment"], body["next_due_on"], body["agreements"]) == (None, None, None, [])


async def test_in_a_vacancy_the_chief_acts_alone(meetings: Meetings) -> None:
    await meetings.leaves(meetings.leader, date(2026, 3, 12))
    id = await meetings.planned()
    assert (await meetings.chief.get(f"/follow-ups/{id}")).json()["leader_id"] is None
    held = await meetings.hold(id, held_on="2026-03-10")
    assert held.json()["code"] == "wrong-state", "there was a leader on that day"
    await meetings.again(date(2026, 3, 16))
    held = await meetings.hold(id, agreements=[{"text": "Slå op", "responsible": "Chefen", "due_on": "2026-04-01"}])
    assert (held.status_code, held.json()["leader_id"]) == (200, None), held.text
    assert len(held.json()["agreements"]) == 1


async def test_the_one_who_leads_on_the_planned_day_is_taken(meetings: Meetings) -> None:
    await meetings.leaves(meetings.leader, date(2026, 3, 14))
    successor = await meetings.world.actor("leader", meetings.world.birk, since_on=date(2026, 3, 14))
    id = await meetings.planned()
    assert (await meetings.chief.get(f"/follow-ups/{id}")).json()["leader_id"] == str(successor.id)
    answer = await meetings.chief.post("/follow-ups", meetings.plan(leader_id=str(meetings.leader.id)))
    assert (answer.status_code, found(answer)) == (422, [("/leader_id", "not-its-leader")])


async def test_a_department_is_led_by_its_own_leader_or_by_the_institutions(meetings: Meetings) -> None:
    id = await meetings.planned(institution_id=str(meetings.world.birk_sfo))
    assert (await meetings.chief.get(f"/follow-ups/{id}")).json()["leader_id"] == str(meetings.leader.id)


@pytest.mark.parametrize(
    "change", [{"planned_until": "2026-03-16T12:00:00Z"}, {"planned_until": "2026-03-01T12:00:00Z"}]
)
async def test_a_follow_up_ends_after_it_begins(meetings: Meetings, change: dict[str, Any]) -> None:
    answer = await meetings.chief.post("/follow-ups", meetings.plan(**change))
    assert (answer.status_code, found(answer)) == (422, [("/planned_until", "out-of-bounds")])


async def test_an_institution_that_takes_part_in_nothing_has_no_follow_ups(meetings: Meetings) -> None:
    office = await meetings.world.actor("administration")
    birk = f"/institutions/{meetings.world.birk}"
    assert (await office.patch(birk, {"participation": Participation.none})).status_code == 200
    answer = await meetings.chief.post("/follow-ups", meetings.plan())
    assert (answer.status_code, found(answer)) == (409, [("/institution_id", "not-in-follow-ups")])
    assert (await office.patch(birk, {"participation": Participation.follow_up_only})).status_code == 200
    await meetings.planned()


async def test_a_closed_institution_has_no_follow_ups(meetings: Meetings) -> None:
    id = await meetings.planned()
    assert (await meetings.chief.act(f"/follow-ups/{id}/cancel", {"reason": "Lukker"})).status_code == 200
    await meetings.world.ends(meetings.world.birk, date(2026, 3, 10))
    answer = await meetings.chief.post("/follow-ups", meetings.plan())
    assert (answer.status_code, answer.json()["code"]) == (409, "institution-closed")
    assert (await meetings.chief.act(f"/follow-ups/{id}/reopen")).json()["code"] == "institution-closed"


async def test_the_administration_plans_too_and_holds_nothing(meetings: Meetings) -> None:
    office = await meetings.world.actor("administration")
    id = await meetings.planned(office)
    moved = await office.patch(f"/follow-ups/{id}", {"planned_for": "2026-03-17T09:00:00Z"})
    assert (moved.json()["planned_for"], moved.json()["planned_until"]) == (
        "2026-03-17T09:00:00Z",
        "2026-03-17T10:00:00Z",
    )
    assert moved.json()["chief_id"] == str(meetings.chief.id)
    for verb, said in (("hold", {"assessment": "no_concern"}), ("cancel", {"reason": "Ferie"}), ("reopen", {})):
        refused = await office.act(f"/follow-ups/{id}/{verb}", said)
        assert (refused.status_code, refused.json()["code"]) == (403, "not-allowed")


async def test_who_is_elsewhere_sees_and_plans_nothing(meetings: Meetings) -> None:
    id = await meetings.planned()
    elsewhere = await meetings.world.actor("chief", meetings.world.south)
    assert (await elsewhere.get(f"/follow-ups/{id}")).status_code == 404
    assert (await elsewhere.get("/follow-ups?count=true")).json()["total"] == 0
    for other in ({}, {"institution_id": str(new_id())}):
        unknown = await elsewhere.post("/follow-ups", meetings.plan(**other))
        assert (unknown.status_code, found(unknown)) == (422, [("/institution_id", "unknown-reference")])
    await meetings.world.give(elsewhere.id, "leader", meetings.world.birk)
    assert (await elsewhere.post("/follow-ups", meetings.plan())).status_code == 403, "leads there, plans elsewhere"
    for role in ("staff", "board_member"):
        there = await meetings.world.actor(role, meetings.world.birk)
        assert (await there.get("/follow-ups")).status_code == 403
        assert (await there.get(f"/follow-ups/{id}")).status_code == 403


async def test_a_leader_of_a_department_does_not_read_the_institutions_follow_ups(meetings: Meetings) -> None:
    id = await meetings.planned()
    of_the_sfo = await meetings.world.actor("leader", meetings.world.birk_sfo)
    assert (await of_the_sfo.get(f"/follow-ups/{id}")).status_code == 404


async def test_a_plan_changes_while_it_is_planned(meetings: Meetings) -> None:
    id = await meetings.planned()
    stale = await meetings.chief.patch(f"/follow-ups/{id}", {"planned_until": None}, etag='"7"')
    assert (stale.status_code, stale.json()["code"]) == (412, "changed-meanwhile")
    assert (await meetings.hold(id)).status_code == 200
    refused = await meetings.chief.patch(f"/follow-ups/{id}", {"planned_for": "2026-03-17T09:00:00Z"})
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong-state")


async def test_another_leader_takes_over_a_plan_unless_something_was_written(meetings: Meetings) -> None:
    id = await meetings.planned()
    successor = await meetings.world.actor("leader", meetings.world.birk, since_on=date(2026, 3, 9))
    changed = await meetings.chief.patch(f"/follow-ups/{id}", {"leader_id": str(successor.id)})
    assert changed.json()["leader_id"] == str(successor.id), changed.text
    remark = await successor.act(f"/follow-ups/{id}/remarks", {"text": "Jeg vil gerne tale om bemandingen"})
    assert remark.status_code == 200, remark.text
    refused = await meetings.chief.patch(f"/follow-ups/{id}", {"leader_id": str(meetings.leader.id)})
    assert (refused.status_code, found(refused)) == (409, [("/leader_id", "wrong-state")])
    whoever = await meetings.chief.patch(f"/follow-ups/{id}", {"leader_id": None})
    assert whoever.status_code == 409


async def test_a_cancelled_follow_up_keeps_its_reason_and_can_be_planned_again(meetings: Meetings) -> None:
    id = await meetings.planned()
    cancelled = await meetings.chief.act(f"/follow-ups/{id}/cancel", {"reason": "Lederen er syg"})
    assert (cancelled.json()["status"], cancelled.json()["cancellation"]) == ("cancelled", "Lederen er syg")
    for verb, said in (("cancel", {"reason": "Igen"}), ("hold", {"assessment": "no_concern"})):
        assert (await meetings.chief.act(f"/follow-ups/{id}/{verb}", said)).json()["code"] == "wrong-state"
    again = await meetings.chief.act(f"/follow-ups/{id}/reopen")
    assert (again.json()["status"], again.json()["cancellation"]) == ("planned", None)
    assert (await meetings.chief.act(f"/follow-ups/{id}/reopen")).json()["code"] == "wrong-state"


async def count(meetings: Meetings) -> int:
    async with transactions.read_transaction(meetings.world.app.state.engine) as session:
        return int((await session.execute(select(func.count()).select_from(FollowUp))).scalar_one())


def round_of(*institutions: UUID, **other: Any) -> dict[str, Any]:
    days = enumerate(institutions, start=16)
    return {
        "follow_ups": [
            {"institution_id": str(id), "planned_for": f"2026-03-{day}T09:00:00Z", **other} for day, id in days
        ]
    }


async def test_a_whole_district_is_planned_at_once(meetings: Meetings) -> None:
    world = meetings.world
    made = await meetings.chief.post("/follow-ups/rounds", round_of(world.elm, world.birk, world.birk_sfo))
    assert made.status_code == 200, made.text
    assert [one["institution_name"] for one in made.json()["items"]] == ["Elmehuset", "Birkeskolen", "Birkeskolens SFO"]
    assert [one["leader_id"] for one in made.json()["items"]] == [None, *[str(meetings.leader.id)] * 2]
    listed = await meetings.chief.get(f"/follow-ups?district_id={world.north}&sort=planned_for")
    assert [one["id"] for one in listed.json()["items"]] == [one["id"] for one in made.json()["items"]]


async def test_a_round_is_planned_wholly_or_not_at_all(meetings: Meetings) -> None:
    world = meetings.world
    elsewhere = await meetings.chief.post("/follow-ups/rounds", round_of(world.birk, world.oak))
    assert found(elsewhere) == [("/follow_ups/1/institution_id", "unknown-reference")]
    unknown = await meetings.chief.post("/follow-ups/rounds", round_of(world.birk, new_id()))
    assert found(unknown) == [("/follow_ups/1/institution_id", "unknown-reference")]
    wrong = await meetings.chief.post("/follow-ups/rounds", round_of(world.birk, world.elm, leader_id=str(new_id())))
    assert found(wrong) == [
        ("/follow_ups/0/leader_id", "not-its-leader"),
        ("/follow_ups/1/leader_id", "not-its-leader"),
    ]
    assert await count(meetings) == 0


async def test_the_list_is_narrowed_by_who_when_and_how_it_stands(meetings: Meetings) -> None:
    world = meetings.world
    await meetings.held(held_on="2026-03-10", assessment="concern", reason="Mange sygemeldinger")
    await meetings.planned(planned_for="2026-03-31T22:30:00Z")  # 1 April in Denmark

    async def total(query: str) -> int:
        answer = await meetings.chief.get(f"/follow-ups?count=true&{query}")
        assert answer.status_code == 200, answer.text
        return int(answer.json()["total"])

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
