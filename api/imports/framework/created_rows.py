"""What an import makes, asked while it is carried out."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.imports.models import ImportRow, Outcome
from api.indicators.models import Disclosure, Indicator
from api.measurements.models import Measurement


async def suppression_requests(session: AsyncSession, id: UUID, institution_ids: Sequence[UUID]) -> Sequence[Any]:
    """What the figures about persons are asked by that an import made at these institutions, each once."""
    statement = (
        select(
            col(Measurement.institution_id),
            col(Measurement.indicator_id),
            col(Measurement.period),
            col(Measurement.package_id),
        )
        .distinct()
        .join(ImportRow, col(ImportRow.thing_id) == col(Measurement.id))
        .join(Indicator, col(Indicator.id) == col(Measurement.indicator_id))
        .where(
            col(ImportRow.import_id) == id,
            col(ImportRow.outcome) == Outcome.create.value,
            col(Measurement.institution_id).in_(institution_ids),
            col(Indicator.disclosure) == Disclosure.persons.value,
        )
    )
    return (await session.execute(statement)).all()


async def created_among(session: AsyncSession, id: UUID, thing_ids: Sequence[UUID]) -> set[UUID]:
    """Those of these things that an import makes."""
    found = set[UUID]()
    for start in range(0, len(thing_ids), 1000):
        asked = select(col(ImportRow.thing_id)).where(
            col(ImportRow.import_id) == id,
            col(ImportRow.outcome) == Outcome.create.value,
            col(ImportRow.thing_id).in_(thing_ids[start : start + 1000]),
        )
        found.update(one for one in (await session.execute(asked)).scalars() if one is not None)
    return found
