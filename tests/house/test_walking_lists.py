"""Every list of the contract, walked page by page while others write: nothing is skipped, nothing comes twice."""

from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.models import Role
from api.db import transactions
from api.heightened_supervision.models import HeightenedSupervision
from api.imports.models import Import, State
from api.institutions.actions import create_districts, create_institutions
from api.institutions.models import Kind
from api.institutions.schemas import DistrictCreate, InstitutionCreate
from api.journal.models import Entry
from tests.support.import_rows import plant, things
from tests.support.operations import Operation, operations
from tests.support.world import Actor, World

LISTS = [op for op in operations() if op.listed and "{" not in op.path]
EACH = 7
_NUMBERS = count(1)


def test_lists_are_found() -> None:
    assert len(LISTS) >= 16
    assert set(PLANTED) | set(NAMED) <= {op.name for op in LISTS}


async def _readers(world: World) -> list[Actor]:
    """Who between them reads every list."""
    return [
        await world.actor(Role.administration),
        await world.actor(Role.leader, world.birk),
        await world.actor(Role.chief, world.north),
        await world.actor(Role.auditor),
        await world.actor(Role.admin),
    ]


async def _districts(session: AsyncSession, world: World, reader: Actor) -> UUID:
    [made] = await create_districts(session, None, [DistrictCreate(name=f"Ø{next(_NUMBERS)}")])
    return made.id


async def _institutions(session: AsyncSession, world: World, reader: Actor) -> UUID:
    new = InstitutionCreate(name=f"Å{next(_NUMBERS)}", kind=Kind.school, district_id=world.north)
    [made] = await create_institutions(session, None, [new])
    return made.id


async def _entries(session: AsyncSession, world: World, reader: Actor) -> int:
    """The last entry of the journal that making a district writes."""
    await _districts(session, world, reader)
    await session.flush()
    return (await session.execute(select(func.max(col(Entry.seq))))).scalar_one()


async def _imports(session: AsyncSession, world: World, reader: Actor) -> UUID:
    """One's own are seen."""
    return await plant(session, world, Import, author_id=reader.id, state=State.planned)


async def _supervised(session: AsyncSession, world: World, reader: Actor) -> UUID:
    """No institution has two that are open."""
    place = await _institutions(session, world, reader)
    return await plant(session, world, HeightenedSupervision, institution_id=place)


# What is more than a row of its own, or is seen by other than its place: made as the service makes it.
PLANTED: dict[str, Callable[[AsyncSession, World, Actor], Awaitable[UUID | int]]] = {
    "list_audit": _entries,
    "list_districts": _districts,
    "list_heightened_supervision": _supervised,
    "list_imports": _imports,
    "list_institutions": _institutions,
    "list_supervision": _institutions,
}
# What tells one line from another, where it is not its own id.
NAMED = {"list_supervision": "institution_id"}
# What refers to them stays, or is never taken away.
STAYS = {"list_audit", "list_districts", "list_institutions", "list_supervision"}


async def _plant(world: World, operation: Operation, reader: Actor, times: int) -> set[str]:
    async with transactions.write_transaction(world.app.state.engine) as session:
        if made := PLANTED.get(operation.name):
            return {str(await made(session, world, reader)) for _ in range(times)}
        return {str(await plant(session, world, _kind(operation))) for _ in range(times)}


def _kind(operation: Operation) -> type[Any]:
    return things()[operation.path.removeprefix("/v1/")]


async def _remove(world: World, operation: Operation, id: str) -> None:
    if operation.name in STAYS:
        return
    async with transactions.write_transaction(world.app.state.engine) as session:
        row = await session.get(_kind(operation), UUID(id))
        if row is not None:
            await session.delete(row)


@pytest.mark.parametrize("operation", LISTS, ids=lambda op: op.name)
async def test_a_list_is_walked_while_others_write(world: World, operation: Operation) -> None:
    def ids(page: Any) -> list[str]:
        return [str(row[NAMED.get(operation.name, "id")]) for row in page["items"]]

    for reader in await _readers(world):
        first = await _plant(world, operation, reader, EACH)
        answer = await reader.get(f"{operation.path}?limit=200")
        if answer.status_code == 200 and first <= set(ids(answer.json())):
            break
    else:
        pytest.fail("nobody reads what was planted")
    whole = ids(answer.json())
    walked, cursor, pages, gone = list[str](), "", 0, 0
    while cursor is not None:
        answer = await reader.get(f"{operation.path}?limit=2" + (f"&cursor={cursor}" if cursor else ""))
        assert answer.status_code == 200, answer.text
        page = answer.json()
        walked += ids(page)
        cursor, pages = page["next_cursor"], pages + 1
        if pages < 4:  # somebody writes meanwhile
            await _plant(world, operation, reader, 1)
        if gone < 3 and walked[-1] in first:  # and takes away what the cursor stands at; not the reader's own grant
            await _remove(world, operation, walked[-1])
            gone += 1
    assert len(walked) == len(set(walked)), "a row came twice"
    assert [id for id in walked if id in whole] == whole
    assert pages >= EACH // 2
    assert gone or operation.name in STAYS
