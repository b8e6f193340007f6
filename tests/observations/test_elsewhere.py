"""Observations in other rooms: on the calendars of those who make them, and cancelled when an institution closes."""

from tests.support.calendar.builders import events, told
from tests.support.dialogue_story import Story, begin
from tests.support.observation_visit import Visit, made
from tests.support.observation_visit import begin as visit_begins
from tests.support.world import World


async def both(world: World) -> tuple[Story, Visit]:
    return await begin(world), await visit_begins(world)


async def test_an_observation_is_on_the_calendars_of_those_who_make_it_and_of_the_leader(world: World) -> None:
    story, visit = await both(world)
    id = await visit.planned()
    for actor in (visit.observer, visit.consultant, visit.leader):
        [found] = await events(story, actor)
        assert told([found]) == [("Læringsmiljøobservation: Birkeskolen", "20260310T073000Z", "")]
        assert str(found["uid"]) == f"observation-{id}@sammen"
        assert "Larm" not in str(found.to_ical()), "nothing of what it is for"
    for other in (visit.staff, await world.actor("chief", world.north)):
        assert await events(story, other) == []
    await made(visit.leader.act(f"/observations/{id}/cancel", {"reason": "Sygdom"}))
    assert await events(story, visit.observer) == []


async def test_what_is_planned_is_cancelled_when_an_institution_closes(world: World) -> None:
    _, visit = await both(world)
    planned, given = await visit.planned(), await visit.fed_back()
    said = {"reason": "Skolen lukker"}
    await made(visit.consultant.act(f"/institutions/{world.birk_sfo}/close", said))
    closed = await visit.consultant.act(f"/institutions/{world.birk}/close", said)
    assert closed.status_code == 200, closed.text
    row = await made(visit.consultant.get(f"/observations/{planned}"))
    assert (row["status"], row["cancellation"]) == ("cancelled", "Skolen lukker")
    assert (await made(visit.consultant.get(f"/observations/{given}")))["status"] == "fed_back"
