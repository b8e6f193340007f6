"""Create, end and delete grants."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.access.models import LAST_DAY, Grant, Role
from api.core import clock
from api.core.problems import CONFLICT, UNKNOWN_REFERENCE, Fault, raise_faults
from api.grants.queries import grants_of, holders, units_of_grants
from api.grants.rules import FROM_SIGN_IN, TO_ONESELF, check_end, check_giver, check_grant, check_one_holder, check_runs
from api.grants.schemas import GrantCreate
from api.journal.record import change, create, delete
from api.people.queries import other_admins
from api.people.rules import check_admin_left


async def create_grants(
    session: AsyncSession, caller: Caller | None, wanted: Sequence[GrantCreate], ids: Sequence[UUID] | None = None
) -> list[Grant]:
    """New grants; what may not be given is refused, all of it at once. `caller` None: the service itself gives.

    `ids` are theirs where they were promised before.
    """
    made, faults = await _holders(session, caller, wanted)
    for grant, id in zip(made, ids or (), strict=False):
        grant.id = id
    known = await units_of_grants(session, [one.unit_id for one in wanted])
    for one, grant in zip(wanted, made, strict=True):
        place = known.get(one.unit_id)
        holder = grant.person_id or grant.client_id
        machine = grant.client_id is not None
        given = check_giver(caller, holder, Role(one.role), one.unit_id, place, to_machine=machine) if caller else []
        sense = check_grant(one.model_copy(update={"since_on": grant.since_on}), place)
        faults += given + [fault for fault in sense if fault not in given]
    raise_faults(faults)
    held = await grants_of(session, [id for grant in made for id in (grant.person_id, grant.client_id) if id])
    raise_faults(
        Fault(CONFLICT, pointer="/role") for at, grant in enumerate(made) if held_twice(grant, held + made[:at])
    )
    await create(session, caller, made)
    return made


async def _holders(
    session: AsyncSession, caller: Caller | None, wanted: Sequence[GrantCreate]
) -> tuple[list[Grant], list[Fault]]:
    people, by_name, clients = await holders(
        session,
        caller,
        [one.person_id for one in wanted if one.person_id],
        [one.username for one in wanted if one.username],
        [one.client_id for one in wanted if one.client_id],
    )
    made, faults = [], []
    for one in wanted:
        faults += check_one_holder(one)
        unknown = {
            "/person_id": one.person_id is not None and one.person_id not in people,
            "/username": one.username is not None and one.username not in by_name,
            "/client_id": one.client_id is not None and one.client_id not in clients,
        }
        faults += [Fault(UNKNOWN_REFERENCE, pointer=pointer) for pointer, absent in unknown.items() if absent]
        person_id = by_name.get(one.username) if one.username else one.person_id
        made.append(
            Grant(
                person_id=person_id,
                client_id=one.client_id,
                unit_id=one.unit_id,
                role=one.role,
                network=one.network,
                body=one.body,
                since_on=one.since_on or clock.today(),
                until_on=one.until_on or LAST_DAY,
            )
        )
    return made, faults


def held_twice(new: Grant, others: Sequence[Grant]) -> bool:
    """Whether one of the others is the same role, held on some of the same days."""
    same = ("person_id", "client_id", "unit_id", "role", "network", "body")
    return any(
        all(getattr(new, name) == getattr(other, name) for name in same)
        and new.since_on < other.until_on
        and other.since_on < new.until_on
        for other in others
    )


async def set_end(session: AsyncSession, caller: Caller | None, grant: Grant, until_on: date | None) -> None:
    """Decide when a grant ends; None: until further notice. With today, it ends at once."""
    until = until_on or LAST_DAY
    raise_faults(await _may_end(session, caller, grant, until) + check_end(grant.since_on, until, clock.today()))
    await change(session, caller, grant, {"until_on": until})


async def end_grant(session: AsyncSession, caller: Caller | None, grant: Grant) -> None:
    """End a grant at once; one that has not begun, or begins today, will have lasted no day."""
    until = max(clock.today(), grant.since_on)
    raise_faults(await ending_faults(session, caller, grant))
    await change(session, caller, grant, {"until_on": until}, "ended")


async def ending_faults(session: AsyncSession, caller: Caller | None, grant: Grant) -> list[Fault]:
    """What stands in the way of ending a grant at once."""
    return await _may_end(session, caller, grant, clock.today())


def in_force_or_planned(grant: Grant) -> dict[str, Any]:
    """When a grant ends, as it is answered, and whether it is held today."""
    until_on = None if grant.until_on == LAST_DAY else grant.until_on
    return {"until_on": until_on, "in_force": grant.since_on <= clock.today() < grant.until_on}


async def _may_end(session: AsyncSession, caller: Caller | None, grant: Grant, until: date) -> list[Fault]:
    holder: UUID | None = grant.person_id or grant.client_id
    faults = check_runs(grant, clock.today())
    if caller is not None:
        place = (await units_of_grants(session, [grant.unit_id])).get(grant.unit_id)
        longer = until > grant.until_on
        to_machine = grant.client_id is not None and longer  # an admin ends what they could not give a machine
        given = check_giver(caller, holder, Role(grant.role), grant.unit_id, place, to_machine=to_machine)
        # Giving up a role of one's own is no giving; holding it longer is.
        faults += [fault for fault in given if longer or fault.kind is not TO_ONESELF]
    if grant.role == Role.admin and grant.person_id is not None and until < grant.until_on:
        faults += check_admin_left(await other_admins(session, grant.person_id), grant.until_on, until)
    return faults


_SAME = ("person_id", "client_id", "unit_id", "role", "network", "body", "since_on")


async def delete_grants(session: AsyncSession, caller: Caller | None, grants: Sequence[Grant]) -> None:
    """Take away roles that were given by mistake; one that was held on an earlier day ends instead, since what was
    held was held."""
    today = clock.today()
    for grant in grants:  # one after the other: the last of two admins is the last
        given = await _against(session, caller, grant, min(today, grant.until_on))
        # As with ending one: giving up a role of one's own is no giving.
        raise_faults(fault for fault in given if fault.kind is not TO_ONESELF)
        if max(grant.since_on, clock.day_of(grant.created_at)) < today:
            await change(session, caller, grant, {"until_on": min(today, grant.until_on)}, "ended")
        else:
            await delete(session, caller, grant)


async def restore_end(session: AsyncSession, caller: Caller | None, grant: Grant, until_on: date | None) -> None:
    """Let a role end again when it would have ended, or not at all; if that day has passed, it ends today."""
    until = max(until_on or LAST_DAY, min(clock.today(), grant.until_on))
    faults = await _against(session, caller, grant, until)
    held = await grants_of(session, [id for id in (grant.person_id, grant.client_id) if id])
    wanted = Grant(until_on=until, **{name: getattr(grant, name) for name in _SAME})
    if held_twice(wanted, [one for one in held if one.id != grant.id]):
        faults.append(Fault(CONFLICT, pointer="/role"))
    raise_faults(faults)
    await change(session, caller, grant, {"until_on": until}, "put_back")


async def _against(session: AsyncSession, caller: Caller | None, grant: Grant, until: date) -> list[Fault]:
    """What stands in the way of letting a role end on a day, also of one that has ended."""
    faults = [Fault(FROM_SIGN_IN)] if grant.from_sign_in else []
    if caller is not None:
        place = (await units_of_grants(session, [grant.unit_id])).get(grant.unit_id)
        holder, longer = grant.person_id or grant.client_id, until > grant.until_on
        to_machine = grant.client_id is not None and longer
        given = check_giver(caller, holder, Role(grant.role), grant.unit_id, place, to_machine=to_machine)
        faults += [fault for fault in given if longer or fault.kind is not TO_ONESELF]
    if grant.role == Role.admin and grant.person_id is not None and until < grant.until_on:
        faults += check_admin_left(await other_admins(session, grant.person_id), grant.until_on, until)
    return faults
