"""Plan a cancelled observation again."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.clock import COPENHAGEN
from api.core.problems import Fault, raise_faults
from api.journal.record import change
from api.observations import rules
from api.observations.actions.plan import _check_observers, _institution
from api.observations.models import Observation, ObservationStatus
from api.observations.queries.visible import observer_ids_of


async def reopening_faults(session: AsyncSession, caller: Caller | None, observation: Observation) -> list[Fault]:
    """What stands in the way of planning a cancelled observation again."""
    faults = rules.check_status(observation, ObservationStatus.cancelled)
    if faults:
        return faults
    institution, observers = await _institution(session, observation), await observer_ids_of(session, observation.id)
    day = observation.planned_for.astimezone(COPENHAGEN).date()
    faults = rules.check_plan(institution, None, None, clock.today(), day)
    return faults + await _check_observers(session, caller, institution, observers, day, observers)


async def reopen_observation(session: AsyncSession, caller: Caller | None, observation: Observation) -> None:
    """Plan a cancelled observation again, if institution and observers still allow it."""
    raise_faults(await reopening_faults(session, caller, observation))
    values = {"status": ObservationStatus.planned.value, "cancellation": None}
    await change(session, caller, observation, values, "reopened")
