"""Indicators, data packages and measurements, created over the routes as a data supplier does."""

from itertools import count
from typing import Any
from uuid import UUID

from tests.support.world import Actor

Row = dict[str, Any]
_NUMBERS = count(1)


async def post_and_require(actor: Actor, path: str, body: Row, status: int = 201) -> Row:
    """Post a body, require a status, and return the response's body."""
    response = await actor.post(path, body)
    assert response.status_code == status, response.text
    created: Row = response.json()
    return created


async def create_indicator(actor: Actor, code: str = "wellbeing", **fields: Any) -> str:
    """Create an indicator for schools, a percentage of persons; return its id."""
    payload = {
        "code": code,
        "title": code.title(),
        "kinds": ["school"],
        "unit": "percent",
        "minimum": 0,
        "maximum": 100,
        "disclosure": "persons",
        **fields,
    }
    return str((await post_and_require(actor, "/indicators", payload))["id"])


async def create_package(actor: Actor, half_year: str = "2026H1", **fields: Any) -> str:
    """Create a draft package for schools; return its id."""
    payload = {"kind": "school", "half_year": half_year, "title": f"Skoler {half_year}, {next(_NUMBERS)}", **fields}
    return str((await post_and_require(actor, "/data-packages", payload))["id"])


def measurement_payload(at: UUID, indicator_id: str, package_id: str | None = None, **fields: Any) -> Row:
    """The payload of a measurement at an institution: 80 for 40 persons."""
    payload = {"institution_id": str(at), "indicator_id": indicator_id, "period": "2026H1", "value": 80, "n": 40}
    return {**payload, **({"package_id": package_id} if package_id else {}), **fields}


async def create_measurement(
    actor: Actor, at: UUID, indicator_id: str, package_id: str | None = None, **fields: Any
) -> Row:
    """Create a measurement at an institution."""
    return await post_and_require(actor, "/measurements", measurement_payload(at, indicator_id, package_id, **fields))


async def release_package(actor: Actor, package_id: str) -> None:
    """Release a package."""
    response = await actor.act(f"/data-packages/{package_id}/release")
    assert response.status_code == 200, response.text


async def shown_by_breakdown(actor: Actor, query: str = "") -> dict[str, Row]:
    """List measurements as an actor is shown them, by breakdown."""
    response = await actor.get(f"/measurements{query}")
    assert response.status_code == 200, response.text
    return {item["breakdown"]: item for item in response.json()["items"]}


def codes_by_pointer(response: Any) -> dict[str, str]:
    """The codes of a problem's faults, by the pointer to the field."""
    return {error["pointer"]: error["code"] for error in response.json()["errors"]}
