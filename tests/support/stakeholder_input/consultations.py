"""Helpers shared by tests."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from api.core import clock
from tests.support.observation_visit import made
from tests.support.world import Actor, World

QUESTIONS = [
    {"key": "glad", "text": "Er du glad for at gå i skole?", "type": "smiley", "voices": ["child"]},
    {
        "key": "sted",
        "text": "Hvor er du helst?",
        "type": "choice",
        "choices": ["ude", "inde"],
        "voices": ["child", "parent"],
    },
    {"key": "ord", "text": "Hvad vil du lave om?", "type": "text", "voices": ["child", "parent"]},
]
ASKED = {
    "title": "Trivsel i frikvarteret", "purpose": "Vi vil høre jer", "privacy_notice": "Ingen ved, hvem du er",
    "questions": QUESTIONS, "opens_on": "2026-03-01", "closes_on": "2026-04-01",
}  # fmt: skip


def on(day: date) -> None:
    clock.move(datetime(day.year, day.month, day.day, 9, 17, 23, tzinfo=UTC))


async def asked(actor: Actor, unit: UUID | None = None, **other: Any) -> dict[str, Any]:
    given = {**ASKED, **({"unit_id": str(unit)} if unit else {}), **other}
    return await made(actor.post("/consultations", given), 201)


async def links(actor: Actor, consultation: dict[str, Any]) -> dict[tuple[str, str], str]:
    found = await made(actor.get(f"/consultations/{consultation['id']}/links"))
    return {(one["institution_id"], one["voice"]): one["secret"] for one in found["items"]}


async def send(world: World, secret: str, *answers: dict[str, Any], key: str | None = None, **more: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    path = f"/v1/consultation-answers/{secret}"
    return await world.client.post(path, json={"answers": list(answers), **more}, headers=headers)


def glad(level: int) -> dict[str, Any]:
    return {"key": "glad", "smiley": level}
