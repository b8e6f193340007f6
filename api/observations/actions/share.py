"""Share feedback with the chief and the administration."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.problems import raise_faults
from api.journal.record import change
from api.observations import rules
from api.observations.models import Observation, ObservationStatus


async def share_feedback(session: AsyncSession, caller: Caller | None, observations: Sequence[Observation]) -> None:
    """Make the feedback of observations readable for chief and administration; raise `wrong-state` without feedback."""
    raise_faults(
        fault for observation in observations for fault in rules.check_status(observation, ObservationStatus.fed_back)
    )
    for observation in observations:
        values = {"status": ObservationStatus.shared.value, "shared_on": clock.today()}
        await change(session, caller, observation, values, "shared")
