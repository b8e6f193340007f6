"""Delete observations that were entered by mistake."""

from collections.abc import Sequence

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
