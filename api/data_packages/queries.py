"""What is visible of indicators, packages and measurements; nobody is shown what is withheld."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Uuid,
    and_,
    bindparam,
    case,
    exists,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from api.access import reach
from api.access.roles import READ, Permission
from api.data_packages.models import DataPackage, DataPackageTheme, PackageStatus
from api.db.external_ids import external_ids_of, json_objects
from api.db.sql_functions import uuid_text
from api.http.pagination import Listing
from api.indicators.queries import boolean_column, text_column
from api.institutions.models import Area, Kind
from api.themes.models import Theme
from api.themes.queries import VISIBLE

READ_DRAFTS, READ_RELEASED = Permission("packages_draft", READ), Permission("packages_released", READ)


def area_of_kind(kind: Any) -> ColumnElement[str]:
    return case((kind == Kind.day_care, Area.age_0_6.value), else_=Area.age_6_18.value)


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


def serves_theme(parameter: str) -> ColumnElement[bool]:
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
        select(col(_later.id)).where(_superseding).correlate(DataPackage).scalar_subquery().label("superseded_by_id"),
        _served.scalar_subquery().label("themes"),
        external_ids_of("data-packages", col(DataPackage.id)).label("external_ids"),
    ).where(
        or_(
            reach.holds(READ_DRAFTS),
            and_(col(DataPackage.status) == PackageStatus.released, reach.holds(READ_RELEASED)),
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
        "kind": col(DataPackage.kind) == text_column("kind"),
        "area": area_of_kind(col(DataPackage.kind)) == text_column("area"),
        "half_year": col(DataPackage.half_year) == text_column("half_year"),
        "theme_id": serves_theme("theme_id"),
        "status": col(DataPackage.status) == text_column("status"),
        "current": boolean_column(CURRENT, "current"),
    },
    search=col(DataPackage.title_key),
    default_sort="-half_year",
)


async def package_ids(session: AsyncSession, ids: Iterable[UUID]) -> set[UUID]:
    """Which of these ids are packages'."""
    found = await session.execute(select(col(DataPackage.id)).where(col(DataPackage.id).in_(list(ids))))
    return set(found.scalars())
