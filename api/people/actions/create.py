"""Create people, the first administrator among them."""

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
from api.people.rules import password_faults
from api.people.schemas import PersonCreate
from api.sign_in.models import Person
from api.sign_in.passwords import check_password_policy


async def create_people(
    session: AsyncSession,
    caller: Caller | None,
    wanted: Sequence[PersonCreate],
    hashes: Sequence[str | None] = (),
    ids: Sequence[UUID] | None = None,
    first_until: datetime | None = None,
) -> list[Person]:
    """New people; `hashes` are those of their passwords, made before the transaction (`passwords.hash_password`).

    `ids` are theirs where they were promised before; until `first_until` their passwords are first ones.
    """
    names = [one.username for one in wanted]
    taken = await usernames_taken(session, names)
    faults = [
        Fault(CONFLICT, pointer="/username") for at, name in enumerate(names) if name in taken or name in names[:at]
    ]
    for one in wanted:
        faults += _password_faults(one.password, one.username)
    raise_faults(faults)
    hashes = hashes or [None] * len(wanted)
    if any(one.password and not hashed for one, hashed in zip(wanted, hashes, strict=True)):
        raise ValueError("a password is hashed before the transaction begins")
    made = [
        Person(
            id=id,
            username=one.username,
            name=one.name,
            name_key=danish_key(one.name),
            email=one.email,
            active=one.active,
            password_hash=hashed,
            first_password_until=first_until if one.password else None,
        )
        for one, hashed, id in zip(wanted, hashes, ids or [new_id() for _ in wanted], strict=True)
    ]
    await create(session, caller, made)
    return made


def check_new_password(password: str, username: str) -> None:
    """Raise what the policy of passwords finds."""
    raise_faults(_password_faults(password, username))


def _password_faults(password: str | None, username: str) -> list[Fault]:
    return password_faults(check_password_policy(password, username), "/password") if password else []


async def create_admin(session: AsyncSession, wanted: PersonCreate, hashed: str) -> Person:
    """Somebody who may give every role: the first one, or another, made by whoever runs the service."""
    top = await units.municipality(session)
    if top is None:
        raise RuntimeError("the municipality is founded when the service starts")
    [person] = await create_people(session, None, [wanted], [hashed])
    await create(session, None, [Grant(person_id=person.id, unit_id=top.id, role=Role.admin, since_on=clock.today())])
    return person
