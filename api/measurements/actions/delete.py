"""Taking figures away, thousands at a time."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core.problems import IN_USE, Problem, raise_faults
from api.data_packages.models import DataPackage
from api.data_packages.rules import check_draft
from api.journal.record import Occurrence, record_rows
from api.measurements.actions.create import CHUNK
from api.measurements.actions.suppress import SuppressionRequest, forget, suppress
from api.measurements.models import Measurement


async def places_of(session: AsyncSession, ids: Sequence[UUID]) -> set[tuple[UUID, bool]]:
    """The institutions that some figures are of, each with whether it is a running figure."""
    table = Measurement.__table__  # type: ignore[attr-defined]  # SQLModel's tables have it at run time
    asked = select(table.c.institution_id, table.c.package_id.is_(None)).distinct()
    return {(row[0], bool(row[1])) for row in await session.execute(asked.where(table.c.id.in_(ids)))}


async def delete_measurements(session: AsyncSession, caller: Caller | None, ids: Sequence[UUID]) -> None:
    """Take running figures and those of drafts away, all of them or none."""
    table = Measurement.__table__  # type: ignore[attr-defined]  # SQLModel's tables have it at run time
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        rows = await session.execute(
            select(Measurement, DataPackage)
            .outerjoin(DataPackage, col(DataPackage.id) == col(Measurement.package_id))
            .where(col(Measurement.id).in_(some))
        )
        found = [(one, package) for one, package in rows]
        raise_faults([fault for _, package in found for fault in check_draft(package)])
        asked = {
            SuppressionRequest(one.institution_id, one.indicator_id, one.period, one.package_id) for one, _ in found
        }
        happened = [Occurrence(one.id, one.institution_id, one.version) for one, _ in found]
        await record_rows(session, caller, "measurements", happened, "deleted")
        try:
            await (await session.connection()).execute(delete(table).where(table.c.id.in_(some)))
        except IntegrityError as error:
            raise Problem(IN_USE) from error
        forget(session)
        await suppress(session, caller, asked)
