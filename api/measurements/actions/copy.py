"""Copy the measurements of a package into its revision."""

from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.identifiers import new_id
from api.journal.record import ChangedResource, record_rows
from api.measurements.models import Measurement
from api.measurements.queries.authorship import COPIED


async def copy_measurements(session: AsyncSession, caller: Caller | None, from_id: UUID, to_id: UUID) -> None:
    """Copy all measurements of one package into another that has none; suppressed ones are copied as suppressed."""
    table = Measurement.__table__  # type: ignore[attr-defined]  # SQLModel's tables have it at run time
    originals = (await session.execute(select(table).where(table.c.package_id == from_id))).mappings().all()
    now = clock.now()
    changed = {"package_id": to_id, "shown_since": None, "version": 1, "created_at": now, "updated_at": now}
    rows = [{**original, **changed, "id": new_id()} for original in originals]
    if rows:
        await (await session.connection()).execute(insert(table), rows)
    occurrences = (ChangedResource(row["id"], row["institution_id"], 1) for row in rows)
    await record_rows(session, caller, "measurements", occurrences, "created", COPIED)
