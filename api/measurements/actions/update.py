"""Changing figures, thousands at a time; what is withheld is neither shown nor given away by it."""

from collections.abc import Mapping, Sequence
from typing import Any
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
from api.journal.record import Occurrence, record_rows
from api.measurements.actions.create import chunks, refuse_rows
from api.measurements.actions.suppress import SuppressionRequest, forget, suppress
from api.measurements.models import Measurement
from api.measurements.queries.authorship import REVEALING_FIELDS
from api.measurements.rules.figure import Figure, check_figure, check_value_given

FIELDS = ("value", "n", "standard_error", "status", "source")
_WRITTEN = (*FIELDS, "value_n")
_NEW: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _WRITTEN}
_Changes = Mapping[UUID, Mapping[str, Any]]
_Loaded = tuple[Measurement, Indicator, DataPackage | None]


def provided_again(given: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of a withheld figure. With a value the standard error is given anew too: the one that was there
    belongs to the value that was there, which could be reckoned from it."""
    return {"standard_error": None, **given} if "value" in given else dict(given)


async def update_measurements(
    session: AsyncSession, caller: Caller | None, changes: _Changes, *, putting_back: bool = False
) -> list[UUID]:
    """Change running figures and those of drafts, all or none, by id; answers the ids of those that differ.

    What is said of a withheld figure counts as a change whether it differs or not: who does not know the figure would
    else find it by guessing. Its number of persons is changed with its value only, unless it is `putting_back` what
    there was before.
    """
    await session.flush()
    faults, written = list[list[Fault]](), list[tuple[Measurement, dict[str, Any], tuple[str, ...]]]()
    for some in chunks(list(changes)):
        loaded = await _load(session, some)
        for id in some:
            one, indicator, package = loaded[id]
            given = provided_again(changes[id]) if one.withheld and not putting_back else changes[id]
            becomes = _becomes(one, given)
            figure = Figure(*(becomes[name] for name in Figure._fields))
            unsaid = [] if putting_back else check_value_given(one, given)
            wrong = check_figure(figure, indicator, new_value="value" in given)
            faults.append(check_draft(package) + wrong + unsaid)
            if fields := _changed(one, becomes, given):
                written.append((one, becomes, fields))
    refuse_rows(faults)
    asked = {
        SuppressionRequest(one.institution_id, one.indicator_id, one.period, one.package_id) for one, _, _ in written
    }
    ids = [one.id for one, _, _ in written]
    # Who puts a figure back need not know it: it is not theirs by that.
    await _write(session, caller, written, "put_back" if putting_back else "updated")
    if asked:
        await suppress(session, caller, asked)
    return ids


async def _load(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, _Loaded]:
    found = await session.execute(
        select(Measurement, Indicator, DataPackage)
        .join(Indicator, col(Indicator.id) == col(Measurement.indicator_id))
        .outerjoin(DataPackage, col(DataPackage.id) == col(Measurement.package_id))
        .where(col(Measurement.id).in_(ids))
    )
    return {one.id: (one, indicator, package) for one, indicator, package in found}


def _becomes(one: Measurement, given: Mapping[str, Any]) -> dict[str, Any]:
    becomes = {name: given.get(name, getattr(one, name)) for name in FIELDS}
    rests_on = becomes["n"] if "value" in given else one.value_n
    return {**becomes, "value_n": given.get("value_n", rests_on)}


def _changed(one: Measurement, becomes: Mapping[str, Any], given: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields for the journal; of a withheld figure all that something was said of."""
    said = {name for name in REVEALING_FIELDS if name in given} if one.withheld else set()
    return tuple(name for name in FIELDS if name in said or becomes[name] != getattr(one, name))


async def _write(
    session: AsyncSession,
    caller: Caller | None,
    written: Sequence[tuple[Measurement, Mapping[str, Any], tuple[str, ...]]],
    action: str,
) -> None:
    if not written:
        return
    rows = [
        {**{f"new_{name}": becomes[name] for name in _WRITTEN}, "at_id": one.id, "new_version": one.version + 1}
        for one, becomes, _ in written
    ]
    happened = [Occurrence(one.id, one.institution_id, one.version + 1, fields) for one, _, fields in written]
    table = Measurement.__table__  # type: ignore[attr-defined]  # SQLModel's tables have it at run time
    statement = (
        update(table)
        .where(table.c.id == bindparam("at_id"))
        .values(updated_at=clock.now(), version=bindparam("new_version"), **_NEW)
    )
    await (await session.connection()).execute(statement, rows)
    forget(session)
    await record_rows(session, caller, "measurements", happened, action)
