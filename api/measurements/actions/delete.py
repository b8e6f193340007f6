"""Delete running measurements and those in draft packages."""

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
from api.journal.record import ChangedResource, record_rows
from api.journal.record import delete as delete_resource
from api.measurements.actions.suppress import forget, suppress, suppression_request
from api.measurements.models import Measurement
from api.measurements.queries.lookups import chunks


async def institutions_of(session: AsyncSession, ids: Sequence[UUID]) -> set[tuple[UUID, bool]]:
    """Return the institutions of these measurements, each with whether the measurement is a running one."""
    table = Measurement.__table__  # type: ignore[attr-defined]  # SQLModel's tables have it at run time
    places = select(table.c.institution_id, table.c.package_id.is_(None)).distinct().where(table.c.id.in_(ids))
    return {(institution_id, bool(is_running)) for institution_id, is_running in await session.execute(places)}


async def delete_measurement(session: AsyncSession, caller: Caller | None, measurement: Measurement) -> None:
    """Delete one measurement; raises `in-use` where it is referred to."""
    packages = await session.execute(select(DataPackage).where(col(DataPackage.id) == measurement.package_id))
    raise_faults(check_draft(packages.scalar_one_or_none()))
    request = suppression_request(measurement)
    await delete_resource(session, caller, measurement)
    await suppress(session, caller, {request})


async def delete_measurements(session: AsyncSession, caller: Caller | None, ids: Sequence[UUID]) -> None:
    """Delete many measurements, all or none, as rows and not as objects; raises `in-use` where one is referred to."""
    table = Measurement.__table__  # type: ignore[attr-defined]  # SQLModel's tables have it at run time
    for chunk in chunks(ids):
        rows = (
            await session.execute(
                select(Measurement, DataPackage)
                .outerjoin(DataPackage, col(DataPackage.id) == col(Measurement.package_id))
                .where(col(Measurement.id).in_(chunk))
            )
        ).all()
        raise_faults([fault for _, package in rows for fault in check_draft(package)])
        requests = {suppression_request(measurement) for measurement, _ in rows}
        occurrences = [
            ChangedResource(measurement.id, measurement.institution_id, measurement.version) for measurement, _ in rows
        ]
        await record_rows(session, caller, "measurements", occurrences, "deleted")
        try:
            await (await session.connection()).execute(delete(table).where(table.c.id.in_(chunk)))
        except IntegrityError as error:
            raise Problem(IN_USE) from error
        forget(session)
        await suppress(session, caller, requests)
