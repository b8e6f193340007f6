"""Follow-ups and heightened supervision of an institution that closes."""

from typing import Any

import pytest

from tests.support.follow_up_meetings import Meetings, begin
from tests.support.world import Actor, World

REASON = "Skolerne lægges sammen"


@pytest.fixture
async def meetings(world: World) -> Meetings:
    """March 2026: Birkeskolen, its after-school centre closed, is under heightened supervision."""
    return await begin(world)


@pytest.fixture
async def office(meetings: Meetings) -> Actor:
    office = await meetings.world.actor("administration")
    closed = await office.act(f"/institutions/{meetings.world.birk_sfo}/close", {"reason": "Flytter"})
    assert closed.status_code == 200, closed.text
    return office


async def concern(meetings: Meetings) -> str:
    held = await meetings.held(assessment="concern", reason="Opsynet svigter")
    return str(held["heightened_supervision_id"])


async def close(office: Actor, meetings: Meetings, **closing: Any) -> Any:
    return await office.act(f"/institutions/{meetings.world.birk}/close", {"reason": REASON, **closing})


async def test_successor_takes_over_heightened_supervision(meetings: Meetings, office: Actor) -> None:
    world, id = meetings.world, await concern(meetings)
    planned = await meetings.planned()
    chief = await world.actor("chief", world.south)
    assert (await chief.get(f"/heightened-supervision/{id}")).status_code == 404
    closed = await close(office, meetings, successor_ids=[str(world.oak)])
    assert closed.status_code == 200, closed.text
    response = await chief.get(f"/heightened-supervision/{id}")
    assert (response.json()["institution_name"], response.json()["status"]) == ("Egeskolen", "open")
    cancelled = (await meetings.chief.get(f"/follow-ups/{planned}")).json()
    assert (cancelled["status"], cancelled["cancellation"]) == ("cancelled", REASON)


async def test_leader_of_the_successor_cannot_read_follow_ups_of_the_predecessor(
    meetings: Meetings, office: Actor
) -> None:
    world = meetings.world
    held = await meetings.held(assessment="no_concern", notes="Fortroligt")
    assert (await close(office, meetings, successor_ids=[str(world.oak)])).status_code == 200
    leader = await world.actor("leader", world.oak)
    assert (await leader.get(f"/follow-ups/{held['id']}")).status_code == 404
    assert (await leader.get(f"/follow-ups/{held['id']}/notes")).status_code == 404


async def test_heightened_supervision_ends_without_a_successor_and_resumes_with_the_institution(
    meetings: Meetings, office: Actor
) -> None:
    id = await concern(meetings)
    assert (await close(office, meetings)).status_code == 200
    ended = (await meetings.chief.get(f"/heightened-supervision/{id}")).json()
    assert (ended["status"], ended["closed_on"], ended["closing"]) == ("closed", "2026-03-10", REASON)
    assert (await office.act(f"/institutions/{meetings.world.birk}/reopen")).status_code == 200
    again = (await meetings.chief.get(f"/heightened-supervision/{id}")).json()
    assert (again["status"], again["closed_on"], again["closing"]) == ("open", None, None)


async def test_successor_under_heightened_supervision_cannot_take_over_another(
    meetings: Meetings, office: Actor
) -> None:
    world, id = meetings.world, await concern(meetings)
    elsewhere = await world.actor("chief", world.south)
    other = await elsewhere.post("/follow-ups", meetings.plan(institution_id=str(world.oak)))
    assert other.status_code == 201, other.text
    hold = {"assessment": "concern", "reason": "Også her"}
    assert (await elsewhere.act(f"/follow-ups/{other.json()['id']}/hold", hold)).status_code == 200
    refused = await close(office, meetings, successor_ids=[str(world.oak)])
    assert (refused.status_code, refused.json()["code"]) == (409, "supervised-already")
    assert refused.json()["errors"][0]["pointer"] == "/successor_ids/0"
    ended = {"resource": "heightened-supervision", "id": id, "successor_id": None}
    closed = await close(office, meetings, successor_ids=[str(world.oak)], carry=[ended])
    assert closed.status_code == 200, closed.text
    assert (await meetings.chief.get(f"/heightened-supervision/{id}")).json()["status"] == "closed"


async def test_agreement_that_is_not_shared_ends_with_the_institution(meetings: Meetings, office: Actor) -> None:
    world = meetings.world
    agreement = {"text": "Fortroligt", "responsible": "Lederen", "due_on": "2026-06-01"}
    held = await meetings.held(assessment="no_concern", agreements=[agreement])
    id = held["agreements"][0]["id"]
    assert (await close(office, meetings, successor_ids=[str(world.oak)])).status_code == 200
    chief = await world.actor("chief", world.south)
    assert (await chief.get(f"/agreements/{id}")).status_code == 404
    ended = (await meetings.chief.get(f"/agreements/{id}")).json()
    assert (ended["institution_id"], ended["status"]) == (str(world.birk), "dropped")


async def test_reopening_leaves_heightened_supervision_that_the_successor_has_deepened(
    meetings: Meetings, office: Actor
) -> None:
    world, id = meetings.world, await concern(meetings)
    assert (await close(office, meetings, successor_ids=[str(world.oak)])).status_code == 200
    chief = await world.actor("chief", world.south)
    planned = await chief.post("/follow-ups", meetings.plan(institution_id=str(world.oak)))
    hold = {"assessment": "serious_concern", "reason": "Egen bekymring"}
    assert (await chief.act(f"/follow-ups/{planned.json()['id']}/hold", hold)).status_code == 200
    assert (await office.act(f"/institutions/{world.birk}/reopen")).status_code == 200
    stays = (await chief.get(f"/heightened-supervision/{id}")).json()
    assert (stays["institution_id"], stays["status"]) == (str(world.oak), "open")
