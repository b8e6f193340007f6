"""Give written feedback on an observation."""

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
from api.observations.queries.lookups import by_ids
from api.observations.queries.observers import caller_faults
from api.observations.schemas import ObservationFeedback


async def feedback_faults(session: AsyncSession, caller: Caller | None, observation: Observation) -> list[Fault]:
    """Return the faults that prevent the caller from giving feedback, whatever the request body."""
    not_an_observer = await caller_faults(session, caller, observation)
    return not_an_observer or rules.check_status(observation, ObservationStatus.observed)


async def give_feedback(
    session: AsyncSession, caller: Caller | None, observation: Observation, feedback: ObservationFeedback
) -> None:
    """Store feedback on every point of the guide and make it visible to the observed institution.

    Raise `not-an-observer`, `wrong-state` unless the observation has taken place and has no feedback,
    `guide-points-missing`, or `invalid-input`.
    """
    raise_faults(await feedback_faults(session, caller, observation))
    guide: ObservationGuide = (await by_ids(session, ObservationGuide, [observation.guide_id]))[observation.guide_id]
    today = clock.today()
    faults = rules.check_feedback(guide.points, feedback.points)
    faults += rules.check_days(observation.observed_on or today, feedback.oral_feedback_on, today)
    raise_faults(faults)
    # Feedback that was taken back is still there and is replaced.
    await session.execute(delete(FeedbackPoint).where(col(FeedbackPoint.observation_id) == observation.id))
    feedback_by_key = {point.key: point for point in feedback.points}
    session.add_all(
        FeedbackPoint(
            observation_id=observation.id,
            position=position,
            key=point["key"],
            title=point["title"],
            text=feedback_by_key[point["key"]].text,
            level=feedback_by_key[point["key"]].level,
        )
        for position, point in enumerate(guide.points)
    )
    values = {
        "status": ObservationStatus.fed_back.value,
        "feedback": feedback.feedback,
        "fed_back_on": today,
        "oral_feedback_on": feedback.oral_feedback_on or observation.oral_feedback_on,
    }
    await change(session, caller, observation, values, "fed_back", related_fields=["points"])
