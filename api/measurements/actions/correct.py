"""Correct measurements, released ones too."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core.problems import raise_faults
from api.indicators.models import Indicator
from api.measurements.actions.suppress import suppress, suppression_request
from api.measurements.models import Measurement
from api.measurements.rules.correction import CORRECTED_FIELDS, corrected_values
from api.measurements.rules.validation import MeasuredContent, check_figure
from api.redaction.corrections import correct
from api.redaction.schemas import CorrectionCreate


async def correct_measurement(
    session: AsyncSession, caller: Caller, measurement: Measurement, correction: CorrectionCreate
) -> None:
    """Add a correction to a measurement, and decide its suppression again.

    Raises `invalid-input` for a field that can't be corrected or a value that the field can't have.
    """
    values = corrected_values(measurement, correction)
    content = {name: values.get(name, getattr(measurement, name)) for name in CORRECTED_FIELDS}
    indicators = await session.execute(select(Indicator).where(col(Indicator.id) == measurement.indicator_id))
    raise_faults(check_figure(MeasuredContent(**content), indicators.scalar_one(), new_value="value" in values))
    # Corrections of a suppressed measurement must not disclose which of its fields stayed the same.
    changed = [name for name in values if measurement.withheld or values[name] != getattr(measurement, name)]
    for name in changed or [correction.field]:
        becomes, replace = values.get(name), name in values
        await correct(session, caller, measurement, name, correction.reason, becomes=becomes, replace=replace)
    if correction.field == "value" and "value" in values:
        measurement.value_n = measurement.n
        if measurement.withheld:  # the old standard error would disclose something about the old value
            measurement.standard_error = None
        await session.flush()
    await suppress(session, caller, {suppression_request(measurement)})
