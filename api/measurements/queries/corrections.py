"""The corrections of a measurement, as shown."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.measurements.models import Measurement
from api.redaction.corrections import corrections_and_reasons


async def corrections_of(session: AsyncSession, measurement_id: UUID) -> list[dict[str, Any]]:
    """Return the corrections of a measurement, oldest first.

    Values are null in all of them while the measurement is suppressed, and after that in those from before
    `shown_since`.
    """
    corrections = (await corrections_and_reasons(session, measurement_id))["corrections"]
    rows = await session.execute(
        select(col(Measurement.withheld), col(Measurement.shown_since)).where(col(Measurement.id) == measurement_id)
    )
    row = rows.one_or_none()
    if row is None or not corrections:
        return corrections
    is_suppressed, shown_since = row
    return [
        {**correction, "was": None, "becomes": None}
        if is_suppressed or (shown_since and correction["at"] <= shown_since)
        else correction
        for correction in corrections
    ]
