"""Create cycles."""

from typing import Any

from tests.support.world import Actor

NEW = {
    "area": "age_6_18",
    "title": "6-18 år 2026-2027",
    "discussion_on": "2025-12-10",
    "starts_on": "2026-01-01",
}


async def create_cycle(actor: Actor, **other: Any) -> dict[str, Any]:
    response = await actor.post("/cycles", {**NEW, **other})
    assert response.status_code == 201, response.text
    cycle: dict[str, Any] = response.json()
    return cycle
