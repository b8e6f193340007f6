"""Indicators, packages and figures, made over the routes as a data supplier makes them."""

from itertools import count
from typing import Any
from uuid import UUID

from tests.support.world import Actor

Row = dict[str, Any]
_NUMBERS = count(1)


async def answered(actor: Actor, path: str, body: Row, status: int = 201) -> Row:
    answer = await actor.post(path, body)
    assert answer.status_code == status, answer.text
    found: Row = answer.json()
    return found


async def indicator(actor: Actor, code: str = "wellbeing", **more: Any) -> str:
    given = {
        "code": code,
        "title": code.title(),
        "kinds": ["school"],
        "unit": "percent",
        "minimum": 0,
        "maximum": 100,
        "disclosure": "persons",
        **more,
    }
    return str((await answered(actor, "/indicators", given))["id"])


async def package(actor: Actor, half_year: str = "2026H1", **more: Any) -> str:
    given = {"kind": "school", "half_year": half_year, "title": f"Skoler {half_year}, {next(_NUMBERS)}", **more}
    return str((await answered(actor, "/data-packages", given))["id"])


def figure(at: UUID, of: str, package_id: str | None = None, **more: Any) -> Row:
    base = {"institution_id": str(at), "indicator_id": of, "period": "2026H1", "value": 80, "n": 40}
    return {**base, **({"package_id": package_id} if package_id else {}), **more}


async def measured(actor: Actor, at: UUID, of: str, package_id: str | None = None, **more: Any) -> Row:
    return await answered(actor, "/measurements", figure(at, of, package_id, **more))


async def released(actor: Actor, package_id: str) -> None:
    answer = await actor.act(f"/data-packages/{package_id}/release")
    assert answer.status_code == 200, answer.text


async def shown(actor: Actor, query: str = "") -> dict[str, Row]:
    """Figures by breakdown, as an actor is shown them."""
    answer = await actor.get(f"/measurements{query}")
    assert answer.status_code == 200, answer.text
    return {item["breakdown"]: item for item in answer.json()["items"]}
