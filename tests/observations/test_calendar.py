"""Observations in personal calendars."""

from tests.support.calendar.builders import event_summaries, events
from tests.support.dialogue_story import begin
from tests.support.observation_visit import begin_visit as visit_begins
from tests.support.observation_visit import json_of
from tests.support.world import World


async def test_observers_and_leader_have_the_observation_in_their_calendars(world: World) -> None:
    story, visit = await begin(world), await visit_begins(world)
    id = await visit.planned()
    for actor in (visit.observer, visit.consultant, visit.leader):
        [event] = await events(story, actor)
        assert event_summaries([event]) == [("Læringsmiljøobservation: Birkeskolen", "20260310T073000Z", "")]
        assert str(event["uid"]) == f"observation-{id}@sammen"
        assert "Larm" not in str(event.to_ical()), "the purpose is not in the calendar"
    for other in (visit.staff, await world.actor("chief", world.north)):
        assert await events(story, other) == []
    await json_of(visit.leader.act(f"/observations/{id}/cancel", {"reason": "Sygdom"}))
    assert await events(story, visit.observer) == []
