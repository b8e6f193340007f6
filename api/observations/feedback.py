"""Feedback on its way: given by an observer, taken back, replied to by the institution, shared by its leader."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.problems import Fault, refuse
from api.journal.record import change
from api.observations import rules
from api.observations.models import FeedbackPoint, Observation, ObservationGuide, ObservationStatus
from api.observations.queries import by_ids, observer_ids_of
from api.observations.shapes import ObservationFeedback, ObservationReply


async def _not_an_observer(session: AsyncSession, caller: Caller | None, observation: Observation) -> list[Fault]:
    return rules.check_observer(caller.id if caller else None, await observer_ids_of(session, observation.id))


async def against_feedback(session: AsyncSession, caller: Caller | None, observation: Observation) -> list[Fault]:
    """What stands in the way of giving feedback."""
    others = await _not_an_observer(session, caller, observation)
    return others or rules.check_status(observation, ObservationStatus.observed)


async def against_taking_back(session: AsyncSession, caller: Caller | None, observation: Observation) -> list[Fault]:
    """What stands in the way of taking feedback back."""
    return await _not_an_observer(session, caller, observation) or rules.check_taken_back(observation)


async def give_feedback(
    session: AsyncSession, caller: Caller | None, observation: Observation, said: ObservationFeedback
) -> None:
    """An observer writes what was seen, at every point of the guide: from now on the institution reads it."""
    refuse(await against_feedback(session, caller, observation))
    guide: ObservationGuide = (await by_ids(session, ObservationGuide, [observation.guide_id]))[observation.guide_id]
    today, oral = clock.today(), said.oral_feedback_on or observation.oral_feedback_on
    faults = rules.check_feedback(guide.points, said.points)
    refuse(faults + rules.check_days(observation.observed_on or today, said.oral_feedback_on, today))
    await session.execute(delete(FeedbackPoint).where(col(FeedbackPoint.observation_id) == observation.id))
    by_key = {one.key: one for one in said.points}
    session.add_all(
        FeedbackPoint(
            observation_id=observation.id, position=position, key=point["key"], title=point["title"],
            text=by_key[point["key"]].text, level=by_key[point["key"]].level,
        )
        for position, point in enumerate(guide.points)
    )  # fmt: skip
    values = {
        "status": ObservationStatus.fed_back.value,
        "feedback": said.feedback,
        "fed_back_on": today,
        "oral_feedback_on": oral,
    }
    await change(session, caller, observation, values, "fed_back", beside=["points"])


async def take_back(session: AsyncSession, caller: Caller | None, observation: Observation) -> None:
    """An observer takes feedback back to correct it; the observers keep what was written."""
    refuse(await against_taking_back(session, caller, observation))
    values = {"status": ObservationStatus.observed.value, "fed_back_on": None}
    await change(session, caller, observation, values, "taken_back")


async def reply_to_feedback(
    session: AsyncSession, caller: Caller | None, observation: Observation, said: ObservationReply
) -> None:
    """The institution says whether it knows itself again; from now on the feedback stands."""
    refuse(rules.check_replied(observation))
    values = {"reply": said.reply.value, "reply_text": said.reply_text, "replied_on": clock.today()}
    await change(session, caller, observation, values, "replied")


async def share_feedback(session: AsyncSession, caller: Caller | None, observations: Sequence[Observation]) -> None:
    """The leader shares feedback: chief and administration read it from now on."""
    refuse(fault for one in observations for fault in rules.check_status(one, ObservationStatus.fed_back))
    for one in observations:
        values = {"status": ObservationStatus.shared.value, "shared_on": clock.today()}
        await change(session, caller, one, values, "shared")
