"""References to things that an import created: while there are any, the import cannot be reversed."""

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

_CITED_RESOURCES = frozenset({"measurements", "observations", "stakeholder-input"})


async def things_in_use(
    session: AsyncSession, importable: Importable, ids: Collection[UUID], import_id: UUID
) -> set[UUID]:
    """Return those of the things that are in use.

    That is: something refers to them that is neither a part of them nor created by the same import; a dialogue cites
    them; or they are people who have changed something.
    """
    table: Table = importable.table.__table__  # type: ignore[attr-defined]  # every model with table=True has one
    used_ids = set[UUID]()
    for column in referring_columns(table, importable.part_tables):
        is_own_table = column.table is table
        statement = select(column, *([table.c.id] if is_own_table else [])).where(column.in_(ids)).distinct()
        rows = (await session.execute(statement)).all()
        if rows and is_own_table:
            created_ids = await created_among(session, import_id, [row[1] for row in rows])
            rows = [row for row in rows if row[1] not in created_ids]
        used_ids.update(row[0] for row in rows)
    if importable.resource in _CITED_RESOURCES:
        used_ids |= await _cited(session, ids)
    if importable.resource == "people":
        callers = select(col(Entry.caller_id)).where(col(Entry.caller_id).in_(ids)).distinct()
        used_ids.update(id for id in (await session.execute(callers)).scalars() if id is not None)
    return used_ids


def referring_columns(table: Table, part_tables: Collection[str]) -> list[Column[Any]]:
    """Return the foreign keys of all tables to a table, or to the unit that its row is; without its own parts."""
    keys = {table.c.id, *(key.column for key in table.c.id.foreign_keys)}
    return [
        key.parent
        for other in SQLModel.metadata.sorted_tables
        if other.name not in part_tables
        for key in sorted(other.foreign_keys, key=lambda key: str(key.parent))
        if key.column in keys and not (other is table and key.parent.primary_key)
    ]


async def _cited(session: AsyncSession, ids: Collection[UUID]) -> set[UUID]:
    pinned = select(col(PinnedEvidence.reference_id)).where(col(PinnedEvidence.reference_id).in_(ids))
    cited_ids = set((await session.execute(pinned)).scalars())
    citations = select(col(CircleEntry.cited)).where(cast(col(CircleEntry.cited), Text) != "[]")
    cited_texts = {
        citation["id"]
        for entry_citations in (await session.execute(citations)).scalars()
        for citation in entry_citations
    }
    return cited_ids | {id for id in ids if str(id) in cited_texts}
