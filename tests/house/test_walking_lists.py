"""Every list of the contract, walked page by page while others write: nothing is skipped, nothing comes twice."""

from itertools import count
from typing import Any
from uuid import UUID

import pytest

from api.access.models import Role
from api.core import database
from api.institutions.actions import create_districts, create_institutions
from api.institutions.models import District, DistrictCreate, Institution, InstitutionCreate, Kind
from tests.house.operations import Operation, operations
from tests.house.rows import plant, things
from tests.world import Actor, World

LISTS = [op for op in operations() if op.listed and "{" not in op.path]
# What a planted row alone does not show in its list, each with its reason.
APART = {
    "list_audit": "the journal is written by changes; tests/journal",
    "list_supervision": "lines of institutions, not rows; tests/supervision",
    "list_imports": "one's own; tests/imports",
    "list_heightened_supervision": "one open for each institution; tests/heightened_supervision",
    "list_people": "those with a role in reach, and administrators' all; tests/people",
}
EACH = 7
_NUMBERS = count(1)


def test_lists_are_found() -> None:
    assert len(LISTS) >= 16
    assert set(APART) <= {op.name for op in LISTS}


async def _readers(world: World) -> list[Actor]:
    """Who between them reads every list."""
    return [
        await world.actor(Role.administration),
        await world.actor(Role.leader, world.birk),
        await world.actor(Role.chief, world.north),
        await world.actor(Role.admin),
    ]


async def _plant(world: World, kind: type[Any], times: int) -> set[str]:
    async with database.writing(world.app.state.engine) as session:
        # Units are more than their row: made as the service makes them.
        if kind is District:
            made = await create_districts(
                session, None, [DistrictCreate(name=f"Ø{next(_NUMBERS)}") for _ in range(times)]
            )
            return {str(one.id) for one in made}
        if kind is Institution:
            new = [
                InstitutionCreate(name=f"Å{next(_NUMBERS)}", kind=Kind.school, district_id=world.north)
                for _ in range(times)
            ]
            return {str(one.id) for one in await create_institutions(session, None, new)}
        return {str(await plant(session, world, kind)) for _ in range(times)}


async def _remove(world: World, kind: type[Any], id: str) -> None:
    if kind in (District, Institution):
        return  # what refers to them stays
    async with database.writing(world.app.state.engine) as session:
        row = await session.get(kind, UUID(id))
        if row is not None:
            await session.delete(row)


@pytest.mark.parametrize("operation", [op for op in LISTS if op.name not in APART], ids=lambda op: op.name)
async def test_a_list_is_walked_while_others_write(world: World, operation: Operation) -> None:
    kind = things()[operation.path.removeprefix("/v1/")]
    first = await _plant(world, kind, EACH)
    reader = None
    for one in await _readers(world):
        answer = await one.get(f"{operation.path}?limit=200")
        if answer.status_code == 200 and first <= {row["id"] for row in answer.json()["items"]}:
            reader = one
            break
    assert reader is not None, "nobody reads what was planted"
    whole = (await reader.get(f"{operation.path}?limit=200")).json()["items"]
    walked, cursor, pages = list[str](), "", 0
    while cursor is not None:
        answer = await reader.get(f"{operation.path}?limit=2" + (f"&cursor={cursor}" if cursor else ""))
        assert answer.status_code == 200, answer.text
        page = answer.json()
        walked += [row["id"] for row in page["items"]]
        cursor, pages = page["next_cursor"], pages + 1
        if pages < 4:  # somebody writes meanwhile, and takes away what the cursor stands at
            await _plant(world, kind, 1)
            if walked[-1] in first:  # else the reader's own grant, say
                await _remove(world, kind, walked[-1])
    assert len(walked) == len(set(walked)), "a row came twice"
    assert [id for id in walked if id in {row["id"] for row in whole}] == [row["id"] for row in whole]
    assert pages >= EACH // 2
