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
    session: AsyncSession, caller: Caller | None, observation: Observation, reply: ObservationReply
) -> None:
    """Store the institution's reply; feedback that has a reply can no longer be taken back.

    Raise `wrong-state` if there is no feedback or it already has a reply.
    """
    raise_faults(rules.check_can_reply(observation))
    values = {"reply": reply.reply.value, "reply_text": reply.reply_text, "replied_on": clock.today()}
    await change(session, caller, observation, values, "replied")
