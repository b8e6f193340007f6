"""The list of focus areas within reach, and lookups of focus areas, themes and institutions."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import String, Uuid, and_, bindparam, case, null, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.roles import READ, Permission
from api.cycles.models import Cycle
from api.focus_areas.models import FocusArea, SharedWith
from api.http.pagination import Listing
from api.institutions.models import Institution
from api.themes.models import Theme

MAY_READ = Permission("focus_areas", READ)
MAY_READ_SHARED = Permission("focus_areas_shared", READ)
_FIELDS = (
    "id", "version", "created_at", "updated_at", "institution_id", "theme_id", "title", "challenge", "goal", "signs",
    "status", "outcome", "continues_id", "shared_with",
)  # fmt: skip
_own = reach.unit_in_reach(col(FocusArea.institution_id), MAY_READ)
_shared = and_(col(FocusArea.shared_with) == SharedWith.city.value, reach.has_permission(MAY_READ_SHARED))

FOCUS_AREAS = Listing(
    name="focus-areas",
    select=select(
        *(getattr(FocusArea, name) for name in _FIELDS),
        # Everybody else reads a shared focus area without its development.
        case((_own, col(FocusArea.development)), else_=null()).label("development"),
        col(Institution.name).label("institution_name"),
        col(Institution.kind).label("kind"),
        col(Theme.title).label("theme_title"),
        col(Theme.cycle_id).label("cycle_id"),
        col(Cycle.area).label("area"),
    )
    .join(Institution, col(Institution.id) == col(FocusArea.institution_id))
    .join(Theme, col(Theme.id) == col(FocusArea.theme_id))
    .join(Cycle, col(Cycle.id) == col(Theme.cycle_id))
    .where(or_(_own, _shared)),
    gate=reach.access_check(MAY_READ, MAY_READ_SHARED),
    id=col(FocusArea.id),
    sorts={"title": col(FocusArea.title_key), "updated_at": col(FocusArea.updated_at)},
    filters={
        "updated_since": col(FocusArea.updated_at) >= bindparam("updated_since"),
        "institution_id": col(FocusArea.institution_id) == bindparam("institution_id", type_=Uuid()),
        "district_id": reach.unit_at_or_below(col(FocusArea.institution_id), "district_id"),
        "theme_id": col(FocusArea.theme_id) == bindparam("theme_id", type_=Uuid()),
        "cycle_id": col(Theme.cycle_id) == bindparam("cycle_id", type_=Uuid()),
        "area": col(Cycle.area) == bindparam("area", type_=String()),
        "kind": col(Institution.kind) == bindparam("kind", type_=String()),
        "status": col(FocusArea.status) == bindparam("status", type_=String()),
        "shared_with": col(FocusArea.shared_with) == bindparam("shared_with", type_=String()),
    },
    search=col(FocusArea.title_key),
)


async def institutions_of(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Institution]:
    """The institutions with these ids, by id."""
    institutions = await session.execute(select(Institution).where(col(Institution.id).in_(set(ids))))
    return {institution.id: institution for institution in institutions.scalars()}


async def themes_of(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, tuple[Theme, Cycle]]:
    """The themes with these ids, each with its cycle, by id."""
    themes = select(Theme, Cycle).join(Cycle, col(Cycle.id) == col(Theme.cycle_id)).where(col(Theme.id).in_(set(ids)))
    return {theme.id: (theme, cycle) for theme, cycle in await session.execute(themes)}


async def focus_areas_of(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, tuple[FocusArea, Cycle]]:
    """The focus areas with these ids, each with its cycle, by id."""
    focus_areas = (
        select(FocusArea, Cycle)
        .join(Theme, col(Theme.id) == col(FocusArea.theme_id))
        .join(Cycle, col(Cycle.id) == col(Theme.cycle_id))
        .where(col(FocusArea.id).in_(set(ids)))
    )
    return {focus_area.id: (focus_area, cycle) for focus_area, cycle in await session.execute(focus_areas)}


async def focus_areas_with_theme(session: AsyncSession, theme: Theme) -> list[FocusArea]:
    """The focus areas that are based on a theme."""
    return list((await session.execute(select(FocusArea).where(col(FocusArea.theme_id) == theme.id))).scalars())
