"""The list of themes: all for those who prepare them, decided ones for the institutions; and lookups."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import String, Text, Uuid, and_, bindparam, cast, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.roles import READ, Permission
from api.cycles.models import Cycle
from api.http.pagination import Listing
from api.themes.models import Theme, ThemeStatus

MAY_READ_DECIDED = Permission("themes_decided", READ)
MAY_READ_PROPOSED = Permission("themes_proposed", READ)
_FIELDS = (
    "id", "version", "created_at", "updated_at", "cycle_id", "title", "description", "kinds", "status", "decided_on",
    "case_reference", "report_id",
)  # fmt: skip

VISIBLE = or_(
    and_(col(Theme.status) == ThemeStatus.decided.value, reach.has_permission(MAY_READ_DECIDED)),
    reach.has_permission(MAY_READ_PROPOSED),
)
"""That the caller may see a theme, for every query that returns one."""

THEMES = Listing(
    name="themes",
    select=select(
        *(getattr(Theme, name) for name in _FIELDS),
        col(Cycle.title).label("cycle_title"),
        col(Cycle.area).label("area"),
    )
    .join(Cycle, col(Cycle.id) == col(Theme.cycle_id))
    .where(VISIBLE),
    gate=reach.access_check(MAY_READ_DECIDED, MAY_READ_PROPOSED),
    id=col(Theme.id),
    sorts={"title": col(Theme.title_key), "updated_at": col(Theme.updated_at)},
    filters={
        "updated_since": col(Theme.updated_at) >= bindparam("updated_since"),
        "cycle_id": col(Theme.cycle_id) == bindparam("cycle_id", type_=Uuid()),
        "area": col(Cycle.area) == bindparam("area", type_=String()),
        # The kinds are stored as a short JSON list of members of an enumeration: searched for as text, in quotes.
        "kind": cast(col(Theme.kinds), Text).like(literal('%"') + bindparam("kind", type_=String()) + '"%'),
        "status": col(Theme.status) == bindparam("status", type_=String()),
    },
    search=col(Theme.title_key),
    default_sort="title",
)


async def cycles_of(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Cycle]:
    """The cycles with these ids, by id."""
    cycles = await session.execute(select(Cycle).where(col(Cycle.id).in_(set(ids))))
    return {cycle.id: cycle for cycle in cycles.scalars()}
