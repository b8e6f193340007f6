"""Listing of the observation guides visible to the caller, and lookups of editions."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import String, Uuid, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.models import Grant, Role
from api.access.roles import READ, Permission
from api.http.pagination import Listing
from api.observation_guides.models import GuideStatus, ObservationGuide

READ_GUIDES = Permission("observation_guides", READ)

GUIDES = Listing(
    name="observation-guides",
    select=select(
        *(
            getattr(ObservationGuide, name)
            for name in (
                "id",
                "version",
                "created_at",
                "updated_at",
                "series_id",
                "edition",
                "title",
                "learning_environment",
                "look_for",
                "points",
                "status",
                "published_on",
            )
        ),
    ).where(
        or_(
            reach.has_permission(READ_GUIDES, col(Grant.role) != Role.board_member.value),
            and_(col(ObservationGuide.status) != GuideStatus.draft.value, reach.has_permission(READ_GUIDES)),
        )
    ),
    gate=reach.access_check(READ_GUIDES),
    id=col(ObservationGuide.id),
    sorts={"title": col(ObservationGuide.title_key), "updated_at": col(ObservationGuide.updated_at)},
    filters={
        "updated_since": col(ObservationGuide.updated_at) >= bindparam("updated_since"),
        "series_id": col(ObservationGuide.series_id) == bindparam("series_id", type_=Uuid()),
        "status": col(ObservationGuide.status) == bindparam("status", type_=String()),
    },
    search=col(ObservationGuide.title_key),
    default_sort="title",
)


async def newest_edition(session: AsyncSession, series_id: UUID) -> int:
    """Return the number of the newest edition in a series."""
    newest = select(func.max(col(ObservationGuide.edition))).where(col(ObservationGuide.series_id) == series_id)
    return int((await session.execute(newest)).scalar_one())


async def other_published_editions(session: AsyncSession, guide: ObservationGuide) -> Sequence[ObservationGuide]:
    """Return the published editions in the guide's series, except the guide itself."""
    result = await session.execute(
        select(ObservationGuide).where(
            col(ObservationGuide.series_id) == guide.series_id,
            col(ObservationGuide.id) != guide.id,
            col(ObservationGuide.status) == GuideStatus.published.value,
        )
    )
    return result.scalars().all()
