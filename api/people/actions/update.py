"""Making and changing people and machines; each takes many. Who is switched off is signed out at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.access.models import Role
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.problems import CONFLICT, INVALID_INPUT, Fault, LocalizedText, raise_faults
from api.grants.queries import grants_of
from api.journal.record import change, touch
from api.people.actions.create import _password_faults
from api.people.queries import other_admins, usernames_taken
from api.people.rules import check_admin_left, check_not_erased
from api.sign_in.models import Client, Person
from api.sign_in.sessions import end_sessions

_OWN_PASSWORD = LocalizedText(
    "Your own password is changed with the old one, at /v1/me/password.",
    "Din egen adgangskode ændres med den gamle, på /v1/me/password.",
)


async def update_person(
    session: AsyncSession,
    caller: Caller | None,
    person: Person,
    values: Mapping[str, Any],
    hashed: str | None = None,
    first_until: datetime | None = None,
) -> None:
    """Change what is said of a person; `hashed` is the hash of the password among the values.

    Until `first_until` it is a first one, unless they gave it to themselves.
    """
    values = dict(values)
    raise_faults(check_not_erased(person))
    username = values.get("username", person.username)
    faults: list[Fault] = []
    if username != person.username and await usernames_taken(session, [username]):
        faults.append(Fault(CONFLICT, pointer="/username"))
    if "password" in values:
        password = values.pop("password")
        values["password_hash"] = hashed if password is not None else None
        values["first_password_until"] = None if password is None else first_until
        if caller is not None and caller.id == person.id:
            # Who holds a token of somebody's for some minutes is not to have their account for good.
            faults.append(Fault(INVALID_INPUT, pointer="/password", code="own-password", detail=_OWN_PASSWORD))
        faults += _password_faults(password, username)
    if person.active and values.get("active") is False:
        faults += await _admin_left(session, person.id)
    raise_faults(faults)
    if "name" in values:
        values["name_key"] = danish_key(values["name"])
    await change(session, caller, person, values)
    if not person.active or "password_hash" in values:
        await end_sessions(session, person)


async def _admin_left(session: AsyncSession, person_id: UUID) -> list[Fault]:
    today = clock.today()
    mine = [grant for grant in await grants_of(session, [person_id]) if grant.role == Role.admin]
    lasting = [grant.until_on for grant in mine if grant.since_on <= today < grant.until_on]
    return check_admin_left(await other_admins(session, person_id), max(lasting), today) if lasting else []


async def replace_password(session: AsyncSession, caller: Caller, person: Person, hashed: str) -> None:
    """Let somebody have the new password that they chose; they stay signed in here, and nowhere else."""
    values = {"password_hash": hashed, "first_password_until": None}
    await change(session, caller, person, values, "password_changed")
    await end_sessions(session, person, but=caller.family_id)


async def end_all_sessions(session: AsyncSession, caller: Caller | None, holder: Person | Client) -> None:
    """Sign somebody, or a machine, out everywhere: all tokens that were issued until now are good no longer."""
    await touch(session, caller, holder, "signed_out", ["sign_ins"])
    await end_sessions(session, holder)
