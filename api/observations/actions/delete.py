"""Taking observations away that were a mistake, and letting others stand as they did before."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core.problems import Fault, raise_faults
from api.journal import record
from api.observations.models import FeedbackPoint, Observation, ObservationStatus, Observer
from api.observations.rules import check_taken_back

_BEFORE_FEEDBACK = (ObservationStatus.planned, ObservationStatus.observed)


def undo_faults(observation: Observation) -> list[Fault]:
    """What stands in the way: feedback that was shared or replied to stands."""
    return [] if observation.status in _BEFORE_FEEDBACK else check_taken_back(observation)


async def delete_observations(
    session: AsyncSession, caller: Caller | None, observations: Sequence[Observation]
) -> None:
    """Take observations away, with observers and feedback; raises `in-use` where something refers to one of them."""
    raise_faults(fault for observation in observations for fault in undo_faults(observation))
    ids = [observation.id for observation in observations]
    for part in (Observer, FeedbackPoint):
        await session.execute(delete(part).where(col(part.observation_id).in_(ids)))
    for observation in observations:
        await record.delete(session, caller, observation)


async def restore_observation(
    session: AsyncSession,
    caller: Caller | None,
    observation: Observation,
    was: Mapping[str, Any],
    observer_ids: Sequence[UUID] | None,
    points: Sequence[Mapping[str, Any]] | None,
) -> None:
    """Let an observation be as it was: its fields and, where they are given, who observes and what they said."""
    raise_faults(undo_faults(observation))
    id, beside = observation.id, []
    if observer_ids is not None:
        await session.execute(delete(Observer).where(col(Observer.observation_id) == id))
        seats = enumerate(observer_ids)
        session.add_all(Observer(observation_id=id, person_id=one, position=position) for position, one in seats)
        beside.append("observers")
    if points is not None:
        await session.execute(delete(FeedbackPoint).where(col(FeedbackPoint.observation_id) == id))
        said = enumerate(points)
        session.add_all(FeedbackPoint(observation_id=id, position=position, **one) for position, one in said)
        beside.append("points")
    await session.flush()
    await record.change(session, caller, observation, was, "put_back", beside=beside)
