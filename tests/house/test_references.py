"""What a body refers to is as unknown out of reach as if there were nothing; in every body that refers to anything."""

from typing import Any
from uuid import UUID

import pytest

from api.agreements.models import Agreement
from api.db import transactions
from api.focus_areas.models import FocusArea
from tests.support.house.reach import ASKED, said
from tests.support.import_rows import plant
from tests.support.operations import NOBODY, Operation
from tests.support.policy_table import SIGNED_IN, resource_of
from tests.support.populated_municipality import body_of, settle
from tests.support.request_bodies import Way, placed, way_of
from tests.support.world import World

# What a leader of Birkeskolen does not see: a focus area and an agreement of Egeskolen, a theme that is only proposed.
FIELDS = {"focus_area_id": "area", "continues_id": "area", "agreement_id": "agreement", "theme_id": "theme"}


def referring() -> list[tuple[Operation, Way]]:
    taking = [operation for operation in SIGNED_IN.values() if operation.media_type == "application/json"]
    return [(operation, way) for operation in taking for way in way_of(operation) if way[-1] in FIELDS]


@pytest.fixture
async def hidden(world: World) -> dict[str, UUID]:
    settled = await settle(world)
    async with transactions.write_transaction(world.app.state.engine) as session:
        area = await plant(session, world, FocusArea, institution_id=world.oak)
        agreement = await plant(session, world, Agreement, institution_id=world.oak)
    return {**settled, "area": area, "agreement": agreement, "theme": settled["themes"]}


async def test_what_is_out_of_reach_is_refused_as_what_is_not_there(world: World, hidden: dict[str, UUID]) -> None:
    leader, wrong, refused = await world.actor("leader", world.birk), {}, set()
    for operation, way in referring():
        body: dict[str, Any] = body_of(operation, hidden, world)["json"]
        address = operation.address(hidden.get(resource_of(operation), NOBODY))
        told = []
        for id in (hidden[FIELDS[way[-1]]], UUID("0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77")):
            about = placed(body, way, str(id))
            answer = await leader.call(operation.method, address, json=about, headers={"If-Match": '"1"', **ASKED})
            told.append(said(answer))
        if told[0] != told[1] or told[0][0] < 400:
            wrong[f"{operation.name} {'/'.join(way)}"] = [(status, content) for status, content, _ in told]
        if b"unknown-reference" in told[0][1]:
            refused.add(operation.name)
    assert wrong == {}
    # Where the leader's role, or the state of the thing, does not stand in the way before.
    assert refused >= {"propose_focus_area", "change_focus_area", "plan_observation", "add_stakeholder_input"}
