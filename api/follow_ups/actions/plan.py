"""Plan follow-ups, one or a whole district's."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.access.models import Role
from api.core import clock
from api.core.problems import Fault, raise_faults
from api.db import transactions
from api.follow_ups import rules
from api.follow_ups.models import FollowUp
from api.follow_ups.queries.lookups import role_holders
from api.follow_ups.schemas.plan import FollowUpCreate
from api.heightened_supervision.queries import open_supervisions
from api.institutions.queries import institutions_of
from api.journal.record import create


async def plan_follow_ups(
    session: AsyncSession, caller: Caller | None, plans: Sequence[FollowUpCreate], pointer: str = ""
) -> list[FollowUp]:
    """Create planned follow-ups, all of them or none; their institutions exist.

    Without a leader in the request, the one who has led the institution longest is chosen; none in a vacancy.
    `pointer` is the JSON pointer to the plans in the request, for the pointers of faults.
    """
    institutions = await institutions_of(session, (plan.institution_id for plan in plans))
    supervised = await open_supervisions(session, institutions)
    institutions_and_days = [(plan.institution_id, clock.day_of(plan.planned_for)) for plan in plans]
    leaders = await role_holders(session, Role.leader, institutions_and_days)
    chiefs = await role_holders(session, Role.chief, institutions_and_days)
    default_minutes = transactions.settings_of(session).follow_up_minutes
    faults: list[Fault] = []
    follow_ups: list[FollowUp] = []
    for index, plan in enumerate(plans):
        plan_pointer = f"{pointer}/{index}" if pointer else ""
        institution_and_day = institutions_and_days[index]
        institution, day = institutions[plan.institution_id], institution_and_day[1]
        leader_ids = leaders.get(institution_and_day, [])
        planned_until = rules.planned_end(plan.planned_for, plan.planned_until, default_minutes)
        faults += rules.check_takes_part(institution, supervised, clock.today(), day, plan_pointer)
        faults += rules.check_times(plan.planned_for, planned_until, plan_pointer)
        faults += rules.check_leader(plan.leader_id, leader_ids, plan_pointer)
        follow_ups.append(
            FollowUp(
                institution_id=plan.institution_id,
                leader_id=plan.leader_id or next(iter(leader_ids), None),
                chief_id=_chief_for(caller, chiefs.get(institution_and_day, [])),
                planned_for=plan.planned_for,
                planned_until=planned_until,
            )
        )
    raise_faults(faults)
    await create(session, caller, follow_ups)
    return follow_ups


def _chief_for(caller: Caller | None, chief_ids: Sequence[UUID]) -> UUID | None:
    """Return the caller if they are one of the district's chiefs, else the chief longest in the role."""
    if caller is not None and caller.id in chief_ids:
        return caller.id
    return next(iter(chief_ids), None)
