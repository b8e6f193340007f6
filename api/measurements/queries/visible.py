"""Visible measurements, with suppressed values as null."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Uuid, and_, bindparam, case, exists, null, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.data_packages.models import DataPackage, PackageStatus
from api.data_packages.queries import CURRENT, READ_DRAFTS, READ_RELEASED, area_of_kind, serves_theme
from api.db.sql_functions import equals_parameter, text_parameter
from api.http.pagination import Listing
from api.indicators.models import Indicator
from api.institutions.models import Institution
from api.measurements.models import Measurement, ShownStatus


def shown(column: Any, measurement: Any = Measurement) -> ColumnElement[Any]:
    """A column of a measurement as shown: null while the measurement is suppressed."""
    return case((col(measurement.withheld), null()), else_=column)


def shown_status(measurement: Any = Measurement) -> ColumnElement[str]:
    """The status of a measurement as shown: `suppressed` while it is suppressed."""
    return case((col(measurement.withheld), ShownStatus.suppressed.value), else_=col(measurement.status))


COUNTS = or_(col(Measurement.package_id).is_(None), CURRENT)
"""Whether a measurement is a running one or of a current package; its package has to be outer-joined."""
_is_released = or_(col(Measurement.package_id).is_(None), col(DataPackage.status) == PackageStatus.released)

FIGURES = (
    select(
        *(
            col(getattr(Measurement, name))
            for name in (
                "id",
                "version",
                "created_at",
                "updated_at",
                "institution_id",
                "indicator_id",
                "package_id",
                "period",
                "breakdown",
                "source",
            )
        ),
        col(Institution.name).label("institution_name"),
        col(Indicator.code).label("indicator_code"),
        col(Indicator.title).label("indicator_title"),
        col(Indicator.unit).label("unit"),
        col(Indicator.levels).label("levels"),
        col(Indicator.higher_is_better).label("higher_is_better"),
        col(DataPackage.title).label("package_title"),
        col(DataPackage.half_year).label("half_year"),
        shown(col(Measurement.value)).label("value"),
        shown(col(Measurement.n)).label("n"),
        shown(col(Measurement.standard_error)).label("standard_error"),
        shown_status().label("status"),
    )
    .join(Institution, col(Institution.id) == col(Measurement.institution_id))
    .join(Indicator, col(Indicator.id) == col(Measurement.indicator_id))
    .outerjoin(DataPackage, col(DataPackage.id) == col(Measurement.package_id))
)
"""Measurements as shown, without a restriction to what a caller may see."""

MEASUREMENTS = Listing(
    name="measurements",
    select=FIGURES.where(
        or_(
            reach.unit_in_reach(col(Measurement.institution_id), READ_DRAFTS),
            and_(_is_released, reach.unit_in_reach(col(Measurement.institution_id), READ_RELEASED)),
        )
    ),
    gate=reach.access_check(READ_DRAFTS, READ_RELEASED),
    id=col(Measurement.id),
    sorts={
        "period": col(Measurement.period_from),
        "institution_name": col(Institution.name_key),
        "updated_at": col(Measurement.updated_at),
    },
    filters={
        "updated_since": col(Measurement.updated_at) >= bindparam("updated_since"),
        "institution_id": col(Measurement.institution_id) == bindparam("institution_id", type_=Uuid()),
        "district_id": reach.unit_at_or_below(col(Measurement.institution_id), "district_id"),
        "kind": col(Institution.kind) == text_parameter("kind"),
        "area": area_of_kind(col(Institution.kind)) == text_parameter("area"),
        "indicator_id": col(Measurement.indicator_id) == bindparam("indicator_id", type_=Uuid()),
        "indicator_code": col(Indicator.code) == text_parameter("indicator_code"),
        "package_id": col(Measurement.package_id) == bindparam("package_id", type_=Uuid()),
        "theme_id": serves_theme("theme_id"),
        "half_year": col(DataPackage.half_year) == text_parameter("half_year"),
        "running": equals_parameter(col(Measurement.package_id).is_(None), "running"),
        "current": equals_parameter(COUNTS, "current"),
        "period": col(Measurement.period) == text_parameter("period"),
        "breakdown": col(Measurement.breakdown) == text_parameter("breakdown"),
        "status": shown_status() == text_parameter("status"),
        "from": col(Measurement.period_from) >= bindparam("from", type_=Date()),
        "to": col(Measurement.period_from) < bindparam("to", type_=Date()),
    },
    search=col(Indicator.title_key),
    default_sort="-period",
)


async def measured_indicator_ids(session: AsyncSession, ids: Iterable[UUID]) -> set[UUID]:
    """Return which of these indicators have measurements."""
    measured = exists(select(1).where(col(Measurement.indicator_id) == col(Indicator.id)))
    rows = await session.execute(select(col(Indicator.id)).where(col(Indicator.id).in_(list(ids)), measured))
    return set(rows.scalars())
