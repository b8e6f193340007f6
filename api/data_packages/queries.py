"""Visible data packages, and lookups."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, and_, bindparam, case, exists, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from api.access import reach
from api.access.roles import READ, Permission
from api.data_packages.models import DataPackage, DataPackageTheme, PackageStatus
from api.db.external_ids import external_ids_of
from api.db.sql_functions import equals_parameter, json_objects, text_parameter, uuid_text
from api.http.pagination import Listing
from api.institutions.models import Area, Kind
from api.measurements.models import Measurement
from api.themes.models import Theme
from api.themes.queries import VISIBLE

READ_DRAFTS, READ_RELEASED = Permission("packages_draft", READ), Permission("packages_released", READ)


def area_of_kind(kind: Any) -> ColumnElement[str]:
    """The area of a kind of institution, as an SQL expression."""
    return case((kind == Kind.day_care, Area.age_0_6.value), else_=Area.age_6_18.value)


_revision = aliased(DataPackage)
_supersedes = and_(col(_revision.supersedes_id) == col(DataPackage.id), col(_revision.status) == PackageStatus.released)
SUPERSEDED = exists(select(1).select_from(_revision).where(_supersedes)).correlate(DataPackage)
"""Whether a released revision replaces a package."""
CURRENT = and_(col(DataPackage.status) == PackageStatus.released, ~SUPERSEDED)
"""Whether a package is released and not superseded."""
_themes = (
    select(json_objects("id", uuid_text(col(Theme.id)), "title", col(Theme.title)))
    .join(DataPackageTheme, col(DataPackageTheme.theme_id) == col(Theme.id))
    .where(col(DataPackageTheme.package_id) == col(DataPackage.id), VISIBLE)
    .correlate(DataPackage)
)


def serves_theme(parameter: str) -> ColumnElement[bool]:
    """Whether a package serves the theme given by a parameter, if the caller can see it."""
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
        *(
            col(getattr(DataPackage, name))
            for name in (
                "id",
                "version",
                "created_at",
                "updated_at",
                "kind",
                "half_year",
                "title",
                "status",
                "revision",
                "supersedes_id",
                "released_on",
                "withdrawn_on",
            )
        ),
        area_of_kind(col(DataPackage.kind)).label("area"),
        select(col(_revision.id)).where(_supersedes).correlate(DataPackage).scalar_subquery().label("superseded_by_id"),
        _themes.scalar_subquery().label("themes"),
        external_ids_of("data-packages", col(DataPackage.id)).label("external_ids"),
    ).where(
        or_(
            reach.has_permission(READ_DRAFTS),
            and_(col(DataPackage.status) == PackageStatus.released, reach.has_permission(READ_RELEASED)),
        )
    ),
    gate=reach.access_check(READ_DRAFTS, READ_RELEASED),
    id=col(DataPackage.id),
    sorts={
        "half_year": col(DataPackage.half_year),
        "title": col(DataPackage.title_key),
        "updated_at": col(DataPackage.updated_at),
    },
    filters={
        "updated_since": col(DataPackage.updated_at) >= bindparam("updated_since"),
        "kind": col(DataPackage.kind) == text_parameter("kind"),
        "area": area_of_kind(col(DataPackage.kind)) == text_parameter("area"),
        "half_year": col(DataPackage.half_year) == text_parameter("half_year"),
        "theme_id": serves_theme("theme_id"),
        "status": col(DataPackage.status) == text_parameter("status"),
        "current": equals_parameter(CURRENT, "current"),
    },
    search=col(DataPackage.title_key),
    default_sort="-half_year",
)


async def existing_package_ids(session: AsyncSession, ids: Iterable[UUID]) -> set[UUID]:
    """Return which of these ids are ids of packages."""
    rows = await session.execute(select(col(DataPackage.id)).where(col(DataPackage.id).in_(list(ids))))
    return set(rows.scalars())


async def theme_ids_of(session: AsyncSession, package_id: UUID) -> set[UUID]:
    """Return the ids of the themes that a package serves, whether or not the caller can see them."""
    theme_ids = select(col(DataPackageTheme.theme_id)).where(col(DataPackageTheme.package_id) == package_id)
    return set((await session.execute(theme_ids)).scalars())


async def is_title_taken(
    session: AsyncSession, kind: str, half_year: str, title_key: str, *, except_id: UUID | None = None
) -> bool:
    """Whether another package of this kind and half-year has the title; withdrawn packages don't count."""
    same_title = select(col(DataPackage.id)).where(
        col(DataPackage.kind) == kind,
        col(DataPackage.half_year) == half_year,
        col(DataPackage.title_key) == title_key,
        col(DataPackage.status) != PackageStatus.withdrawn,
        col(DataPackage.id) != except_id if except_id else true(),
    )
    return (await session.execute(same_title.limit(1))).first() is not None


async def is_empty(session: AsyncSession, package_id: UUID) -> bool:
    """Whether a package has no measurements."""
    measured = select(col(Measurement.id)).where(col(Measurement.package_id) == package_id).limit(1)
    return (await session.execute(measured)).first() is None


async def has_revision(session: AsyncSession, package_id: UUID) -> bool:
    """Whether a package has a later revision that is not withdrawn."""
    revisions = select(col(DataPackage.id)).where(
        col(DataPackage.supersedes_id) == package_id, col(DataPackage.status) != PackageStatus.withdrawn
    )
    return (await session.execute(revisions.limit(1))).first() is not None
