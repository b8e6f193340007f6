"""Reopen a cancelled follow-up: it is planned again."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.problems import Fault, raise_faults
from api.follow_ups import rules
from api.follow_ups.models import FollowUp, FollowUpStatus
from api.heightened_supervision.queries import open_supervisions
from api.institutions.queries import institutions_of
from api.journal.record import change


async def reopening_faults(session: AsyncSession, follow_up: FollowUp) -> list[Fault]:
    """Return the faults that prevent planning a cancelled follow-up again."""
    faults = rules.check_status(follow_up, FollowUpStatus.cancelled)
    if faults:
        return faults
    institution = (await institutions_of(session, [follow_up.institution_id]))[follow_up.institution_id]
    supervised = await open_supervisions(session, [institution.id])
    return rules.check_takes_part(institution, supervised, clock.today(), clock.day_of(follow_up.planned_for))


async def reopen_follow_up(session: AsyncSession, caller: Caller | None, follow_up: FollowUp) -> None:
    """Plan a cancelled follow-up again if the institution still takes part in follow-ups."""
    raise_faults(await reopening_faults(session, follow_up))
    values = {"status": FollowUpStatus.planned.value, "cancellation": None}
    await change(session, caller, follow_up, values, "reopened")
