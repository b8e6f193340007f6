"""The things that an import created, looked up while it is applied or reversed."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.imports.models import ImportRow, Outcome

_BATCH = 1000


async def created_among(session: AsyncSession, import_id: UUID, thing_ids: Sequence[UUID]) -> set[UUID]:
    """Return those of these things that the import created."""
    created = set[UUID]()
    for start in range(0, len(thing_ids), _BATCH):
        batch = select(col(ImportRow.thing_id)).where(
            col(ImportRow.import_id) == import_id,
            col(ImportRow.outcome) == Outcome.create.value,
            col(ImportRow.thing_id).in_(thing_ids[start : start + _BATCH]),
        )
        created.update(id for id in (await session.execute(batch)).scalars() if id is not None)
    return created
