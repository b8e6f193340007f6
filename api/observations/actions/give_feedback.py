"""Feedback on its way: given by an observer, taken back, replied to by the institution, shared by its leader."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.problems import Fault, raise_faults
from api.journal.record import change
from api.observation_guides.models import ObservationGuide
from api.observations import rules
from api.observations.models import FeedbackPoint, Observation, ObservationStatus
from api.observations.queries.visible import by_ids, observer_ids_of
from api.observations.schemas import ObservationFeedback


async def _not_an_observer(session: AsyncSession, caller: Caller | None, observation: Observation) -> list[Fault]:
    return rules.check_observer(caller.id if caller else None, await observer_ids_of(session, observation.id))


async def feedback_faults(session: AsyncSession, caller: Caller | None, observation: Observation) -> list[Fault]:
    """What stands in the way of giving feedback."""
    others = await _not_an_observer(session, caller, observation)
    return others or rules.check_status(observation, ObservationStatus.observed)


async def take_back_faults(session: AsyncSession, caller: Caller | None, observation: Observation) -> list[Fault]:
    """What stands in the way of taking feedback back."""
    return await _not_an_observer(session, caller, observation) or rules.check_taken_back(observation)


async def give_feedback(
    session: AsyncSession, caller: Caller | None, observation: Observation, said: ObservationFeedback
) -> None:
    """An observer writes what was seen, at every point of the guide: from now on the institution reads it."""
    raise_faults(await feedback_faults(session, caller, observation))
    guide: ObservationGuide = (await by_ids(session, ObservationGuide, [observation.guide_id]))[observation.guide_id]
    today, oral = clock.today(), said.oral_feedback_on or observation.oral_feedback_on
    faults = rules.check_feedback(guide.points, said.points)
    raise_faults(faults + rules.check_days(observation.observed_on or today, said.oral_feedback_on, today))
    await session.execute(delete(FeedbackPoint).where(col(FeedbackPoint.observation_id) == observation.id))
    by_key = {point.key: point for point in said.points}
    session.add_all(
        FeedbackPoint(
            observation_id=observation.id,
            position=position,
            key=point["key"],
            title=point["title"],
            text=by_key[point["key"]].text,
            level=by_key[point["key"]].level,
        )
        for position, point in enumerate(guide.points)
    )
    values = {
        "status": ObservationStatus.fed_back.value,
        "feedback": said.feedback,
        "fed_back_on": today,
        "oral_feedback_on": oral,
    }
    await change(session, caller, observation, values, "fed_back", beside=["points"])


async def take_feedback_back(session: AsyncSession, caller: Caller | None, observation: Observation) -> None:
    """An observer takes feedback back to correct it; the observers keep what was written."""
    raise_faults(await take_back_faults(session, caller, observation))
    values = {"status": ObservationStatus.observed.value, "fed_back_on": None}
    await change(session, caller, observation, values, "taken_back")
