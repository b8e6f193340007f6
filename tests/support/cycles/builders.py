"""Helpers shared by tests."""

from typing import Any

from tests.support.world import Actor

NEW = {
    "area": "age_6_18",
    "title": "6-18 år 2026-2027",
    "discussion_on": "2025-12-10",
    "starts_on": "2026-01-01",
}


async def made(actor: Actor, **other: Any) -> dict[str, Any]:
    answer = await actor.post("/cycles", {**NEW, **other})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found
