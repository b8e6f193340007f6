"""Update measurements in batches, without showing or disclosing what is suppressed."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.problems import Fault
from api.data_packages.models import DataPackage
from api.data_packages.rules import check_draft
from api.indicators.models import Indicator
from api.journal.record import ChangedResource, record_rows
from api.measurements.actions.suppress import forget, suppress, suppression_request
from api.measurements.models import Measurement
from api.measurements.queries.authorship import REVEALING_FIELDS
from api.measurements.queries.lookups import chunks
from api.measurements.rules.rows import refuse_rows
from api.measurements.rules.validation import MeasuredContent, check_figure, check_value_given

UPDATABLE_FIELDS = ("value", "n", "standard_error", "status", "source")
"""The fields that can be updated."""
_COLUMNS = (*UPDATABLE_FIELDS, "value_n")
_NEW_VALUES: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _COLUMNS}


class _Update(NamedTuple):
    """A measurement to write: its new column values, and the names of the changed fields for the journal."""

    measurement: Measurement
    new: Mapping[str, Any]
    fields: tuple[str, ...]


def with_standard_error_reset(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return an update of a suppressed measurement, in which a new value resets the standard error unless provided.

    The old standard error belongs to the old value, which could be computed from it.
    """
    return {"standard_error": None, **values} if "value" in values else dict(values)


async def update_measurements(
    session: AsyncSession,
    caller: Caller | None,
    changes: Mapping[UUID, Mapping[str, Any]],
    *,
    restoring: bool = False,
) -> list[UUID]:
    """Update running measurements and those of drafts, all or none, given by id; return the ids of those that changed.

    Every field provided for a suppressed measurement counts as changed, whether or not it differs: otherwise a user who
    does not know the value could find it by guessing. Its number of persons is only changed together with its value,
    unless an import is reversed (`restoring`).
    """
    await session.flush()
    faults: list[list[Fault]] = []
    updates: list[_Update] = []
    for chunk in chunks(list(changes)):
        loaded = await _load(session, chunk)
        for id in chunk:
            measurement, indicator, package = loaded[id]
            values = changes[id]
            if measurement.withheld and not restoring:
                values = with_standard_error_reset(values)
            new = _new_columns(measurement, values)
            content = MeasuredContent(*(new[name] for name in MeasuredContent._fields))
            faults.append(
                check_draft(package)
                + check_figure(content, indicator, new_value="value" in values)
                + ([] if restoring else check_value_given(measurement, values))
            )
            if fields := _changed_fields(measurement, new, values):
                updates.append(_Update(measurement, new, fields))
    refuse_rows(faults)
    requests = {suppression_request(row.measurement) for row in updates}
    ids = [row.measurement.id for row in updates]
    # Reversing an import does not make the caller an author of the value: they need not know it.
    await _write(session, caller, updates, "put_back" if restoring else "updated")
    if requests:
        await suppress(session, caller, requests)
    return ids


async def _load(
    session: AsyncSession, ids: Sequence[UUID]
) -> dict[UUID, tuple[Measurement, Indicator, DataPackage | None]]:
    rows = await session.execute(
        select(Measurement, Indicator, DataPackage)
        .join(Indicator, col(Indicator.id) == col(Measurement.indicator_id))
        .outerjoin(DataPackage, col(DataPackage.id) == col(Measurement.package_id))
        .where(col(Measurement.id).in_(ids))
    )
    return {measurement.id: (measurement, indicator, package) for measurement, indicator, package in rows}


def _new_columns(measurement: Measurement, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return all columns after an update; `value_n` is the number of persons when the value was provided."""
    new = {name: values.get(name, getattr(measurement, name)) for name in UPDATABLE_FIELDS}
    value_n = new["n"] if "value" in values else measurement.value_n
    return {**new, "value_n": values.get("value_n", value_n)}


def _changed_fields(measurement: Measurement, new: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the fields that differ; of a suppressed measurement, all provided ones that would reveal something."""
    provided = {name for name in REVEALING_FIELDS if name in values} if measurement.withheld else set()
    return tuple(name for name in UPDATABLE_FIELDS if name in provided or new[name] != getattr(measurement, name))


async def _write(session: AsyncSession, caller: Caller | None, updates: Sequence[_Update], action: str) -> None:
    if not updates:
        return
    rows, occurrences = [], []
    for measurement, new, fields in updates:
        version = measurement.version + 1
        values = {f"new_{name}": new[name] for name in _COLUMNS}
        rows.append({**values, "at_id": measurement.id, "new_version": version})
        occurrences.append(ChangedResource(measurement.id, measurement.institution_id, version, fields))
    table = Measurement.__table__  # type: ignore[attr-defined]  # SQLModel's tables have it at run time
    statement = (
        update(table)
        .where(table.c.id == bindparam("at_id"))
        .values(updated_at=clock.now(), version=bindparam("new_version"), **_NEW_VALUES)
    )
    await (await session.connection()).execute(statement, rows)
    forget(session)
    await record_rows(session, caller, "measurements", occurrences, action)
