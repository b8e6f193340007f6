"""Load the measurements from which a suppressed one could be derived."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, case, null, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.core.periods import parse
from api.indicators.models import Disclosure, Indicator, MeasureUnit
from api.measurements.models import Measurement
from api.measurements.queries.unit_history import load_affiliations
from api.measurements.rules.suppression import CountedMeasurement, MeasuredFamily, measured_family
from api.measurements.rules.unit_families import related_units, unit_families

_MAX_NAMED_UNITS = 500
"""At most so many units are named in a statement; for more, all units of the indicator are loaded."""
_YEARS_AROUND = timedelta(days=2 * 366)
"""So far around a period lie the periods that it adds up to, and those that add up to it."""


def _counted_measurements(threshold: int) -> Select[*tuple[Any, ...]]:
    """Select the columns of `CountedMeasurement`, of measurements about persons.

    A value that was provided for a small group counts as one, whatever its number of persons was changed to.
    """
    n, value_n = col(Measurement.n), col(Measurement.value_n)
    persons = case((and_(value_n < threshold, value_n < n), value_n), else_=n)
    return (
        select(
            col(Measurement.id),
            col(Measurement.institution_id),
            col(Measurement.indicator_id),
            col(Measurement.period),
            col(Measurement.breakdown),
            col(Measurement.package_id),
            col(Measurement.version),
            persons,
            col(Measurement.withheld),
            case((col(Indicator.unit) == MeasureUnit.count_, col(Measurement.value)), else_=null()),
        )
        .join(Indicator, col(Indicator.id) == col(Measurement.indicator_id))
        .where(col(Indicator.disclosure) == Disclosure.persons, col(Measurement.n).is_not(None))
    )


async def load_measured_families(
    session: AsyncSession,
    institution_ids: Collection[UUID],
    indicator_ids: Collection[UUID],
    periods: Collection[str],
    threshold: int,
) -> dict[UUID, list[MeasuredFamily]]:
    """Load all measurements of these institutions, their departments and indicators, from some years around.

    Returns the families of units by indicator. Measurements of withdrawn packages are included, since they were shown.
    """
    spans = [parse(period) for period in periods]
    statement = _counted_measurements(threshold).where(
        col(Measurement.indicator_id).in_(indicator_ids),
        col(Measurement.period_from) >= min(span.from_on for span in spans) - _YEARS_AROUND,
        col(Measurement.period_from) < max(span.until_on for span in spans) + _YEARS_AROUND,
    )
    affiliations = await load_affiliations(session)
    unit_ids = related_units(institution_ids, affiliations)
    if len(unit_ids) <= _MAX_NAMED_UNITS:
        statement = statement.where(col(Measurement.institution_id).in_(unit_ids))
    by_indicator: dict[UUID, dict[UUID, list[CountedMeasurement]]] = {}
    for row in await session.execute(statement):
        measurement = CountedMeasurement(*row)
        by_unit = by_indicator.setdefault(measurement.indicator_id, {})
        by_unit.setdefault(measurement.institution_id, []).append(measurement)
    return {
        indicator_id: [measured_family(family, by_unit) for family in unit_families(by_unit.keys(), affiliations)]
        for indicator_id, by_unit in by_indicator.items()
    }
