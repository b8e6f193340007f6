"""Planning follow-ups, one or many, changing and cancelling them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.access.models import Role
from api.core import clock
from api.core.problems import Fault, raise_faults
from api.core.settings import settings
from api.follow_ups import rules
from api.follow_ups.models import FollowUp, FollowUpStatus
from api.follow_ups.queries import in_post, is_written
from api.follow_ups.schemas.plan import FollowUpCreate
from api.heightened_supervision.queries import open_supervisions
from api.institutions.queries import institutions_of
from api.institutions.rules import check_open
from api.journal.record import change, create


def _end(begins: datetime, ends: datetime | None) -> datetime:
    return ends or begins + timedelta(minutes=settings().follow_up_minutes)


async def plan_follow_ups(
    session: AsyncSession, caller: Caller | None, wanted: Sequence[FollowUpCreate], at: str = ""
) -> list[FollowUp]:
    """New follow-ups, planned; their institutions are there. All of them, or none.

    `at` is where they stand in the request, for the pointers of its faults.
    """
    institutions = await institutions_of(session, (one.institution_id for one in wanted))
    places, today = [(one.institution_id, clock.day_of(one.planned_for)) for one in wanted], clock.today()
    supervised = await open_supervisions(session, institutions)
    leaders, chiefs = await in_post(session, Role.leader, places), await in_post(session, Role.chief, places)
    faults, made = list[Fault](), list[FollowUp]()
    for index, (one, place) in enumerate(zip(wanted, places, strict=True)):
        here, leading = f"{at}/{index}" if at else "", leaders.get(place, [])
        until = _end(one.planned_for, one.planned_until)
        faults += rules.check_takes_part(institutions[one.institution_id], supervised, today, place[1], here)
        faults += rules.check_times(one.planned_for, until, here)
        faults += rules.check_leader(one.leader_id, leading, here)
        made.append(
            FollowUp(
                institution_id=one.institution_id,
                leader_id=one.leader_id or _first(leading),
                chief_id=_own_or_first(caller, chiefs.get(place, [])),
                planned_for=one.planned_for,
                planned_until=until,
            )
        )
    raise_faults(faults)
    await create(session, caller, made)
    return made


def _first(people: Sequence[UUID]) -> UUID | None:
    return people[0] if people else None


def _own_or_first(caller: Caller | None, chiefs: Sequence[UUID]) -> UUID | None:
    """The chief who plans it, if one of the district's does; else the one who has been there longest."""
    return caller.id if caller is not None and caller.id in chiefs else _first(chiefs)


async def update_follow_up(
    session: AsyncSession, caller: Caller | None, follow_up: FollowUp, values: Mapping[str, Any]
) -> None:
    """Change the plan of a follow-up that is still planned."""
    values = dict(values)
    raise_faults(rules.check_status(follow_up, FollowUpStatus.planned))
    faults: list[Fault] = []
    begins = values.get("planned_for", follow_up.planned_for)
    if "planned_for" in values or "planned_until" in values:
        if "planned_until" not in values:
            values["planned_until"] = begins + (follow_up.planned_until - follow_up.planned_for)
        values["planned_until"] = _end(begins, values["planned_until"])
        faults += rules.check_times(begins, values["planned_until"])
    if begins != follow_up.planned_for:
        institution = (await institutions_of(session, [follow_up.institution_id]))[follow_up.institution_id]
        faults += check_open(institution, clock.today(), "/planned_for", day=clock.day_of(begins))
    if "leader_id" in values:
        place = follow_up.institution_id, clock.day_of(begins)
        leading = (await in_post(session, Role.leader, [place])).get(place, [])
        faults += rules.check_leader(values["leader_id"], leading)
        values["leader_id"] = values["leader_id"] or _first(leading)
        faults += rules.check_hands(follow_up, values["leader_id"], await is_written(session, follow_up))
    raise_faults(faults)
    await change(session, caller, follow_up, values)
