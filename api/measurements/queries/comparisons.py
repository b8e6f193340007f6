"""Comparisons of measurements: the previous period, and the means of the district and the city.

Only shown values are compared: suppressed ones count nowhere.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import SelectBase, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from api.access.models import Unit, UnitAncestor, UnitKind
from api.core import clock
from api.data_packages.models import DataPackage
from api.db import transactions
from api.indicators.models import Indicator, MeasureUnit
from api.institutions.models import Institution
from api.measurements.models import Measurement
from api.measurements.queries.visible import COUNTS, shown, shown_status
from api.measurements.rules.significance import ShownValue, is_significant

Row = dict[str, Any]
ComparisonRequest = SelectBase
"""A select of one column, the ids of measurements to compare; not correlated with an enclosing statement."""
_DistrictSums = dict[UUID | None, tuple[float, int]]
"""The sum and the number of shown values, by district."""
_compared = aliased(Measurement)
_DECIMALS = 3
"""More decimals of a mean would be meaningless."""


def only(id: UUID) -> ComparisonRequest:
    """Request the comparison of one measurement."""
    return select(col(Measurement.id)).where(col(Measurement.id) == id).correlate(None)


def _districts() -> Any:
    """A subquery of (unit_id, district_id) of every unit in a district, today."""
    today = clock.today()
    return (
        select(col(UnitAncestor.unit_id), col(UnitAncestor.ancestor_id).label("district_id"))
        .join(Unit, and_(col(Unit.id) == col(UnitAncestor.ancestor_id), col(Unit.kind) == UnitKind.district))
        .where(~col(UnitAncestor.upward), col(UnitAncestor.since_on) <= today, col(UnitAncestor.until_on) > today)
        .subquery()
    )


async def _previous(session: AsyncSession, request: ComparisonRequest) -> dict[UUID, Row]:
    """Return the measurement of the latest earlier period of the same length, by the id of the compared measurement."""
    newest = (
        func.row_number()
        .over(
            partition_by=col(_compared.id),
            order_by=(
                col(Measurement.period_from).desc(),
                func.coalesce(col(DataPackage.half_year), "").desc(),
                func.coalesce(col(DataPackage.revision), 0).desc(),
                col(Measurement.id).desc(),
            ),
        )
        .label("newest")
    )
    earlier = (
        select(
            col(_compared.id).label("compared_id"),
            col(Measurement.id),
            col(Measurement.period),
            newest,
            shown(col(Measurement.value)).label("value"),
            shown(col(Measurement.n)).label("n"),
            shown(col(Measurement.standard_error)).label("standard_error"),
            shown_status().label("status"),
        )
        .select_from(_compared)
        .join(
            Measurement,
            and_(
                col(Measurement.institution_id) == col(_compared.institution_id),
                col(Measurement.indicator_id) == col(_compared.indicator_id),
                col(Measurement.breakdown) == col(_compared.breakdown),
                col(Measurement.period_length) == col(_compared.period_length),
                col(Measurement.period_from) < col(_compared.period_from),
            ),
        )
        .outerjoin(DataPackage, col(DataPackage.id) == col(Measurement.package_id))
        .where(col(_compared.id).in_(request), COUNTS)
        .subquery()
    )
    rows = await session.execute(select(earlier).where(earlier.c.newest == 1))
    names = ("id", "period", "value", "n", "standard_error", "status")
    return {row.compared_id: {name: getattr(row, name) for name in names} for row in rows}


_KEY = ("package_id", "indicator_id", "period", "breakdown")


async def _sums(session: AsyncSession, request: ComparisonRequest) -> dict[tuple[Any, ...], _DistrictSums]:
    """Return the sums of shown values by key (package, indicator, period, breakdown, kind) and district.

    A department counts by itself where its kind differs from its institution's (an SFO among the leisure services).
    """
    compared_institution, parent, district = aliased(Institution), aliased(Institution), _districts()
    keys = (
        select(*(col(getattr(_compared, name)) for name in _KEY), col(compared_institution.kind))
        .join(compared_institution, col(compared_institution.id) == col(_compared.institution_id))
        .join(Indicator, col(Indicator.id) == col(_compared.indicator_id))
        .where(col(_compared.id).in_(request), col(Indicator.unit) != MeasureUnit.level)
        .distinct()
        .subquery()
    )
    same_package = or_(
        keys.c.package_id == col(Measurement.package_id),
        and_(keys.c.package_id.is_(None), col(Measurement.package_id).is_(None)),
    )
    value = col(Measurement.value)
    rows = await session.execute(
        select(*keys.c, district.c.district_id, func.sum(value), func.count(value))
        .select_from(keys)
        .join(
            Measurement,
            and_(same_package, *(keys.c[name] == col(getattr(Measurement, name)) for name in _KEY[1:])),
        )
        .join(
            Institution,
            and_(col(Institution.id) == col(Measurement.institution_id), col(Institution.kind) == keys.c.kind),
        )
        .outerjoin(parent, col(parent.id) == col(Institution.parent_id))
        .outerjoin(district, district.c.unit_id == col(Institution.id))
        .where(~col(Measurement.withheld), value.is_not(None))
        .where(or_(col(parent.id).is_(None), col(parent.kind) != col(Institution.kind)))
        .group_by(*keys.c, district.c.district_id)
    )
    sums: dict[tuple[Any, ...], _DistrictSums] = {}
    for *key, district_id, total, number in rows:
        sums.setdefault(tuple(key), {})[district_id] = (total, number)
    return sums


def _mean(sums: Collection[tuple[float, int]], smallest_number: int) -> Row | None:
    """Return a `Mean`; None where fewer institutions than `smallest_number` have a shown value."""
    number = sum(institutions for _, institutions in sums)
    if number < smallest_number:
        return None
    return {"mean": round(sum(total for total, _ in sums) / number, _DECIMALS), "institutions": number}


def _city_mean(peers: _DistrictSums, district_id: UUID | None, smallest_number: int) -> Row | None:
    """Return the city's mean as a `Mean`.

    None where its difference from the district's mean would disclose the values of one or two institutions elsewhere.
    """
    elsewhere = sum(number for id, (_, number) in peers.items() if id != district_id)
    if district_id and 0 < elsewhere < smallest_number:
        return None
    return _mean(peers.values(), smallest_number)


async def compare(session: AsyncSession, request: ComparisonRequest) -> dict[UUID, Row]:
    """Return the `Comparison` of each measurement, by its id; three queries, however many measurements there are."""
    district = _districts()
    measurements = await session.execute(
        select(
            col(_compared.id),
            *(col(getattr(_compared, name)) for name in _KEY),
            col(Institution.kind),
            district.c.district_id,
            col(Indicator.unit),
            col(Indicator.disclosure),
            shown(col(_compared.value), _compared),
            shown(col(_compared.n), _compared),
            shown(col(_compared.standard_error), _compared),
        )
        .join(Institution, col(Institution.id) == col(_compared.institution_id))
        .join(Indicator, col(Indicator.id) == col(_compared.indicator_id))
        .outerjoin(district, district.c.unit_id == col(_compared.institution_id))
        .where(col(_compared.id).in_(request))
    )
    smallest_number = transactions.settings_of(session).comparison_institutions
    previous_by_id, sums = await _previous(session, request), await _sums(session, request)
    comparisons: dict[UUID, Row] = {}
    for id, *key, district_id, unit, disclosure, value, n, standard_error in measurements:
        peers, previous = sums.get(tuple(key), {}), previous_by_id.get(id)
        shown_before = ShownValue(previous["value"], previous["n"], previous["standard_error"]) if previous else None
        comparisons[id] = {
            "previous": previous,
            "district": _mean([peers[district_id]], smallest_number) if district_id in peers and district_id else None,
            "city": _city_mean(peers, district_id, smallest_number),
            "significant": is_significant(ShownValue(value, n, standard_error), shown_before, unit, disclosure),
        }
    return comparisons
