"""Update a person; a deactivated person is signed out at once."""

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
from api.grants.queries import grants_of, other_admins
from api.journal.record import change
from api.people.queries import usernames_taken
from api.people.rules import check_admin_left, check_not_erased, check_password
from api.sign_in.models import Person
from api.sign_in.sessions import end_sessions

_OWN_PASSWORD = LocalizedText(
    "Change your own password at /v1/me/password, with the current one.",
    "Din egen adgangskode ændrer du på /v1/me/password med den nuværende adgangskode.",
)


async def update_person(
    session: AsyncSession,
    caller: Caller | None,
    person: Person,
    values: Mapping[str, Any],
    hashed: str | None = None,
    first_until: datetime | None = None,
) -> None:
    """Update a person. Raises `already-exists`, `last-admin`, `wrong-state` and the problems of the password policy.

    `hashed` is the hash of the password in `values`; that is a first password until `first_until`.
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
            # Somebody who gets hold of a token for some minutes must not be able to take over the account.
            faults.append(Fault(INVALID_INPUT, pointer="/password", code="own-password", detail=_OWN_PASSWORD))
        faults += check_password(password, username, "/password") if password else []
    if person.active and values.get("active") is False:
        faults += await _check_admin_left(session, person.id)
    raise_faults(faults)
    if "name" in values:
        values["name_key"] = danish_key(values["name"])
    await change(session, caller, person, values)
    if not person.active or "password_hash" in values:
        await end_sessions(session, person)


async def _check_admin_left(session: AsyncSession, person_id: UUID) -> list[Fault]:
    """Check that an administrator remains if this person is deactivated today."""
    today = clock.today()
    admin_grants = [grant for grant in await grants_of(session, [person_id]) if grant.role == Role.admin]
    ends = [grant.until_on for grant in admin_grants if grant.since_on <= today < grant.until_on]
    return check_admin_left(await other_admins(session, person_id), max(ends), today) if ends else []
