"""What belongs to follow-ups when an institution closes: its planned meetings, and heightened supervision."""

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


async def close(office: Actor, meetings: Meetings, **said: Any) -> Any:
    return await office.act(f"/institutions/{meetings.world.birk}/close", {"reason": REASON, **said})


async def test_heightened_supervision_goes_on_at_the_successor(meetings: Meetings, office: Actor) -> None:
    world, id = meetings.world, await concern(meetings)
    planned = await meetings.planned()
    chief = await world.actor("chief", world.south)
    assert (await chief.get(f"/heightened-supervision/{id}")).status_code == 404
    closed = await close(office, meetings, successor_ids=[str(world.oak)])
    assert closed.status_code == 200, closed.text
    seen = await chief.get(f"/heightened-supervision/{id}")
    assert (seen.json()["institution_name"], seen.json()["status"]) == ("Egeskolen", "open")
    cancelled = (await meetings.chief.get(f"/follow-ups/{planned}")).json()
    assert (cancelled["status"], cancelled["cancellation"]) == ("cancelled", REASON)


async def test_the_successors_leader_reads_nothing_of_the_predecessors_follow_ups(
    meetings: Meetings, office: Actor
) -> None:
    world = meetings.world
    held = await meetings.held(assessment="no_concern", notes="Fortroligt")
    assert (await close(office, meetings, successor_ids=[str(world.oak)])).status_code == 200
    leader = await world.actor("leader", world.oak)
    assert (await leader.get(f"/follow-ups/{held['id']}")).status_code == 404
    assert (await leader.get(f"/follow-ups/{held['id']}/notes")).status_code == 404


async def test_without_a_successor_it_is_closed_with_the_reason_and_opened_again_with_the_institution(
    meetings: Meetings, office: Actor
) -> None:
    id = await concern(meetings)
    assert (await close(office, meetings)).status_code == 200
    ended = (await meetings.chief.get(f"/heightened-supervision/{id}")).json()
    assert (ended["status"], ended["closed_on"], ended["closing"]) == ("closed", "2026-03-10", REASON)
    assert (await office.act(f"/institutions/{meetings.world.birk}/reopen")).status_code == 200
    again = (await meetings.chief.get(f"/heightened-supervision/{id}")).json()
    assert (again["status"], again["closed_on"], again["closing"]) == ("open", None, None)


async def test_one_supervision_does_not_go_where_there_is_one_already(meetings: Meetings, office: Actor) -> None:
    world, id = meetings.world, await concern(meetings)
    elsewhere = await world.actor("chief", world.south)
    other = await elsewhere.post("/follow-ups", meetings.plan(institution_id=str(world.oak)))
    assert other.status_code == 201, other.text
    said = {"assessment": "concern", "reason": "Også her"}
    assert (await elsewhere.act(f"/follow-ups/{other.json()['id']}/hold", said)).status_code == 200
    refused = await close(office, meetings, successor_ids=[str(world.oak)])
    assert (refused.status_code, refused.json()["code"]) == (409, "supervised-already")
    assert refused.json()["errors"][0]["pointer"] == "/successor_ids/0"
    ended = {"resource": "heightened-supervision", "id": id, "successor_id": None}
    closed = await close(office, meetings, successor_ids=[str(world.oak)], carry=[ended])
    assert closed.status_code == 200, closed.text
    assert (await meetings.chief.get(f"/heightened-supervision/{id}")).json()["status"] == "closed"


async def test_an_agreement_between_two_ends_with_them(meetings: Meetings, office: Actor) -> None:
    world = meetings.world
    agreement = {"text": "Fortroligt", "responsible": "Lederen", "due_on": "2026-06-01"}
    held = await meetings.held(assessment="no_concern", agreements=[agreement])
    id = held["agreements"][0]["id"]
    assert (await close(office, meetings, successor_ids=[str(world.oak)])).status_code == 200
    chief = await world.actor("chief", world.south)
    assert (await chief.get(f"/agreements/{id}")).status_code == 404
    ended = (await meetings.chief.get(f"/agreements/{id}")).json()
    assert (ended["institution_id"], ended["status"]) == (str(world.birk), "dropped")


async def test_a_successors_own_concern_is_not_taken_away(meetings: Meetings, office: Actor) -> None:
    world, id = meetings.world, await concern(meetings)
    assert (await close(office, meetings, successor_ids=[str(world.oak)])).status_code == 200
    chief = await world.actor("chief", world.south)
    planned = await chief.post("/follow-ups", meetings.plan(institution_id=str(world.oak)))
    said = {"assessment": "serious_concern", "reason": "Egen bekymring"}
    assert (await chief.act(f"/follow-ups/{planned.json()['id']}/hold", said)).status_code == 200
    assert (await office.act(f"/institutions/{world.birk}/reopen")).status_code == 200
    stays = (await chief.get(f"/heightened-supervision/{id}")).json()
    assert (stays["institution_id"], stays["status"]) == (str(world.oak), "open")
