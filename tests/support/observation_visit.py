"""An observation at Birkeskolen by colleagues from elsewhere, over the service's routes."""

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
SEEN: dict[str, Any] = {
    "points": [
        {"key": "ro", "text": "Rolige overgange, høj lyd midt på dagen", "level": 2},
        {"key": "overgange", "text": "Voksne står ved døren"},
    ],
    "feedback": "Børnene ved, hvor de skal hen",
}


async def made(sent: Any, status: int = 200) -> dict[str, Any]:
    answer: httpx.Response = await sent
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


def faults(answer: httpx.Response) -> tuple[int, list[tuple[str, str]]]:
    return answer.status_code, [(one["pointer"], one["code"]) for one in answer.json()["errors"]]


async def published(world: World, **other: Any) -> dict[str, Any]:
    """A guide as the administration publishes it."""
    office = await world.actor("administration")
    guide = await made(office.post("/observation-guides", {**GUIDE, **other}), 201)
    return await made(office.act(f"/observation-guides/{guide['id']}/publish"))


@dataclass
class Visit:
    """Who is there: Birkeskolen's leader and staff, an observer from Egeskolen, a consultant, and the guide."""

    world: World
    leader: Actor
    staff: Actor
    observer: Actor
    consultant: Actor
    guide: dict[str, Any]

    def plan(self, **other: Any) -> dict[str, Any]:
        return {
            "institution_id": str(self.world.birk),
            "guide_id": self.guide["id"],
            "purpose": "Larm i frikvarteret",
            "planned_for": "2026-03-10T08:30:00+01:00",
            "observer_ids": [str(self.observer.id), str(self.consultant.id)],
            **other,
        }

    async def planned(self, **other: Any) -> str:
        return str((await made(self.leader.post("/observations", self.plan(**other)), 201))["id"])

    async def observed(self, **other: Any) -> str:
        id = await self.planned(**other)
        await made(self.leader.act(f"/observations/{id}/observe", {"observed_on": "2026-03-10"}))
        return id

    async def fed_back(self, **other: Any) -> str:
        id = await self.observed(**other)
        await made(self.observer.act(f"/observations/{id}/feedback", SEEN))
        return id

    async def shared(self) -> str:
        id = await self.fed_back()
        await made(self.leader.act(f"/observations/{id}/share"))
        return id


async def begin(world: World, at: UUID | None = None) -> Visit:
    return Visit(
        world,
        await world.actor("leader", world.birk),
        await world.actor("staff", world.birk),
        await world.actor("staff", at or world.oak),
        await world.actor("administration"),
        await published(world),
    )
