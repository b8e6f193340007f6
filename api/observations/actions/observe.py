"""Record that an observation took place."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.problems import Fault, raise_faults
from api.institutions.rules import check_open
from api.journal.record import change
from api.observations import rules
from api.observations.actions.plan import _check_observers, _institution
from api.observations.models import Observation, ObservationStatus
from api.observations.queries.visible import observer_ids_of


async def observing_faults(session: AsyncSession, observation: Observation) -> list[Fault]:
    """What stands in the way of saying that a planned observation took place."""
    found = rules.check_status(observation, ObservationStatus.planned)
    return found or check_open(await _institution(session, observation), clock.today(), "/observed_on")


async def observe(
    session: AsyncSession,
    caller: Caller | None,
    observation: Observation,
    observed_on: date | None = None,
    oral_feedback_on: date | None = None,
) -> None:
    """A planned observation took place, by people who worked elsewhere on that day."""
    raise_faults(rules.check_status(observation, ObservationStatus.planned))
    today = clock.today()
    on = observed_on or today
    institution, observers = await _institution(session, observation), await observer_ids_of(session, observation.id)
    faults = check_open(institution, today, "/observed_on") + rules.check_days(on, oral_feedback_on, today)
    raise_faults(faults + await _check_observers(session, caller, institution, observers, on, observers))
    values = {
        "status": ObservationStatus.observed.value,
        "observed_on": on,
        "oral_feedback_on": oral_feedback_on,
    }
    await change(session, caller, observation, values, "observed")
