"""Cancel planned follow-ups."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core.problems import raise_faults
from api.follow_ups import rules
from api.follow_ups.models import FollowUp, FollowUpStatus
from api.journal.record import change


async def cancel_follow_ups(
    session: AsyncSession, caller: Caller | None, follow_ups: Sequence[FollowUp], reason: str
) -> None:
    """Cancel planned follow-ups and store the reason with each."""
    raise_faults(fault for follow_up in follow_ups for fault in rules.check_status(follow_up, FollowUpStatus.planned))
    for follow_up in follow_ups:
        values = {"status": FollowUpStatus.cancelled.value, "cancellation": reason}
        await change(session, caller, follow_up, values, "cancelled")
