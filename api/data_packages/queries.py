"""What is visible of indicators, packages and measurements; nobody is shown what is withheld."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    String,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    exists,
    false,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from api.access import reach
from api.access.roles import READ, May
from api.core.database import uuid_text
from api.core.external_ids import external_ids_of, json_objects
from api.core.pages import Listing
from api.data_packages.models import (
    DataPackage,
    DataPackageTheme,
    Indicator,
    Measurement,
    PackageStatus,
    ShownStatus,
)
from api.institutions.models import Area, Institution, Kind
from api.themes.models import Theme
from api.themes.queries import VISIBLE

READ_INDICATORS = May("indicators", READ)
READ_DRAFTS, READ_RELEASED = May("packages_draft", READ), May("packages_released", READ)


def _text(name: str) -> Any:
    return bindparam(name, type_=String())


def _truth(condition: ColumnElement[bool], name: str) -> ColumnElement[bool]:
    return case((condition, true()), else_=false()) == bindparam(name)


def _area_of(kind: Any) -> ColumnElement[str]:
    return case((kind == Kind.day_care, Area.age_0_6.value), else_=Area.age_6_18.value)


_kinds = cast(col(Indicator.kinds), String)

INDICATORS = Listing(
    name="indicators",
    select=select(
        *(col(getattr(Indicator, name)) for name in (
            "id", "version", "created_at", "updated_at", "code", "title", "description", "kinds", "unit", "minimum",
            "maximum", "higher_is_better", "source_system", "disclosure", "levels",
        )),
        external_ids_of("indicators", col(Indicator.id)).label("external_ids"),
    ).where(reach.holds(READ_INDICATORS)),
    gate=reach.gate(READ_INDICATORS),
    id=col(Indicator.id),
    sorts={"title": col(Indicator.title_key), "code": col(Indicator.code), "updated_at": col(Indicator.updated_at)},
    filters={
        "updated_since": col(Indicator.updated_at) >= bindparam("updated_since"),
        "code": col(Indicator.code) == _text("code"),
        "kind": _kinds.contains(bindparam("kind", type_=String())),
        "unit": col(Indicator.unit) == _text("unit"),
        "source_system": col(Indicator.source_system) == _text("source_system"),
    },
    search=col(Indicator.title_key),
    default_sort="title",
)  # fmt: skip

_later = aliased(DataPackage)
_superseding = and_(col(_later.supersedes_id) == col(DataPackage.id), col(_later.status) == PackageStatus.released)
SUPERSEDED = exists(select(1).select_from(_later).where(_superseding)).correlate(DataPackage)
"""That a released revision counts instead of a package."""
CURRENT = and_(col(DataPackage.status) == PackageStatus.released, ~SUPERSEDED)
_served = (
    select(json_objects("id", uuid_text(col(Theme.id)), "title", col(Theme.title)))
    .join(DataPackageTheme, col(DataPackageTheme.theme_id) == col(Theme.id))
    .where(col(DataPackageTheme.package_id) == col(DataPackage.id), VISIBLE)
    .correlate(DataPackage)
)


def _serves(parameter: str) -> ColumnElement[bool]:
    serving = (
        select(1)
        .select_from(DataPackageTheme)
        .join(Theme, col(Theme.id) == col(DataPackageTheme.theme_id))
        .where(
            col(DataPackageTheme.package_id) == col(DataPackage.id),
            col(DataPackageTheme.theme_id) == bindparam(parameter, type_=Uuid()),
            VISIBLE,
        )
    )
    return exists(serving.correlate(DataPackage))


PACKAGES = Listing(
    name="data-packages",
    select=select(
        *(col(getattr(DataPackage, name)) for name in (
            "id", "version", "created_at", "updated_at", "kind", "half_year", "title", "status", "revision",
            "supersedes_id", "released_on", "withdrawn_on",
        )),
        _area_of(col(DataPackage.kind)).label("area"),
        select(col(_later.id)).where(_superseding).correlate(DataPackage).scalar_subquery().label("superseded_by_id"),
        _served.scalar_subquery().label("themes"),
        external_ids_of("data-packages", col(DataPackage.id)).label("external_ids"),
    ).where(
        or_(
            reach.holds(READ_DRAFTS),
            and_(col(DataPackage.status) == PackageStatus.released, reach.holds(READ_RELEASED)),
        )
    ),
    gate=reach.gate(READ_DRAFTS, READ_RELEASED),
    id=col(DataPackage.id),
    sorts={
        "half_year": col(DataPackage.half_year),
        "title": col(DataPackage.title_key),
        "updated_at": col(DataPackage.updated_at),
    },
    filters={
        "updated_since": col(DataPackage.updated_at) >= bindparam("updated_since"),
        "kind": col(DataPackage.kind) == _text("kind"),
        "area": _area_of(col(DataPackage.kind)) == _text("area"),
        "half_year": col(DataPackage.half_year) == _text("half_year"),
        "theme_id": _serves("theme_id"),
        "status": col(DataPackage.status) == _text("status"),
        "current": _truth(CURRENT, "current"),
    },
    search=col(DataPackage.title_key),
    default_sort="-half_year",
)  # fmt: skip


def shown(column: Any, measurement: Any = Measurement) -> ColumnElement[Any]:
    """A column of a measurement as everyone is shown it: null while it is withheld."""
    return case((col(measurement.withheld), null()), else_=column)


def shown_status(measurement: Any = Measurement) -> ColumnElement[str]:
    """The status of a measurement as everyone is shown it."""
    return case((col(measurement.withheld), ShownStatus.suppressed.value), else_=col(measurement.status))


COUNTS = or_(col(Measurement.package_id).is_(None), CURRENT)
"""That a measurement is a running figure or of a package that counts (its package is outer-joined)."""
_out = or_(col(Measurement.package_id).is_(None), col(DataPackage.status) == PackageStatus.released)

FIGURES = (
    select(
        *(col(getattr(Measurement, name)) for name in (
            "id", "version", "created_at", "updated_at", "institution_id", "indicator_id", "package_id", "period",
            "breakdown", "source",
        )),
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
)  # fmt: skip
"""Measurements as everyone is shown them, whoever asks."""

MEASUREMENTS = Listing(
    name="measurements",
    select=FIGURES.where(
        or_(
            reach.within(col(Measurement.institution_id), READ_DRAFTS),
            and_(_out, reach.within(col(Measurement.institution_id), READ_RELEASED)),
        )
    ),
    gate=reach.gate(READ_DRAFTS, READ_RELEASED),
    id=col(Measurement.id),
    sorts={
        "period": col(Measurement.period_from),
        "institution_name": col(Institution.name_key),
        "updated_at": col(Measurement.updated_at),
    },
    filters={
        "updated_since": col(Measurement.updated_at) >= bindparam("updated_since"),
        "institution_id": col(Measurement.institution_id) == bindparam("institution_id", type_=Uuid()),
        "district_id": reach.below(col(Measurement.institution_id), "district_id"),
        "kind": col(Institution.kind) == _text("kind"),
        "area": _area_of(col(Institution.kind)) == _text("area"),
        "indicator_id": col(Measurement.indicator_id) == bindparam("indicator_id", type_=Uuid()),
        "indicator_code": col(Indicator.code) == _text("indicator_code"),
        "package_id": col(Measurement.package_id) == bindparam("package_id", type_=Uuid()),
        "theme_id": _serves("theme_id"),
        "half_year": col(DataPackage.half_year) == _text("half_year"),
        "running": _truth(col(Measurement.package_id).is_(None), "running"),
        "current": _truth(COUNTS, "current"),
        "period": col(Measurement.period) == _text("period"),
        "breakdown": col(Measurement.breakdown) == _text("breakdown"),
        "status": shown_status() == _text("status"),
        "from": col(Measurement.period_from) >= bindparam("from", type_=Date()),
        "to": col(Measurement.period_from) < bindparam("to", type_=Date()),
    },
    search=col(Indicator.title_key),
    default_sort="-period",
)


async def indicators_of_codes(session: AsyncSession, codes: Iterable[str]) -> dict[str, Indicator]:
    """The indicators of these codes."""
    found = await session.execute(select(Indicator).where(col(Indicator.code).in_(list(codes))))
    return {one.code: one for one in found.scalars()}


async def indicators_of_ids(session: AsyncSession, ids: Iterable[UUID]) -> list[Indicator]:
    """The indicators of these ids."""
    return list((await session.execute(select(Indicator).where(col(Indicator.id).in_(list(ids))))).scalars())


async def measured_among(session: AsyncSession, ids: Iterable[UUID]) -> set[UUID]:
    """Which of these indicators have figures."""
    measured = exists(select(1).where(col(Measurement.indicator_id) == col(Indicator.id)))
    found = await session.execute(select(col(Indicator.id)).where(col(Indicator.id).in_(list(ids)), measured))
    return set(found.scalars())


async def package_ids(session: AsyncSession, ids: Iterable[UUID]) -> set[UUID]:
    """Which of these ids are packages'."""
    found = await session.execute(select(col(DataPackage.id)).where(col(DataPackage.id).in_(list(ids))))
    return set(found.scalars())
