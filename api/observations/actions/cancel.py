"""Cancel planned observations."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core.problems import raise_faults
from api.journal.record import change
from api.observations import rules
from api.observations.models import Observation, ObservationStatus


async def cancel_observations(
    session: AsyncSession, caller: Caller | None, observations: Sequence[Observation], reason: str
) -> None:
    """Cancel planned observations and store the reason with each; raise `wrong-state` if one is not planned."""
    raise_faults(
        fault for observation in observations for fault in rules.check_status(observation, ObservationStatus.planned)
    )
    for observation in observations:
        values = {"status": ObservationStatus.cancelled.value, "cancellation": reason}
        await change(session, caller, observation, values, "cancelled")
