"""Steps of the journeys: responses that must succeed or be refused, a decided theme, cited evidence, a circle."""

from datetime import date
from typing import Any

import httpx

from api.db import transactions
from tests.support.dialogue_story import children_input
from tests.support.evidence.rows import indicator, insert_batches, measurement, package
from tests.support.world import Actor, World


def succeeded(response: httpx.Response, status: int = 200) -> dict[str, Any]:
    """Assert the status; return the JSON body."""
    assert response.status_code == status, response.text
    body: dict[str, Any] = response.json()
    return body


def assert_refused(response: httpx.Response, status: int, code: str) -> None:
    assert (response.status_code, response.json()["code"]) == (status, code), response.text


async def decided_theme(office: Actor) -> dict[str, Any]:
    """Create a cycle and a theme, decided after the council's discussion; return the theme."""
    cycle = {"area": "age_6_18", "title": "6-18 år 2026-2027", "discussion_on": "2025-12-10", "starts_on": "2026-01-01"}
    cycle_id = succeeded(await office.post("/cycles", cycle), 201)["id"]
    theme = {"cycle_id": cycle_id, "title": "Alle børn i fællesskabet", "kinds": ["school", "leisure"]}
    id = succeeded(await office.post("/themes", theme), 201)["id"]
    return succeeded(
        await office.act(f"/themes/{id}/decide", {"decided_on": "2026-01-12", "case_reference": "26/0012"})
    )


async def evidence(world: World, half_year: str, text: str, on: date, **fields: Any) -> list[dict[str, str]]:
    """Insert a figure of a half-year and an input with a text; return citations of both."""
    wellbeing = indicator(f"wellbeing-{half_year}")
    released = package(half_year, released_on=on)
    figure = measurement(wellbeing, world.birk, half_year, 81.5, 120, package_id=released.id)
    input = children_input(world.birk, text, collected_on=on, **fields)
    async with transactions.write_transaction(world.app.state.engine) as session:
        await insert_batches(session, [wellbeing, released], [figure], [input])
    return [{"kind": "measurement", "id": str(figure.id)}, {"kind": "stakeholder_input", "id": str(input.id)}]


def circle(cited: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Return the entries of three steps, of which the second cites."""
    return [
        {"step": "challenge", "text": "Nogle elever er alene i frikvarteret"},
        {"step": "data", "text": "Tallene falder, og børnene siger hvorfor", "cited": cited},
        {"step": "analysis", "text": "Det sker, når de voksne skifter"},
    ]
