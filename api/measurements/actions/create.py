"""Create measurements in batches."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.identifiers import new_id
from api.core.periods import parse
from api.core.problems import Fault
from api.db.bulk import insert_many
from api.journal.record import ChangedResource, record_rows
from api.measurements.actions.suppress import SuppressionRequest, suppress
from api.measurements.models import Measurement
from api.measurements.queries.lookups import load_lookups
from api.measurements.rules.rows import key_of, refuse_rows, validate_row
from api.measurements.rules.validation import MEASUREMENT_EXISTS
from api.measurements.schemas import MeasurementCreate

_COLUMNS = (
    "id", "version", "created_at", "updated_at", "institution_id", "indicator_id", "package_id", "period",
    "period_from", "period_length", "breakdown", "value", "n", "value_n", "standard_error", "status", "source",
    "withheld",
)  # fmt: skip


async def _validate_new(session: AsyncSession, rows: Sequence[MeasurementCreate]) -> list[list[Fault]]:
    """Return all faults of each row, in order; keys must be new, among existing measurements and among the rows."""
    known = await load_lookups(session, rows)
    taken, faults = set(known.existing), []
    for row in rows:
        faults.append(validate_row(row, known))
        if key_of(row) in taken:
            faults[-1].append(Fault(MEASUREMENT_EXISTS, pointer="/breakdown"))
        taken.add(key_of(row))
    return faults


async def create_measurements(
    session: AsyncSession, caller: Caller | None, rows: Sequence[MeasurementCreate]
) -> list[UUID]:
    """Create measurements, all or none, and suppress what is small; return their ids in the order of the rows.

    Raises a `Problem` with all faults; of more than one row, each pointer begins with the row's index from 0.
    """
    refuse_rows(await _validate_new(session, rows))
    ids = [new_id() for _ in rows]
    await write_measurements(session, caller, rows, ids)
    requests = {SuppressionRequest(row.institution_id, row.indicator_id, row.period, row.package_id) for row in rows}
    await suppress(session, caller, requests, fresh=ids)
    return ids


async def write_measurements(
    session: AsyncSession, caller: Caller | None, rows: Sequence[MeasurementCreate], ids: Sequence[UUID]
) -> None:
    """Insert validated rows with these ids; suppression has to be decided afterwards, once all of them are there."""
    now = clock.now()
    values, occurrences = [], []
    for row, id in zip(rows, ids, strict=True):
        period = parse(row.period)
        values.append(
            (
                id,
                1,
                now,
                now,
                row.institution_id,
                row.indicator_id,
                row.package_id,
                row.period,
                period.from_on,
                period.length,
                row.breakdown,
                row.value,
                row.n,
                row.n,
                row.standard_error,
                row.status,
                row.source,
                False,
            )
        )
        occurrences.append(ChangedResource(id, row.institution_id, 1))
    await insert_many(session, Measurement, _COLUMNS, values)
    await record_rows(session, caller, "measurements", occurrences, "created")
