"""Suppress measurements of small groups, and what they could be derived from.

Suppression is decided whenever measurements arrive, change, are deleted or released, and stored with them.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.db import transactions
from api.journal.record import ChangedResource, record_rows
from api.measurements.models import Measurement
from api.measurements.queries.linked_measurements import load_measured_families
from api.measurements.rules.suppression import CountedMeasurement, ReleaseKey, suppression_changes


class SuppressionRequest(NamedTuple):
    """The key of a measurement that was added, changed or deleted: suppression is decided again around it."""

    institution_id: UUID
    indicator_id: UUID
    period: str
    package_id: UUID | None


def suppression_request(measurement: Measurement) -> SuppressionRequest:
    """Request that suppression be decided again around a measurement."""
    return SuppressionRequest(
        measurement.institution_id, measurement.indicator_id, measurement.period, measurement.package_id
    )


def forget(session: AsyncSession) -> None:
    """Expunge the measurements from the session: they are stale once rows were written without it."""
    for thing in list(session):
        if isinstance(thing, Measurement):
            session.expunge(thing)


async def suppress(
    session: AsyncSession,
    caller: Caller | None,
    requests: Collection[SuppressionRequest],
    *,
    fresh: Collection[UUID] = (),
) -> None:
    """Decide again which measurements around these are suppressed; each that changes and is not `fresh` gets a version.

    `fresh` are the ids of measurements that were created by the same action.
    """
    await toggle_suppression(session, caller, await suppression_changes_for(session, requests), fresh=fresh)


async def suppression_changes_for(
    session: AsyncSession, requests: Collection[SuppressionRequest]
) -> list[CountedMeasurement]:
    """Return the measurements whose suppression has to change; measurements about no persons are never suppressed."""
    if not requests:
        return []
    threshold = transactions.settings_of(session).small_group
    changed: dict[UUID, set[ReleaseKey]] = {}
    for request in requests:
        changed.setdefault(request.indicator_id, set()).add((request.period, request.package_id))
    families_by_indicator = await load_measured_families(
        session,
        {request.institution_id for request in requests},
        set(changed),
        {request.period for request in requests},
        threshold,
    )
    return [
        measurement
        for indicator_id, families in families_by_indicator.items()
        for measurement in suppression_changes(families, changed[indicator_id], threshold)
    ]


async def toggle_suppression(
    session: AsyncSession,
    caller: Caller | None,
    measurements: Sequence[CountedMeasurement],
    *,
    fresh: Collection[UUID] = (),
) -> None:
    """Toggle the suppression of these measurements; those that are not `fresh` get a new version and an entry."""
    if not measurements:
        return
    fresh_ids = set(fresh)
    now = clock.now()
    rows = [
        {
            "at_id": measurement.id,
            "is_suppressed": not measurement.withheld,
            "since": now if measurement.withheld else None,
            "version_step": 0 if measurement.id in fresh_ids else 1,
        }
        for measurement in measurements
    ]
    table = Measurement.__table__  # type: ignore[attr-defined]  # SQLModel's tables have it at run time
    statement = (
        update(table)
        .where(table.c.id == bindparam("at_id"))
        .values(
            withheld=bindparam("is_suppressed"),
            shown_since=bindparam("since"),
            updated_at=now,
            version=table.c.version + bindparam("version_step"),
        )
    )
    await (await session.connection()).execute(statement, rows)
    occurrences = [
        ChangedResource(measurement.id, measurement.institution_id, measurement.version + 1)
        for measurement in measurements
        if measurement.id not in fresh_ids
    ]
    await record_rows(session, caller, "measurements", occurrences, "updated", ["withheld"])
    forget(session)


async def suppress_package(session: AsyncSession, caller: Caller | None, package_id: UUID) -> None:
    """Decide again for all measurements of a package."""
    rows = await session.execute(
        select(
            col(Measurement.institution_id),
            col(Measurement.indicator_id),
            col(Measurement.period),
            col(Measurement.package_id),
        ).where(col(Measurement.package_id) == package_id)
    )
    requests = {SuppressionRequest(*row) for row in rows}
    if requests:
        await suppress(session, caller, requests)
