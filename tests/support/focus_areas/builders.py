"""Decide themes, and propose focus areas that are based on them."""

from typing import Any
from uuid import UUID

from tests.support.themes.builders import proposed as proposed_theme
from tests.support.world import Actor, World


async def decided_theme(world: World, **other: Any) -> dict[str, Any]:
    office = await world.actor("administration")
    theme = await proposed_theme(office, **other)
    decided: dict[str, Any] = (await office.act(f"/themes/{theme['id']}/decide")).json()
    return decided


async def proposed(actor: Actor, institution: UUID, theme: dict[str, Any], **other: Any) -> dict[str, Any]:
    new = {"institution_id": str(institution), "theme_id": theme["id"], "title": "Ro i timerne", **other}
    response = await actor.post("/focus-areas", new)
    assert response.status_code == 201, response.text
    focus_area: dict[str, Any] = response.json()
    return focus_area
