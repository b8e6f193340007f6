"""Restore an earlier state of an observation."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core.problems import raise_faults
from api.journal import record
from api.observations.models import FeedbackPoint, Observation, Observer
from api.observations.rules import check_reversible


async def restore_observation(
    session: AsyncSession,
    caller: Caller | None,
    observation: Observation,
    fields: Mapping[str, Any],
    observer_ids: Sequence[UUID] | None,
    points: Sequence[Mapping[str, Any]] | None,
) -> None:
    """Restore earlier values of an observation's fields and, unless None, its observers and its feedback by point.

    Raise `wrong-state` if feedback has been shared or replied to.
    """
    raise_faults(check_reversible(observation))
    id, restored_parts = observation.id, []
    if observer_ids is not None:
        await session.execute(delete(Observer).where(col(Observer.observation_id) == id))
        session.add_all(
            Observer(observation_id=id, person_id=person_id, position=position)
            for position, person_id in enumerate(observer_ids)
        )
        restored_parts.append("observers")
    if points is not None:
        await session.execute(delete(FeedbackPoint).where(col(FeedbackPoint.observation_id) == id))
        session.add_all(
            FeedbackPoint(observation_id=id, position=position, **point) for position, point in enumerate(points)
        )
        restored_parts.append("points")
    await session.flush()
    await record.change(session, caller, observation, fields, "put_back", related_fields=restored_parts)
