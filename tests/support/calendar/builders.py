"""Helpers shared by tests."""

from typing import Any

import httpx
from icalendar import Calendar

from tests.support.dialogue_story import Story
from tests.support.world import Actor


async def address(actor: Actor) -> str:
    made = await actor.post("/calendar")
    assert made.status_code == 200, made.text
    return str(made.json()["path"])


async def read(story: Story, path: str) -> httpx.Response:
    return await story.world.client.get(path)


async def events(story: Story, actor: Actor) -> list[Any]:
    answer = await read(story, await address(actor))
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def told(found: list[Any]) -> list[tuple[str, str, str]]:
    return [(str(one["summary"]), one["dtstart"].to_ical().decode(), str(one.get("location", ""))) for one in found]
