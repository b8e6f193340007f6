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
from api.grants.queries import find_holders, grants_of, other_admins, units_of_grants
from api.grants.rules import (
    GRANT_TO_ONESELF,
    check_end,
    check_grant,
    check_may_give,
    check_not_ended,
    check_not_from_sign_in,
    check_one_holder,
)
from api.grants.schemas import GrantCreate
from api.journal.record import change, create, delete
from api.people.rules import check_admin_left

_SAME_ROLE = ("person_id", "client_id", "unit_id", "role", "network", "body")


async def create_grants(
    session: AsyncSession, caller: Caller | None, bodies: Sequence[GrantCreate], ids: Sequence[UUID] | None = None
) -> list[Grant]:
    """Create grants; raise all faults of all of them together. A `caller` of None is the service itself.

    `ids` are ids that were assigned in advance.
    """
    grants, faults = await _resolve_holders(session, caller, bodies)
    for grant, id in zip(grants, ids or (), strict=False):
        grant.id = id
    units = await units_of_grants(session, [body.unit_id for body in bodies])
    for body, grant in zip(bodies, grants, strict=True):
        unit = units.get(body.unit_id)
        holder_id = grant.person_id or grant.client_id
        is_machine = grant.client_id is not None
        giver_faults = check_may_give(caller, holder_id, Role(body.role), unit, to_machine=is_machine) if caller else []
        grant_faults = check_grant(body.model_copy(update={"since_on": grant.since_on}), unit)
        faults += giver_faults + [fault for fault in grant_faults if fault not in giver_faults]
    raise_faults(faults)
    existing = await grants_of(session, [id for grant in grants for id in (grant.person_id, grant.client_id) if id])
    raise_faults(
        Fault(CONFLICT, pointer="/role")
        for index, grant in enumerate(grants)
        if overlaps(grant, existing + grants[:index])
    )
    await create(session, caller, grants)
    return grants


async def _resolve_holders(
    session: AsyncSession, caller: Caller | None, bodies: Sequence[GrantCreate]
) -> tuple[list[Grant], list[Fault]]:
    """Return the new grants with their holders, and the faults of holders that are absent, several or unknown."""
    person_ids, id_by_username, client_ids = await find_holders(
        session,
        caller,
        [body.person_id for body in bodies if body.person_id],
        [body.username for body in bodies if body.username],
        [body.client_id for body in bodies if body.client_id],
    )
    grants, faults = [], []
    for body in bodies:
        faults += check_one_holder(body)
        is_unknown = {
            "/person_id": body.person_id is not None and body.person_id not in person_ids,
            "/username": body.username is not None and body.username not in id_by_username,
            "/client_id": body.client_id is not None and body.client_id not in client_ids,
        }
        faults += [Fault(UNKNOWN_REFERENCE, pointer=pointer) for pointer, unknown in is_unknown.items() if unknown]
        grants.append(
            Grant(
                person_id=id_by_username.get(body.username) if body.username else body.person_id,
                client_id=body.client_id,
                unit_id=body.unit_id,
                role=body.role,
                network=body.network,
                body=body.body,
                since_on=body.since_on or clock.today(),
                until_on=body.until_on or LAST_DAY,
            )
        )
    return grants, faults


def overlaps(new: Grant, others: Sequence[Grant]) -> bool:
    """Return whether one of the other grants is the same role of the same holder, on some of the same days."""
    return any(
        all(getattr(new, name) == getattr(other, name) for name in _SAME_ROLE)
        and new.since_on < other.until_on
        and other.since_on < new.until_on
        for other in others
    )


async def set_end(session: AsyncSession, caller: Caller | None, grant: Grant, until_on: date | None) -> None:
    """Set when a grant ends; None: until further notice. With today's date, it ends at once."""
    until = until_on or LAST_DAY
    faults = await _faults_of_new_end(session, caller, grant, until)
    today = clock.today()
    raise_faults([*check_not_ended(grant, today), *faults, *check_end(grant.since_on, until, today)])
    await change(session, caller, grant, {"until_on": until})


async def end_grant(session: AsyncSession, caller: Caller | None, grant: Grant) -> None:
    """End a grant at once; one that has not begun, or begins today, is then never in force."""
    until = max(clock.today(), grant.since_on)
    raise_faults(await ending_faults(session, caller, grant))
    await change(session, caller, grant, {"until_on": until}, "ended")


async def ending_faults(session: AsyncSession, caller: Caller | None, grant: Grant) -> list[Fault]:
    """Return the faults of ending a grant at once."""
    today = clock.today()
    return check_not_ended(grant, today) + await _faults_of_new_end(session, caller, grant, today)


def date_fields(grant: Grant) -> dict[str, Any]:
    """Return the response fields of a grant that depend on its dates: `until_on` and `in_force`."""
    until_on = None if grant.until_on == LAST_DAY else grant.until_on
    return {"until_on": until_on, "in_force": grant.since_on <= clock.today() < grant.until_on}


async def delete_grants(session: AsyncSession, caller: Caller | None, grants: Sequence[Grant]) -> None:
    """Delete grants that were given by mistake; those that were in force on an earlier day are ended instead."""
    today = clock.today()
    for grant in grants:  # sequentially: the second of two administrators is then the last one
        until = min(today, grant.until_on)
        raise_faults(check_not_from_sign_in(grant) + await _faults_of_new_end(session, caller, grant, until))
        if max(grant.since_on, clock.day_of(grant.created_at)) < today:
            await change(session, caller, grant, {"until_on": until}, "ended")
        else:
            await delete(session, caller, grant)


async def restore_end(session: AsyncSession, caller: Caller | None, grant: Grant, until_on: date | None) -> None:
    """Restore an earlier end of a grant, None: until further notice; if that day has passed, it ends today."""
    until = max(until_on or LAST_DAY, min(clock.today(), grant.until_on))
    faults = check_not_from_sign_in(grant) + await _faults_of_new_end(session, caller, grant, until)
    holder_grants = await grants_of(session, [id for id in (grant.person_id, grant.client_id) if id])
    restored = Grant(until_on=until, **{name: getattr(grant, name) for name in (*_SAME_ROLE, "since_on")})
    if overlaps(restored, [other for other in holder_grants if other.id != grant.id]):
        faults.append(Fault(CONFLICT, pointer="/role"))
    raise_faults(faults)
    await change(session, caller, grant, {"until_on": until}, "put_back")


async def _faults_of_new_end(session: AsyncSession, caller: Caller | None, grant: Grant, until: date) -> list[Fault]:
    """Return why a caller may not set the end of a grant to a day: the caller's roles, and the last administrator."""
    faults: list[Fault] = []
    is_longer = until > grant.until_on
    if caller is not None:
        unit = (await units_of_grants(session, [grant.unit_id])).get(grant.unit_id)
        holder_id = grant.person_id or grant.client_id
        to_machine = grant.client_id is not None and is_longer  # an admin may end what they may not give to a machine
        giver_faults = check_may_give(caller, holder_id, Role(grant.role), unit, to_machine=to_machine)
        # Callers may give up a role of their own, but not extend it.
        faults += [fault for fault in giver_faults if is_longer or fault.kind is not GRANT_TO_ONESELF]
    if grant.role == Role.admin and grant.person_id is not None and until < grant.until_on:
        faults += check_admin_left(await other_admins(session, grant.person_id), grant.until_on, until)
    return faults
