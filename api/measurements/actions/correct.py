"""Mending figures that stay as they were: corrections beside them, revisions of them; and taking drafts away."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.identifiers import new_id
from api.core.problems import INVALID_INPUT, Fault, LocalizedText, raise_faults
from api.data_packages.models import DataPackage
from api.data_packages.rules import check_draft
from api.indicators.models import Indicator
from api.journal.record import Occurrence, delete, record_rows
from api.measurements.actions.suppress import SuppressionRequest, suppress
from api.measurements.models import Measurement, MeasurementStatus
from api.measurements.queries.authorship import COPIED
from api.measurements.rules.figure import Figure, check_figure
from api.redaction.corrections import correct, corrections_and_reasons
from api.redaction.schemas import CorrectionCreate

_NUMBERS = ("value", "n", "standard_error")
_MENDABLE = LocalizedText(
    "Corrected are value, n, standard_error and status.", "Rettes kan value, n, standard_error og status."
)
_NO_SUCH = LocalizedText("The field cannot say that.", "Feltet kan ikke sige det.")


def _asked(one: Measurement) -> SuppressionRequest:
    return SuppressionRequest(one.institution_id, one.indicator_id, one.period, one.package_id)


def _becomes(measurement: Measurement, correction: CorrectionCreate) -> dict[str, Any]:
    """The fields that a correction replaces; raises `invalid-input` for what the field cannot say."""
    field, new = correction.field, correction.becomes
    if field not in (*_NUMBERS, "status"):
        raise_faults([Fault(INVALID_INPUT, pointer="/field", code="not-one-of", detail=_MENDABLE)])
    number = isinstance(new, int | float) and not isinstance(new, bool)
    whole = number and float(new or 0).is_integer() and 0 <= float(new or 0) <= 10_000_000
    bounded = number and abs(float(new or 0)) <= 1e12 and (field == "value" or float(new or 0) >= 0)
    good = {"status": new in list(MeasurementStatus), "n": whole}.get(field, bounded)
    if new is not None and not good:
        raise_faults([Fault(INVALID_INPUT, pointer="/becomes", code="wrong-type", detail=_NO_SUCH)])
    if new is None:
        return {}
    if field == "status" and new == MeasurementStatus.missing:
        return {"value": None, "standard_error": None, "status": new}
    if field == "value" and measurement.status == MeasurementStatus.missing:
        return {"value": new, "status": MeasurementStatus.reported}
    return {field: int(new) if field == "n" else new}


async def correct_measurement(
    session: AsyncSession, caller: Caller, measurement: Measurement, correction: CorrectionCreate
) -> None:
    """Let a correction stand beside a figure, released ones too; what is withheld is decided anew."""
    values = _becomes(measurement, correction)
    new = {name: values.get(name, getattr(measurement, name)) for name in (*_NUMBERS, "status")}
    found = await session.execute(select(Indicator).where(col(Indicator.id) == measurement.indicator_id))
    raise_faults(check_figure(Figure(**new), found.scalar_one(), new_value="value" in values))
    # Of a withheld figure, which of it was the same is not told.
    differing = [name for name in values if measurement.withheld or values[name] != getattr(measurement, name)]
    for name in differing or [correction.field]:
        replaces = name in values
        becomes = values.get(name)
        await correct(session, caller, measurement, name, correction.reason, becomes=becomes, replace=replaces)
    if correction.field == "value" and "value" in values:
        measurement.value_n = measurement.n
        if measurement.withheld:  # the standard error that was there tells of the value that was
            measurement.standard_error = None
        await session.flush()
    await suppress(session, caller, {_asked(measurement)})


async def corrections_of(session: AsyncSession, measurement_id: UUID) -> list[dict[str, Any]]:
    """The corrections of a figure; what it said is not told while it is withheld, nor what it said when it was."""
    said = (await corrections_and_reasons(session, measurement_id))["corrections"]
    found = await session.execute(
        select(col(Measurement.withheld), col(Measurement.shown_since)).where(col(Measurement.id) == measurement_id)
    )
    row = found.one_or_none()
    if row is None or not said:
        return said
    return [
        {**one, "was": None, "becomes": None} if row[0] or (row[1] and one["at"] <= row[1]) else one for one in said
    ]


async def delete_measurement(session: AsyncSession, caller: Caller | None, measurement: Measurement) -> None:
    """Take a running figure or one of a draft away."""
    found = await session.execute(select(DataPackage).where(col(DataPackage.id) == measurement.package_id))
    raise_faults(check_draft(found.scalar_one_or_none()))
    asked = _asked(measurement)
    await delete(session, caller, measurement)
    await suppress(session, caller, {asked})


async def copy_measurements(session: AsyncSession, caller: Caller | None, from_id: UUID, to_id: UUID) -> None:
    """Let a package begin with the figures of another."""
    table = Measurement.__table__  # type: ignore[attr-defined]  # SQLModel's tables have it at run time
    found = (await session.execute(select(table).where(table.c.package_id == from_id))).mappings().all()
    now = {"package_id": to_id, "shown_since": None, "version": 1, "created_at": clock.now(), "updated_at": clock.now()}
    rows = [{**row, **now, "id": new_id()} for row in found]
    if rows:
        await (await session.connection()).execute(insert(table), rows)
    happened = (Occurrence(row["id"], row["institution_id"], 1) for row in rows)
    await record_rows(session, caller, "measurements", happened, "created", COPIED)
