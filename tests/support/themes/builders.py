"""Helpers shared by tests."""

from typing import Any

from tests.support.cycles.builders import made as made_cycle
from tests.support.world import Actor


async def proposed(office: Actor, **other: Any) -> dict[str, Any]:
    cycle_id = other.pop("cycle_id", None) or (await made_cycle(office))["id"]
    answer = await office.post("/themes", {"cycle_id": cycle_id, "title": "Trivsel", "kinds": ["school"], **other})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found
