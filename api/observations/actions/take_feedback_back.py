"""Take feedback back to revise it."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core.problems import Fault, raise_faults
from api.journal.record import change
from api.observations import rules
from api.observations.models import Observation, ObservationStatus
from api.observations.queries.observers import caller_faults


async def take_back_faults(session: AsyncSession, caller: Caller | None, observation: Observation) -> list[Fault]:
    """Return the faults that prevent the caller from taking feedback back."""
    return await caller_faults(session, caller, observation) or rules.check_feedback_retractable(observation)


async def take_feedback_back(session: AsyncSession, caller: Caller | None, observation: Observation) -> None:
    """Hide feedback from the institution again; its text stays visible to the observers.

    Raise `not-an-observer`, or `wrong-state` if there is no feedback or it has been shared or replied to.
    """
    raise_faults(await take_back_faults(session, caller, observation))
    values = {"status": ObservationStatus.observed.value, "fed_back_on": None}
    await change(session, caller, observation, values, "taken_back")
