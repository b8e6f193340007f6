"""Taking people and roles away that were a mistake, and letting a role end when it would have ended."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.access.models import LAST_DAY, Grant, Person, Role
from api.core import clock
from api.core.problems import CONFLICT, Fault, refuse
from api.journal.record import change, delete
from api.people.grants import held_twice
from api.people.queries import grants_of, other_admins, places
from api.people.rules import FROM_SIGN_IN, TO_ONESELF, check_admin_left, check_giver

_SAME = ("person_id", "client_id", "unit_id", "role", "network", "body", "since_on")


async def remove_people(session: AsyncSession, caller: Caller | None, people: Sequence[Person]) -> None:
    """Take away people who have done nothing; raises `in-use` where something refers to one of them."""
    for person in people:
        await delete(session, caller, person)


async def remove_grants(session: AsyncSession, caller: Caller | None, grants: Sequence[Grant]) -> None:
    """Take away roles that were given by mistake; one that was held on an earlier day ends instead, since what was
    held was held."""
    today = clock.today()
    for grant in grants:  # one after the other: the last of two admins is the last
        given = await _against(session, caller, grant, min(today, grant.until_on))
        # As with ending one: giving up a role of one's own is no giving.
        refuse(fault for fault in given if fault.kind is not TO_ONESELF)
        if max(grant.since_on, clock.day_of(grant.created_at)) < today:
            await change(session, caller, grant, {"until_on": min(today, grant.until_on)}, "ended")
        else:
            await delete(session, caller, grant)


async def put_back_end(session: AsyncSession, caller: Caller | None, grant: Grant, until_on: date | None) -> None:
    """Let a role end again when it would have ended, or not at all; if that day has passed, it ends today."""
    until = max(until_on or LAST_DAY, min(clock.today(), grant.until_on))
    faults = await _against(session, caller, grant, until)
    held = await grants_of(session, [id for id in (grant.person_id, grant.client_id) if id])
    wanted = Grant(until_on=until, **{name: getattr(grant, name) for name in _SAME})
    if held_twice(wanted, [one for one in held if one.id != grant.id]):
        faults.append(Fault(CONFLICT, pointer="/role"))
    refuse(faults)
    await change(session, caller, grant, {"until_on": until}, "put_back")


async def _against(session: AsyncSession, caller: Caller | None, grant: Grant, until: date) -> list[Fault]:
    """What stands in the way of letting a role end on a day, also of one that has ended."""
    faults = [Fault(FROM_SIGN_IN)] if grant.from_sign_in else []
    if caller is not None:
        place = (await places(session, [grant.unit_id])).get(grant.unit_id)
        holder, longer = grant.person_id or grant.client_id, until > grant.until_on
        to_machine = grant.client_id is not None and longer
        given = check_giver(caller, holder, Role(grant.role), grant.unit_id, place, to_machine=to_machine)
        faults += [fault for fault in given if longer or fault.kind is not TO_ONESELF]
    if grant.role == Role.admin and grant.person_id is not None and until < grant.until_on:
        faults += check_admin_left(await other_admins(session, grant.person_id), grant.until_on, until)
    return faults
