"""Record that an observation took place."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.problems import Fault, raise_faults
from api.institutions.rules import check_open
from api.journal.record import change
from api.observations import rules
from api.observations.models import Observation, ObservationStatus
from api.observations.queries.lookups import institution_of, observer_ids_of
from api.observations.queries.observers import observer_faults


async def observing_faults(session: AsyncSession, observation: Observation) -> list[Fault]:
    """Return the faults that prevent recording that an observation took place, whatever the day."""
    faults = rules.check_status(observation, ObservationStatus.planned)
    return faults or check_open(await institution_of(session, observation), clock.today(), "/observed_on")


async def observe(
    session: AsyncSession,
    caller: Caller | None,
    observation: Observation,
    observed_on: date | None = None,
    oral_feedback_on: date | None = None,
) -> None:
    """Record that a planned observation took place on a day (default: today).

    The observers are checked against the roles that they held on that day.
    """
    raise_faults(rules.check_status(observation, ObservationStatus.planned))
    today = clock.today()
    day = observed_on or today
    institution = await institution_of(session, observation)
    observer_ids = await observer_ids_of(session, observation.id)
    faults = check_open(institution, today, "/observed_on")
    faults += rules.check_days(day, oral_feedback_on, today)
    faults += await observer_faults(session, caller, institution, observer_ids, day, already_appointed=observer_ids)
    raise_faults(faults)
    values = {
        "status": ObservationStatus.observed.value,
        "observed_on": day,
        "oral_feedback_on": oral_feedback_on,
    }
    await change(session, caller, observation, values, "observed")
