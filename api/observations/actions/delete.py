"""Delete observations that were entered by mistake, or restore an earlier state of one."""

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


async def delete_observations(
    session: AsyncSession, caller: Caller | None, observations: Sequence[Observation]
) -> None:
    """Delete observations with their observers and feedback.

    Raise `wrong-state` if feedback has been shared or replied to, and `in-use` if something refers to an observation.
    """
    raise_faults(fault for observation in observations for fault in check_reversible(observation))
    ids = [observation.id for observation in observations]
    for table in (Observer, FeedbackPoint):
        await session.execute(delete(table).where(col(table.observation_id).in_(ids)))
    for observation in observations:
        await record.delete(session, caller, observation)


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
    await record.change(session, caller, observation, fields, "put_back", beside=restored_parts)
