"""The figures that an import created, for the suppression of small groups."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.imports.models import ImportRow, Outcome
from api.indicators.models import Disclosure, Indicator
from api.measurements.actions.suppress import SuppressionRequest
from api.measurements.models import Measurement


async def suppression_requests(
    session: AsyncSession, import_id: UUID, institution_ids: Sequence[UUID]
) -> set[SuppressionRequest]:
    """Return the suppression requests of the figures about persons that an import created at some institutions."""
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
            col(ImportRow.import_id) == import_id,
            col(ImportRow.outcome) == Outcome.create.value,
            col(Measurement.institution_id).in_(institution_ids),
            col(Indicator.disclosure) == Disclosure.persons.value,
        )
    )
    return {SuppressionRequest(*row) for row in await session.execute(statement)}
