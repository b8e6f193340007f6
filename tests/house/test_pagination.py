"""Every list is complete and without duplicates when it is read page by page while rows are inserted and deleted."""

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
from tests.support.operations import Operation, operations
from tests.support.table_rows import insert_row, resource_models
from tests.support.world import Actor, World

LISTS = [operation for operation in operations() if operation.page_schema and "{" not in operation.path]
INITIAL_ROWS = 7
_NUMBERS = count(1)


def test_lists_are_recognised() -> None:
    assert len(LISTS) >= 16
    assert set(INSERTS) | set(ID_FIELDS) <= {operation.name for operation in LISTS}


async def _readers(world: World) -> list[Actor]:
    """Return actors of whom at least one reads each list."""
    return [
        await world.actor(Role.administration),
        await world.actor(Role.leader, world.birk),
        await world.actor(Role.chief, world.north),
        await world.actor(Role.auditor),
        await world.actor(Role.admin),
    ]


async def _insert_district(session: AsyncSession, world: World, reader: Actor) -> UUID:
    [district] = await create_districts(session, None, [DistrictCreate(name=f"Ø{next(_NUMBERS)}")])
    return district.id


async def _insert_institution(session: AsyncSession, world: World, reader: Actor) -> UUID:
    fields = InstitutionCreate(name=f"Å{next(_NUMBERS)}", kind=Kind.school, district_id=world.north)
    [institution] = await create_institutions(session, None, [fields])
    return institution.id


async def _insert_entry(session: AsyncSession, world: World, reader: Actor) -> int:
    """Create a district; return the number of the last entry in the journal."""
    await _insert_district(session, world, reader)
    await session.flush()
    return (await session.execute(select(func.max(col(Entry.seq))))).scalar_one()


async def _insert_import(session: AsyncSession, world: World, reader: Actor) -> UUID:
    """Insert an import of the reader, since nobody else sees it."""
    return await insert_row(session, world, Import, author_id=reader.id, state=State.planned)


async def _insert_supervision(session: AsyncSession, world: World, reader: Actor) -> UUID:
    """Insert heightened supervision of a new institution, since an institution has only one that is open."""
    institution_id = await _insert_institution(session, world, reader)
    return await insert_row(session, world, HeightenedSupervision, institution_id=institution_id)


# Lists whose rows consist of several rows, or are visible by other rules than by their unit.
INSERTS: dict[str, Callable[[AsyncSession, World, Actor], Awaitable[UUID | int]]] = {
    "list_audit": _insert_entry,
    "list_districts": _insert_district,
    "list_heightened_supervision": _insert_supervision,
    "list_imports": _insert_import,
    "list_institutions": _insert_institution,
    "list_supervision": _insert_institution,
}
# The field that identifies an item, if it is not `id`.
ID_FIELDS = {"list_supervision": "institution_id"}
# Lists whose rows are referred to, or are never deleted.
WITHOUT_DELETION = {"list_audit", "list_districts", "list_institutions", "list_supervision"}


async def _insert(world: World, operation: Operation, reader: Actor, times: int) -> set[str]:
    async with transactions.write_transaction(world.app.state.engine) as session:
        if insert := INSERTS.get(operation.name):
            return {str(await insert(session, world, reader)) for _ in range(times)}
        return {str(await insert_row(session, world, _model(operation))) for _ in range(times)}


def _model(operation: Operation) -> type[Any]:
    return resource_models()[operation.path.removeprefix("/v1/")]


async def _delete(world: World, operation: Operation, id: str) -> None:
    if operation.name in WITHOUT_DELETION:
        return
    async with transactions.write_transaction(world.app.state.engine) as session:
        row = await session.get(_model(operation), UUID(id))
        if row is not None:
            await session.delete(row)


@pytest.mark.parametrize("operation", LISTS, ids=lambda operation: operation.name)
async def test_pages_are_complete_while_rows_are_inserted_and_deleted(world: World, operation: Operation) -> None:
    def ids_of(page: Any) -> list[str]:
        return [str(item[ID_FIELDS.get(operation.name, "id")]) for item in page["items"]]

    for reader in await _readers(world):
        inserted = await _insert(world, operation, reader, INITIAL_ROWS)
        response = await reader.get(f"{operation.path}?limit=200")
        if response.status_code == 200 and inserted <= set(ids_of(response.json())):
            break
    else:
        pytest.fail("no reader sees the inserted rows")
    all_ids = ids_of(response.json())
    paged_ids, cursor, pages, deleted = list[str](), "", 0, 0
    while cursor is not None:
        response = await reader.get(f"{operation.path}?limit=2" + (f"&cursor={cursor}" if cursor else ""))
        assert response.status_code == 200, response.text
        page = response.json()
        paged_ids += ids_of(page)
        cursor, pages = page["next_cursor"], pages + 1
        if pages < 4:
            await _insert(world, operation, reader, 1)
        # Delete the row that the cursor names, but never the reader's own grant.
        if deleted < 3 and paged_ids[-1] in inserted:
            await _delete(world, operation, paged_ids[-1])
            deleted += 1
    assert len(paged_ids) == len(set(paged_ids)), "a row is on two pages"
    assert [id for id in paged_ids if id in all_ids] == all_ids
    assert pages >= INITIAL_ROWS // 2
    assert deleted or operation.name in WITHOUT_DELETION
