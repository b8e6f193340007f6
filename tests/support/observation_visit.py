"""An observation at Birkeskolen by colleagues from other institutions, over the API; and helpers for responses."""

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from tests.support.world import Actor, World

POINTS = [
    {"key": "overgange", "title": "Overgange", "prompt": "Hvem tager imod?"},
    {"key": "ro", "title": "Ro", "prompt": "Hvordan lyder rummet?", "scale": ["sjældent", "ofte", "altid"]},
]
GUIDE = {
    "title": "Læringsmiljøet",
    "learning_environment": "Rum, rytme og relationer",
    "look_for": "Hvem er med?",
    "points": POINTS,
}
FEEDBACK: dict[str, Any] = {
    "points": [
        {"key": "ro", "text": "Rolige overgange, høj lyd midt på dagen", "level": 2},
        {"key": "overgange", "text": "Voksne står ved døren"},
    ],
    "feedback": "Børnene ved, hvor de skal hen",
}
"""A request body with feedback on every point of `GUIDE`."""


async def json_of(request: Awaitable[httpx.Response], status: int = 200) -> dict[str, Any]:
    """Send a request, check the status and return the JSON body."""
    response = await request
    assert response.status_code == status, response.text
    body: dict[str, Any] = response.json()
    return body


def errors_of(response: httpx.Response) -> tuple[int, list[tuple[str, str]]]:
    """The status of a problem response, and pointer and code of each error."""
    return response.status_code, [(error["pointer"], error["code"]) for error in response.json()["errors"]]


async def publish_guide(world: World, **fields: Any) -> dict[str, Any]:
    """Create and publish a guide as the administration."""
    administration = await world.actor("administration")
    guide = await json_of(administration.post("/observation-guides", {**GUIDE, **fields}), 201)
    return await json_of(administration.act(f"/observation-guides/{guide['id']}/publish"))


@dataclass
class Visit:
    """A published guide, and actors: Birkeskolen's leader and staff, an observer from Egeskolen, and a consultant.

    `planned`, `observed`, `fed_back` and `shared` create an observation with that status and return its id.
    """

    world: World
    leader: Actor
    staff: Actor
    observer: Actor
    consultant: Actor
    guide: dict[str, Any]

    def plan(self, **fields: Any) -> dict[str, Any]:
        """A request body for an observation on 10 March 2026."""
        return {
            "institution_id": str(self.world.birk),
            "guide_id": self.guide["id"],
            "purpose": "Larm i frikvarteret",
            "planned_for": "2026-03-10T08:30:00+01:00",
            "observer_ids": [str(self.observer.id), str(self.consultant.id)],
            **fields,
        }

    async def planned(self, **fields: Any) -> str:
        return str((await json_of(self.leader.post("/observations", self.plan(**fields)), 201))["id"])

    async def observed(self, **fields: Any) -> str:
        id = await self.planned(**fields)
        await json_of(self.leader.act(f"/observations/{id}/observe", {"observed_on": "2026-03-10"}))
        return id

    async def fed_back(self, **fields: Any) -> str:
        id = await self.observed(**fields)
        await json_of(self.observer.act(f"/observations/{id}/feedback", FEEDBACK))
        return id

    async def shared(self) -> str:
        id = await self.fed_back()
        await json_of(self.leader.act(f"/observations/{id}/share"))
        return id


async def begin_visit(world: World, at: UUID | None = None) -> Visit:
    """Create the actors and the guide; the observer works at Egeskolen, or at the institution `at`."""
    return Visit(
        world,
        await world.actor("leader", world.birk),
        await world.actor("staff", world.birk),
        await world.actor("staff", at or world.oak),
        await world.actor("administration"),
        await publish_guide(world),
    )
