"""Reopen a cancelled observation."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.clock import COPENHAGEN
from api.core.problems import Fault, raise_faults
from api.journal.record import change
from api.observations import rules
from api.observations.models import Observation, ObservationStatus
from api.observations.queries.lookups import institution_of, observer_ids_of
from api.observations.queries.observers import observer_faults


async def reopening_faults(session: AsyncSession, caller: Caller | None, observation: Observation) -> list[Fault]:
    """Return the faults that prevent reopening an observation."""
    faults = rules.check_status(observation, ObservationStatus.cancelled)
    if faults:
        return faults
    institution = await institution_of(session, observation)
    observer_ids = await observer_ids_of(session, observation.id)
    day = observation.planned_for.astimezone(COPENHAGEN).date()
    faults = rules.check_plan(institution, None, None, clock.today(), day)
    return faults + await observer_faults(
        session, caller, institution, observer_ids, day, already_appointed=observer_ids
    )


async def reopen_observation(session: AsyncSession, caller: Caller | None, observation: Observation) -> None:
    """Set a cancelled observation to planned again, if the institution and the observers still allow it."""
    raise_faults(await reopening_faults(session, caller, observation))
    values = {"status": ObservationStatus.planned.value, "cancellation": None}
    await change(session, caller, observation, values, "reopened")
