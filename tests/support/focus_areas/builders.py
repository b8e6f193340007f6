"""Helpers shared by tests."""

from typing import Any
from uuid import UUID

from tests.support.themes.builders import proposed as proposed_theme
from tests.support.world import Actor, World


async def decided_theme(world: World, **other: Any) -> dict[str, Any]:
    office = await world.actor("administration")
    theme = await proposed_theme(office, **other)
    found: dict[str, Any] = (await office.act(f"/themes/{theme['id']}/decide")).json()
    return found


async def proposed(actor: Actor, institution: UUID, theme: dict[str, Any], **other: Any) -> dict[str, Any]:
    new = {"institution_id": str(institution), "theme_id": theme["id"], "title": "Ro i timerne", **other}
    answer = await actor.post("/focus-areas", new)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found
