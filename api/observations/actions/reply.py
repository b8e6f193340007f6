"""Record the institution's reply to feedback."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.problems import raise_faults
from api.journal.record import change
from api.observations import rules
from api.observations.models import Observation
from api.observations.schemas import ObservationReply


async def reply_to_feedback(
    session: AsyncSession, caller: Caller | None, observation: Observation, said: ObservationReply
) -> None:
    """The institution says whether it knows itself again; from now on the feedback stands."""
    raise_faults(rules.check_replied(observation))
    values = {"reply": said.reply.value, "reply_text": said.reply_text, "replied_on": clock.today()}
    await change(session, caller, observation, values, "replied")
