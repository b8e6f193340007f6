"""What rests on a thing that an import made: while anything does, it is not taken away again."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table, Text, cast, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from api.dialogues.models import CircleEntry
from api.imports.framework.created_rows import created_among
from api.imports.framework.importable import Importable
from api.journal.models import Entry
from api.redaction.models import PinnedEvidence

_CITED = frozenset({"measurements", "observations", "stakeholder-input"})


async def in_use(session: AsyncSession, importable: Importable, ids: Collection[UUID], import_id: UUID) -> set[UUID]:
    """Those of the things that something refers to which is neither a part of them nor made by the same import; that a
    dialogue cites; or, of people, that have done something."""
    table: Table = importable.table.__table__  # type: ignore[attr-defined]  # every model with table=True has one
    found = set[UUID]()
    for column in referring(table, importable.parts):
        asked = select(column, *([table.c.id] if column.table is table else [])).where(column.in_(ids)).distinct()
        rows = (await session.execute(asked)).all()
        if rows and column.table is table:
            mine = await created_among(session, import_id, [row[1] for row in rows])
            rows = [row for row in rows if row[1] not in mine]
        found.update(row[0] for row in rows)
    if importable.resource in _CITED:
        found |= await _cited(session, ids)
    if importable.resource == "people":
        acted = select(col(Entry.caller_id)).where(col(Entry.caller_id).in_(ids)).distinct()
        found.update(one for one in (await session.execute(acted)).scalars() if one is not None)
    return found


def referring(table: Table, parts: Collection[str]) -> list[Column[Any]]:
    """The columns of all tables that name a row of this one, or the unit that it is; its own parts aside."""
    keys = {table.c.id, *(key.column for key in table.c.id.foreign_keys)}
    return [
        key.parent
        for other in SQLModel.metadata.sorted_tables
        if other.name not in parts
        for key in sorted(other.foreign_keys, key=lambda key: str(key.parent))
        if key.column in keys and not (other is table and key.parent.primary_key)
    ]


async def _cited(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    pinned = select(col(PinnedEvidence.reference_id)).where(col(PinnedEvidence.reference_id).in_(ids))
    found = set((await session.execute(pinned)).scalars())
    written = select(col(CircleEntry.cited)).where(cast(col(CircleEntry.cited), Text) != "[]")
    said = {one["id"] for cited in (await session.execute(written)).scalars() for one in cited}
    return found | {id for id in ids if str(id) in said}
