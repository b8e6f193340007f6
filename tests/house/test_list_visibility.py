"""A list and its count hold exactly the resources that can be read by id, for every role at every place."""

from typing import Any
from uuid import UUID

import pytest

from tests.support.callers import PLACES, actor_at
from tests.support.policy_table import REQUIREMENTS, SIGNED_IN, refusal_statuses, resource_of
from tests.support.populated_municipality import populate
from tests.support.world import World

# Lists that hold other resources than those that can be read one by one, each with its reason.
EXCLUDED = {
    "people": "everybody also sees people with roles at the same places; tests/people",
    "districts": "some roles see their own district only; tests/institutions",
    "imports": "only the author sees an import; tests/imports",
}


def get_operation_by_list() -> dict[str, str]:
    """Return the operation that reads one resource, by the name of the list."""
    names = {(operation.method, operation.path): name for name, operation in SIGNED_IN.items()}
    resources = {resource_of(operation) for operation in SIGNED_IN.values()} - set(EXCLUDED)
    get_operations = {resource: names.get(("get", f"/v1/{resource}/{{id}}")) for resource in sorted(resources)}
    return {resource: name for resource, name in get_operations.items() if name}


def test_every_exclusion_has_a_reason() -> None:
    assert all(len(reason) > 10 for reason in EXCLUDED.values())
    assert set(get_operation_by_list().values()) <= set(REQUIREMENTS)
    assert len(get_operation_by_list()) > 12


@pytest.mark.parametrize("role", PLACES)
async def test_list_and_count_contain_exactly_what_the_role_can_read_by_id(world: World, role: str) -> None:
    ids: dict[str, UUID] = await populate(world)
    wrong = {}
    for place in PLACES[role]:
        actor = await actor_at(world, role, place)
        for resource, name in get_operation_by_list().items():
            response = await actor.get(f"/{resource}?limit=200&count=true")
            page: Any = response.json() if response.status_code == 200 else {"items": [], "total": 0}
            listed_ids = [item["id"] for item in page["items"]]
            can_read = refusal_statuses(name, role, place) is None
            if (str(ids[resource]) in listed_ids) != can_read or page["total"] != len(listed_ids):
                wrong[f"{role} at {place}: {resource}"] = (
                    response.status_code,
                    len(listed_ids),
                    page["total"],
                    can_read,
                )
    assert wrong == {}
