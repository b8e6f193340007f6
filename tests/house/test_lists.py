"""A list and its count hold what can be read one by one, and nothing else, for every role wherever it is held."""

from typing import Any
from uuid import UUID

import pytest

from tests.support.callers import PLACES, at
from tests.support.policy_table import LINES, SIGNED_IN, closed, resource_of
from tests.support.populated_municipality import settle
from tests.support.world import World

# Lists that hold what reading one by one does not tell of, each with its reason.
APART = {
    "people": "everybody sees those of their own roles too; tests/people",
    "districts": "their own one alone; tests/institutions",
    "imports": "seen by who sent them; tests/imports",
}


def read_one_by_one() -> dict[str, str]:
    """The operation that reads one thing, by the name of its list."""
    named = {(operation.method, operation.path): name for name, operation in SIGNED_IN.items()}
    rooms = {resource_of(operation) for operation in SIGNED_IN.values()} - set(APART)
    found = {room: named.get(("get", f"/v1/{room}/{{id}}")) for room in sorted(rooms)}
    return {room: name for room, name in found.items() if name}


def test_every_exception_says_why() -> None:
    assert all(len(reason) > 10 for reason in APART.values())
    assert set(read_one_by_one().values()) <= set(LINES)
    assert len(read_one_by_one()) > 12


@pytest.mark.parametrize("role", PLACES)
async def test_a_list_and_its_count_hold_what_can_be_read_one_by_one(world: World, role: str) -> None:
    settled: dict[str, UUID] = await settle(world)
    wrong = {}
    for place in PLACES[role]:
        actor = await at(world, role, place)
        for room, name in read_one_by_one().items():
            answer = await actor.get(f"/{room}?limit=200&count=true")
            listed: Any = answer.json() if answer.status_code == 200 else {"items": [], "total": 0}
            ids = [item["id"] for item in listed["items"]]
            open_to_them = closed(name, role, place) is None
            if (str(settled[room]) in ids) != open_to_them or listed["total"] != len(ids):
                wrong[f"{role} at {place}: {room}"] = (answer.status_code, len(ids), listed["total"], open_to_them)
    assert wrong == {}
