"""Update the plan of a follow-up."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.access.models import Role
from api.core import clock
from api.core.problems import Fault, raise_faults
from api.db import transactions
from api.follow_ups import rules
from api.follow_ups.models import FollowUp, FollowUpStatus
from api.follow_ups.queries.lookups import has_confidential_text, role_holders
from api.institutions.queries import institutions_of
from api.institutions.rules import check_open
from api.journal.record import change


async def update_follow_up(
    session: AsyncSession, caller: Caller | None, follow_up: FollowUp, values: Mapping[str, Any]
) -> None:
    """Update the plan of a follow-up that is still planned; a `leader_id` of None chooses the current leader."""
    values = dict(values)
    raise_faults(rules.check_status(follow_up, FollowUpStatus.planned))
    faults: list[Fault] = []
    planned_for = values.get("planned_for", follow_up.planned_for)
    if "planned_for" in values or "planned_until" in values:
        if "planned_until" not in values:
            values["planned_until"] = planned_for + (follow_up.planned_until - follow_up.planned_for)
        default_minutes = transactions.settings_of(session).follow_up_minutes
        values["planned_until"] = rules.planned_end(planned_for, values["planned_until"], default_minutes)
        faults += rules.check_times(planned_for, values["planned_until"])
    if planned_for != follow_up.planned_for:
        institution = (await institutions_of(session, [follow_up.institution_id]))[follow_up.institution_id]
        faults += check_open(institution, clock.today(), "/planned_for", day=clock.day_of(planned_for))
    if "leader_id" in values:
        institution_and_day = follow_up.institution_id, clock.day_of(planned_for)
        leaders = await role_holders(session, Role.leader, [institution_and_day])
        leader_ids = leaders.get(institution_and_day, [])
        faults += rules.check_leader(values["leader_id"], leader_ids)
        values["leader_id"] = values["leader_id"] or next(iter(leader_ids), None)
        has_text = await has_confidential_text(session, follow_up)
        faults += rules.check_leader_change(follow_up, values["leader_id"], has_text)
    raise_faults(faults)
    await change(session, caller, follow_up, values)
