"""Create people, among them the first system administrator."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access import units
from api.access.caller import Caller
from api.access.models import Grant, Role
from api.core import clock
from api.core.danish_collation import danish_key
from api.core.identifiers import new_id
from api.core.problems import CONFLICT, Fault, raise_faults
from api.journal.record import create
from api.people.queries import usernames_taken
from api.people.rules import check_password
from api.people.schemas import PersonCreate
from api.sign_in.models import Person


async def create_people(
    session: AsyncSession,
    caller: Caller | None,
    bodies: Sequence[PersonCreate],
    hashes: Sequence[str | None] = (),
    ids: Sequence[UUID] | None = None,
    first_until: datetime | None = None,
) -> list[Person]:
    """Create people. Raises `already-exists` for a username, and the problems of the password policy.

    `hashes` are the hashes of their passwords, computed before the transaction (`passwords.hash_password`). `ids` are
    ids that were assigned in advance. The passwords are first passwords until `first_until`.
    """
    usernames = [body.username for body in bodies]
    taken = await usernames_taken(session, usernames)
    faults = [
        Fault(CONFLICT, pointer="/username")
        for index, username in enumerate(usernames)
        if username in taken or username in usernames[:index]
    ]
    for body in bodies:
        faults += check_password(body.password, body.username, "/password") if body.password else []
    raise_faults(faults)
    hashes = hashes or [None] * len(bodies)
    if any(body.password and not hashed for body, hashed in zip(bodies, hashes, strict=True)):
        raise ValueError("a password is hashed before the transaction begins")
    people = [
        Person(
            id=id,
            username=body.username,
            name=body.name,
            name_key=danish_key(body.name),
            email=body.email,
            active=body.active,
            password_hash=hashed,
            first_password_until=first_until if body.password else None,
        )
        for body, hashed, id in zip(bodies, hashes, ids or [new_id() for _ in bodies], strict=True)
    ]
    await create(session, caller, people)
    return people


def check_new_password(password: str, username: str) -> None:
    """Raise the problems of a new password."""
    if password:
        raise_faults(check_password(password, username, "/password"))


async def create_admin(session: AsyncSession, body: PersonCreate, hashed: str) -> Person:
    """Create a system administrator, who can give every role; for the operator's command line."""
    top = await units.find_municipality(session)
    if top is None:
        raise RuntimeError("the municipality is created when the service starts")
    [person] = await create_people(session, None, [body], [hashed])
    await create(session, None, [Grant(person_id=person.id, unit_id=top.id, role=Role.admin, since_on=clock.today())])
    return person
