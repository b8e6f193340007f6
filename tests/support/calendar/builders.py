"""Reading calendars by their secret address."""

from typing import Any

import httpx
from icalendar import Calendar

from tests.support.dialogue_story import Story
from tests.support.world import Actor


async def create_calendar_address(actor: Actor) -> str:
    """Create the address of a person's calendar; return its path."""
    created = await actor.post("/calendar")
    assert created.status_code == 200, created.text
    return str(created.json()["path"])


async def read_calendar(story: Story, path: str) -> httpx.Response:
    """Read a calendar without signing in, as a calendar program does."""
    return await story.world.client.get(path)


async def events(story: Story, actor: Actor) -> list[Any]:
    """Return the events in a person's calendar."""
    response = await read_calendar(story, await create_calendar_address(actor))
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def event_summaries(calendar_events: list[Any]) -> list[tuple[str, str, str]]:
    """Return title, start and place of each event."""
    return [
        (str(event["summary"]), event["dtstart"].to_ical().decode(), str(event.get("location", "")))
        for event in calendar_events
    ]
