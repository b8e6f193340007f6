"""Making and changing people and machines; each takes many. Who is switched off is signed out at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access import units
from api.access.caller import Caller
from api.access.models import Client, Grant, Person, Role
from api.access.passwords import check_password_policy
from api.access.sign_ins import digest, end_sign_ins, new_secret
from api.core import clock
from api.core.columns import danish_key, new_id
from api.core.problems import CONFLICT, INVALID_INPUT, Fault, Words, refuse
from api.journal.record import change, create, touch
from api.people.models import ClientCreate, PersonCreate
from api.people.queries import grants_of, other_admins, usernames_taken
from api.people.rules import check_admin_left, check_not_erased, password_faults

_OWN_PASSWORD = Words(
    "Your own password is changed with the old one, at /v1/me/password.",
    "Din egen adgangskode ændres med den gamle, på /v1/me/password.",
)


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
        Fault(CONFLICT, pointer="/username")
        for at, name in enumerate(names)
        if name in taken or name in names[:at]
    ]  # fmt: skip
    for one in wanted:
        faults += _password_faults(one.password, one.username)
    refuse(faults)
    hashes = hashes or [None] * len(wanted)
    if any(one.password and not hashed for one, hashed in zip(wanted, hashes, strict=True)):
        raise ValueError("a password is hashed before the transaction begins")
    made = [
        Person(
            id=id,
            username=one.username, name=one.name, name_key=danish_key(one.name), email=one.email, active=one.active,
            password_hash=hashed, first_password_until=first_until if one.password else None,
        )
        for one, hashed, id in zip(wanted, hashes, ids or [new_id() for _ in wanted], strict=True)
    ]  # fmt: skip
    await create(session, caller, made)
    return made


def check_new_password(password: str, username: str) -> None:
    """Raise what the policy of passwords finds."""
    refuse(_password_faults(password, username))


def _password_faults(password: str | None, username: str) -> list[Fault]:
    return password_faults(check_password_policy(password, username), "/password") if password else []


async def change_person(
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
    refuse(check_not_erased(person))
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
    refuse(faults)
    if "name" in values:
        values["name_key"] = danish_key(values["name"])
    await change(session, caller, person, values)
    if not person.active or "password_hash" in values:
        await end_sign_ins(session, person)


async def _admin_left(session: AsyncSession, person_id: UUID) -> list[Fault]:
    today = clock.today()
    mine = [grant for grant in await grants_of(session, [person_id]) if grant.role == Role.admin]
    lasting = [grant.until_on for grant in mine if grant.since_on <= today < grant.until_on]
    return check_admin_left(await other_admins(session, person_id), max(lasting), today) if lasting else []


async def replace_password(session: AsyncSession, caller: Caller, person: Person, hashed: str) -> None:
    """Let somebody have the new password that they chose; they stay signed in here, and nowhere else."""
    values = {"password_hash": hashed, "first_password_until": None}
    await change(session, caller, person, values, "password_changed")
    await end_sign_ins(session, person, but=caller.family_id)


async def end_all_sign_ins(session: AsyncSession, caller: Caller | None, holder: Person | Client) -> None:
    """Sign somebody, or a machine, out everywhere: all tokens that were issued until now are good no longer."""
    await touch(session, caller, holder, "signed_out", ["sign_ins"])
    await end_sign_ins(session, holder)


async def create_clients(
    session: AsyncSession, caller: Caller | None, wanted: Sequence[ClientCreate]
) -> list[tuple[Client, str]]:
    """New machines, each with its secret, which is kept as a hash only."""
    made = []
    for one in wanted:
        secret = new_secret()
        client = Client(
            name=one.name, name_key=danish_key(one.name), active=one.active, secret_hash=digest(secret)
        )  # fmt: skip
        made.append((client, secret))
    await create(session, caller, [client for client, _ in made])
    return made


async def change_client(
    session: AsyncSession, caller: Caller | None, client: Client, values: Mapping[str, Any]
) -> None:
    """Change what is said of a machine."""
    values = dict(values)
    if "name" in values:
        values["name_key"] = danish_key(values["name"])
    await change(session, caller, client, values)
    if not client.active:
        await end_sign_ins(session, client)


async def rotate_secret(session: AsyncSession, caller: Caller | None, client: Client) -> str:
    """A new secret for a machine; what it began with the old one ends."""
    secret = new_secret()
    client.secret_hash = digest(secret)
    await touch(session, caller, client, "secret_rotated", ["secret"])
    await end_sign_ins(session, client)
    return secret


async def create_admin(session: AsyncSession, wanted: PersonCreate, hashed: str) -> Person:
    """Somebody who may give every role: the first one, or another, made by whoever runs the service."""
    top = await units.municipality(session)
    if top is None:
        raise RuntimeError("the municipality is founded when the service starts")
    [person] = await create_people(session, None, [wanted], [hashed])
    await create(
        session, None, [Grant(person_id=person.id, unit_id=top.id, role=Role.admin, since_on=clock.today())]
    )  # fmt: skip
    return person
