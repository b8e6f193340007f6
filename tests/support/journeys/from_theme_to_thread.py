"""Helpers shared by tests."""

from datetime import date
from typing import Any

import httpx

from api.db import transactions
from tests.support.dialogue_story import said
from tests.support.evidence_figures import indicator, keep, measurement, package
from tests.support.world import Actor, World


def made(answer: httpx.Response, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    found: dict[str, Any] = answer.json()
    return found


def refused(answer: httpx.Response, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def decided_theme(office: Actor) -> dict[str, Any]:
    """The council's discussion becomes a theme."""
    cycle = {"area": "age_6_18", "title": "6-18 år 2026-2027", "discussion_on": "2025-12-10", "starts_on": "2026-01-01"}
    cycle_id = made(await office.post("/cycles", cycle), 201)["id"]
    theme = {"cycle_id": cycle_id, "title": "Alle børn i fællesskabet", "kinds": ["school", "leisure"]}
    id = made(await office.post("/themes", theme), 201)["id"]
    return made(await office.act(f"/themes/{id}/decide", {"decided_on": "2026-01-12", "case_reference": "26/0012"}))


async def evidence(world: World, half_year: str, words: str, on: date, **heard: Any) -> list[dict[str, str]]:
    """A half-year's figure and a voice, as they are cited."""
    figure = indicator(f"wellbeing-{half_year}")
    released = package(half_year, released_on=on)
    value = measurement(figure, world.birk, half_year, 81.5, 120, package_id=released.id)
    voice = said(world.birk, words, collected_on=on, **heard)
    async with transactions.write_transaction(world.app.state.engine) as session:
        await keep(session, [figure, released], [value], [voice])
    return [{"kind": "measurement", "id": str(value.id)}, {"kind": "stakeholder_input", "id": str(voice.id)}]


def circle(cited: list[dict[str, str]]) -> list[dict[str, Any]]:
    return [
        {"step": "challenge", "text": "Nogle elever er alene i frikvarteret"},
        {"step": "data", "text": "Tallene falder, og børnene siger hvorfor", "cited": cited},
        {"step": "analysis", "text": "Det sker, når de voksne skifter"},
    ]
