"""A reference in a body that is out of reach is refused like a reference to nothing, in every body with references."""

from typing import Any
from uuid import UUID

import pytest

from api.agreements.models import Agreement
from api.db import transactions
from api.focus_areas.models import FocusArea
from tests.support.operations import UNKNOWN_ID, Operation
from tests.support.policy_table import SIGNED_IN, resource_of
from tests.support.populated_municipality import populate, request_options
from tests.support.request_bodies import FieldPath, body_paths, replace_value
from tests.support.table_rows import insert_row
from tests.support.table_snapshots import SAME_REQUEST_ID, comparable
from tests.support.world import World

# Fields, and what they refer to that a leader of Birkeskolen does not see: a focus area and an agreement of Egeskolen,
# and a theme that is a proposal.
FIELDS = {"focus_area_id": "focus area", "continues_id": "focus area", "agreement_id": "agreement", "theme_id": "theme"}


def references() -> list[tuple[Operation, FieldPath]]:
    with_body = [operation for operation in SIGNED_IN.values() if operation.media_type == "application/json"]
    return [(operation, path) for operation in with_body for path in body_paths(operation) if path[-1] in FIELDS]


@pytest.fixture
async def ids(world: World) -> dict[str, UUID]:
    ids = await populate(world)
    async with transactions.write_transaction(world.app.state.engine) as session:
        focus_area = await insert_row(session, world, FocusArea, institution_id=world.oak)
        agreement = await insert_row(session, world, Agreement, institution_id=world.oak)
    return {**ids, "focus area": focus_area, "agreement": agreement, "theme": ids["themes"]}


async def test_reference_out_of_reach_is_refused_like_an_unknown_one(world: World, ids: dict[str, UUID]) -> None:
    leader, wrong, refusing_operations = await world.actor("leader", world.birk), {}, set()
    for operation, path in references():
        body: dict[str, Any] = request_options(operation, ids, world)["json"]
        address = operation.address(ids.get(resource_of(operation), UNKNOWN_ID))
        responses = []
        for id in (ids[FIELDS[path[-1]]], UUID("0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77")):
            with_reference = replace_value(body, path, str(id))
            headers = {"If-Match": '"1"', **SAME_REQUEST_ID}
            response = await leader.call(operation.method, address, json=with_reference, headers=headers)
            responses.append(comparable(response))
        if responses[0] != responses[1] or responses[0][0] < 400:
            wrong[f"{operation.name} {'/'.join(path)}"] = [(status, content) for status, content, _ in responses]
        if b"unknown-reference" in responses[0][1]:
            refusing_operations.add(operation.name)
    assert wrong == {}
    # Of the others, the role or the state of the resource is refused before the reference is looked up.
    expected = {"propose_focus_area", "change_focus_area", "plan_observation", "add_stakeholder_input"}
    assert refusing_operations >= expected
