"""Consultations over the API, and answers to them by link."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import httpx

from api.core import clock
from tests.support.observation_visit import json_of
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
CONSULTATION = {
    "title": "Trivsel i frikvarteret",
    "purpose": "Vi vil høre jer",
    "privacy_notice": "Ingen ved, hvem du er",
    "questions": QUESTIONS,
    "opens_on": "2026-03-01",
    "closes_on": "2026-04-01",
}
"""A request body for a consultation of the whole municipality, open in March 2026."""


def set_today(day: date) -> None:
    """Set the clock to a time on this day."""
    clock.move(datetime(day.year, day.month, day.day, 9, 17, 23, tzinfo=UTC))


async def create_consultation(actor: Actor, unit_id: UUID | None = None, **fields: Any) -> dict[str, Any]:
    """Create a consultation of a unit, or of the whole municipality."""
    body = {**CONSULTATION, **({"unit_id": str(unit_id)} if unit_id else {}), **fields}
    return await json_of(actor.post("/consultations", body), 201)


async def link_secrets(actor: Actor, consultation: dict[str, Any]) -> dict[tuple[str, str], str]:
    """The secrets of a consultation's links that the actor reads, by institution id and voice."""
    response = await json_of(actor.get(f"/consultations/{consultation['id']}/links"))
    return {(link["institution_id"], link["voice"]): link["secret"] for link in response["items"]}


async def submit_answers(
    world: World, secret: str, *answers: dict[str, Any], key: str | None = None, **fields: Any
) -> httpx.Response:
    """Submit answers with a link, and with `key` as idempotency key."""
    headers = {"Idempotency-Key": key} if key else {}
    path = f"/v1/consultation-answers/{secret}"
    return await world.client.post(path, json={"answers": list(answers), **fields}, headers=headers)


def smiley_answer(level: int) -> dict[str, Any]:
    """An answer to the smiley question."""
    return {"key": "glad", "smiley": level}
