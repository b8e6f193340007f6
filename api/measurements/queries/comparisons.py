"""What a figure is read beside: the period before, the district's and the city's mean; only what is shown counts."""

from typing import Any
from uuid import UUID

from sqlalchemy import SelectBase, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from api.access.models import Unit, UnitAncestor, UnitKind
from api.core import clock
from api.core.settings import settings
from api.data_packages.models import DataPackage
from api.indicators.models import Indicator, MeasureUnit
from api.institutions.models import Institution
from api.measurements.models import Measurement
from api.measurements.queries.visible import COUNTS, shown, shown_status
from api.measurements.rules.significance import Known, is_significant

Row = dict[str, Any]
ComparisonRequest = SelectBase
"""A select of one column, the ids of measurements; correlated to nothing."""
_Sums = dict[tuple[Any, ...], dict[UUID | None, tuple[float, int]]]
_this = aliased(Measurement)

_DECIMALS = 3
"""More than this says nothing of a mean."""


def only(id: UUID) -> ComparisonRequest:
    """The one figure of this id."""
    return select(col(Measurement.id)).where(col(Measurement.id) == id).correlate(None)


def _districts() -> Any:
    """(unit_id, district_id) of every unit in a district, today."""
    today = clock.today()
    return (
        select(col(UnitAncestor.unit_id), col(UnitAncestor.ancestor_id).label("district_id"))
        .join(Unit, and_(col(Unit.id) == col(UnitAncestor.ancestor_id), col(Unit.kind) == UnitKind.district))
        .where(~col(UnitAncestor.upward), col(UnitAncestor.since_on) <= today, col(UnitAncestor.until_on) > today)
        .subquery()
    )


async def _before(session: AsyncSession, wanted: ComparisonRequest) -> dict[UUID, Row]:
    """The latest earlier figure of the same length, by the id of the figure that it is before."""
    newest = (
        func.row_number()
        .over(
            partition_by=col(_this.id),
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
            col(_this.id).label("of"),
            col(Measurement.id),
            col(Measurement.period),
            newest,
            shown(col(Measurement.value)).label("value"),
            shown(col(Measurement.n)).label("n"),
            shown(col(Measurement.standard_error)).label("standard_error"),
            shown_status().label("status"),
        )
        .select_from(_this)
        .join(
            Measurement,
            and_(
                col(Measurement.institution_id) == col(_this.institution_id),
                col(Measurement.indicator_id) == col(_this.indicator_id),
                col(Measurement.breakdown) == col(_this.breakdown),
                col(Measurement.period_length) == col(_this.period_length),
                col(Measurement.period_from) < col(_this.period_from),
            ),
        )
        .outerjoin(DataPackage, col(DataPackage.id) == col(Measurement.package_id))
        .where(col(_this.id).in_(wanted), COUNTS)
        .subquery()
    )
    found = await session.execute(select(earlier).where(earlier.c.newest == 1))
    names = ("id", "period", "value", "n", "standard_error", "status")
    return {row.of: {name: getattr(row, name) for name in names} for row in found}


_KEY = ("package_id", "indicator_id", "period", "breakdown")


async def _sums(session: AsyncSession, wanted: ComparisonRequest) -> _Sums:
    """Sum and number of what is shown, by figure (package, indicator, period, breakdown, kind) and district.

    A department counts by itself where its kind is not its institution's (an SFO among the leisure services).
    """
    of, parent, district = aliased(Institution), aliased(Institution), _districts()
    asked = (
        select(*(col(getattr(_this, name)) for name in _KEY), col(of.kind))
        .join(of, col(of.id) == col(_this.institution_id))
        .join(Indicator, col(Indicator.id) == col(_this.indicator_id))
        .where(col(_this.id).in_(wanted), col(Indicator.unit) != MeasureUnit.level)
        .distinct()
        .subquery()
    )
    same_package = or_(
        asked.c.package_id == col(Measurement.package_id),
        and_(asked.c.package_id.is_(None), col(Measurement.package_id).is_(None)),
    )
    value = col(Measurement.value)
    found = await session.execute(
        select(*asked.c, district.c.district_id, func.sum(value), func.count(value))
        .select_from(asked)
        .join(
            Measurement,
            and_(same_package, *(asked.c[name] == col(getattr(Measurement, name)) for name in _KEY[1:])),
        )
        .join(
            Institution,
            and_(col(Institution.id) == col(Measurement.institution_id), col(Institution.kind) == asked.c.kind),
        )
        .outerjoin(parent, col(parent.id) == col(Institution.parent_id))
        .outerjoin(district, district.c.unit_id == col(Institution.id))
        .where(~col(Measurement.withheld), value.is_not(None))
        .where(or_(col(parent.id).is_(None), col(parent.kind) != col(Institution.kind)))
        .group_by(*asked.c, district.c.district_id)
    )
    sums: _Sums = {}
    for *key, district_id, total, number in found:
        sums.setdefault(tuple(key), {})[district_id] = (total, number)
    return sums


def _mean(sums: list[tuple[float, int]]) -> Row | None:
    number = sum(one for _, one in sums)
    if number < settings().comparison_institutions:
        return None
    return {"mean": round(sum(total for total, _ in sums) / number, _DECIMALS), "institutions": number}


def _city(peers: dict[UUID | None, tuple[float, int]], district_id: UUID | None) -> Row | None:
    """The city's mean; not where, less a district that one knows, it is that of one or two institutions elsewhere."""
    elsewhere = sum(number for id, (_, number) in peers.items() if id != district_id)
    if district_id and 0 < elsewhere < settings().comparison_institutions:
        return None
    return _mean(list(peers.values()))


async def compare(session: AsyncSession, wanted: ComparisonRequest) -> dict[UUID, Row]:
    """What each figure is read beside, as `Comparison`, by its id. Three queries, however many figures."""
    district = _districts()
    figures = await session.execute(
        select(
            col(_this.id),
            *(col(getattr(_this, name)) for name in _KEY),
            col(Institution.kind),
            district.c.district_id,
            col(Indicator.unit),
            col(Indicator.disclosure),
            shown(col(_this.value), _this),
            shown(col(_this.n), _this),
            shown(col(_this.standard_error), _this),
        )
        .join(Institution, col(Institution.id) == col(_this.institution_id))
        .join(Indicator, col(Indicator.id) == col(_this.indicator_id))
        .outerjoin(district, district.c.unit_id == col(_this.institution_id))
        .where(col(_this.id).in_(wanted))
    )
    before, sums = await _before(session, wanted), await _sums(session, wanted)
    compared: dict[UUID, Row] = {}
    for id, *key, district_id, unit, disclosure, value, n, error in figures:
        peers, previous = sums.get(tuple(key), {}), before.get(id)
        then = Known(previous["value"], previous["n"], previous["standard_error"]) if previous else None
        compared[id] = {
            "previous": previous,
            "district": _mean([peers[district_id]]) if district_id in peers and district_id else None,
            "city": _city(peers, district_id),
            "significant": is_significant(Known(value, n, error), then, unit, disclosure),
        }
    return compared
