"""Propose themes."""

from typing import Any

from tests.support.cycles.builders import create_cycle
from tests.support.world import Actor


async def proposed(office: Actor, **other: Any) -> dict[str, Any]:
    cycle_id = other.pop("cycle_id", None) or (await create_cycle(office))["id"]
    response = await office.post("/themes", {"cycle_id": cycle_id, "title": "Trivsel", "kinds": ["school"], **other})
    assert response.status_code == 201, response.text
    theme: dict[str, Any] = response.json()
    return theme
