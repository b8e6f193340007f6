"""Lookups of rows by id, and of the parts of an observation."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.institutions.models import Institution
from api.observations.models import FeedbackPoint, Observation, Observer


async def by_ids(session: AsyncSession, table: Any, ids: Iterable[UUID | None]) -> dict[UUID, Any]:
    """Return the rows of a table with these ids, by id; None among the ids is ignored."""
    row_ids = {id for id in ids if id is not None}
    if not row_ids:
        return {}
    rows = (await session.execute(select(table).where(col(table.id).in_(row_ids)))).scalars()
    return {row.id: row for row in rows}


async def institution_of(session: AsyncSession, observation: Observation) -> Institution:
    """Return the observed institution."""
    institutions = await by_ids(session, Institution, [observation.institution_id])
    institution: Institution = institutions[observation.institution_id]
    return institution


async def observer_ids_of(session: AsyncSession, observation_id: UUID) -> list[UUID]:
    """Return the person ids of an observation's observers, in order."""
    observers = select(col(Observer.person_id)).where(col(Observer.observation_id) == observation_id)
    return list((await session.execute(observers.order_by(col(Observer.position)))).scalars())


async def feedback_points_of(session: AsyncSession, observation_id: UUID) -> list[FeedbackPoint]:
    """Return an observation's feedback by point, in the guide's order."""
    points = select(FeedbackPoint).where(col(FeedbackPoint.observation_id) == observation_id)
    return list((await session.execute(points.order_by(col(FeedbackPoint.position)))).scalars())
