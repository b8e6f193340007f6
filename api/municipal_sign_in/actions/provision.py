"""Somebody comes in by the municipality's sign-in: who they are here, and the roles that they bring."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.models import Grant, Holder
from api.core import clock, logs
from api.core.danish_collation import danish_key
from api.core.problems import Problem, problem_type
from api.grants.queries import grants_of, units_of_grants
from api.grants.rules import MACHINES, check_grant
from api.grants.schemas import GrantCreate
from api.journal.record import change, change_all, create, record
from api.municipal_sign_in.queries import units_named
from api.municipal_sign_in.rules import Claim, Reading, Who
from api.people.queries import usernames_taken
from api.sign_in.models import Client, Identity, Person, SignIn
from api.sign_in.sessions import delete_expired

NO_ROLE = problem_type(
    "no-role-here",
    403,
    ("You have no role in this system", "Du har ingen rolle i dette system"),
    ("Ask your administration for a role, then sign in again.", "Bed din forvaltning om en rolle, og log så ind igen."),
)
_log = logs.get("api.municipal")


class Shown(NamedTuple):
    """A verified token: the family that it is here, whose it is, and its times."""

    family: UUID
    who: Who
    issued: datetime
    ends: datetime


async def holder_of(session: AsyncSession, shown: Shown) -> UUID | None:
    """Whose token it is, if all that it says was taken before; None if not. Changes nothing."""
    identity, family = await session.get(Identity, shown.who.key), await session.get(SignIn, shown.family)
    if identity is None or family is None or _brings_news(identity, shown):
        return None
    return identity.person_id or identity.client_id


def _brings_news(identity: Identity, shown: Shown) -> bool:
    # A token that is older than what was taken last says nothing any more: else it would give back what was taken away.
    newer = shown.issued >= identity.said_at
    return newer and (identity.said != shown.who.said or clock.today() >= identity.renew_on)


async def provision(session: AsyncSession, mapping: Reading, shown: Shown) -> UUID | None:
    """Whose token it is, with their roles as it says; None if it is no longer good.

    Raises `no-role-here` where nobody is made for who has no role.
    """
    identity = await session.get(Identity, shown.who.key)
    if identity is None:
        identity = await _meet(session, mapping, shown.who)
    holder = await _holder(session, identity)
    if not holder.active or not await _is_good(session, identity, shown):
        return None
    if _brings_news(identity, shown):
        await _take(session, mapping, identity, holder, shown)
    return holder.id


async def _holder(session: AsyncSession, identity: Identity) -> Person | Client:
    holder: Person | Client
    if identity.person_id is not None:
        holder = await session.get_one(Person, identity.person_id)
    else:
        holder = await session.get_one(Client, identity.client_id)
    return holder


async def _meet(session: AsyncSession, mapping: Reading, who: Who) -> Identity:
    """Somebody who comes for the first time: found by username, where that is allowed, or made."""
    never = datetime.fromtimestamp(0, clock.now().tzinfo)
    identity = Identity(key=who.key, said_at=never, renew_on=clock.today(), good_from=never)
    known = await _known_person(session, who) if mapping.link_by_username else None
    if known is None and not (who.claims or mapping.people_without_roles):
        raise Problem(NO_ROLE)
    if who.holder == Holder.client:
        name = who.name or who.username
        machine = Client(name=name, name_key=danish_key(name), secret_hash="-")  # noqa: S106  no secret's hash
        await create(session, None, [machine])
        identity.client_id = machine.id
    else:
        if known is not None:
            await record(session, None, [known], "linked")
        identity.person_id = (known or await _new_person(session, who)).id
    session.add(identity)
    await session.flush()
    return identity


async def _known_person(session: AsyncSession, who: Who) -> Person | None:
    """The person of that username whom no other name of the provider's leads to yet."""
    taken = exists(select(1).where(col(Identity.person_id) == col(Person.id)))
    asked = select(Person).where(col(Person.username) == who.username, ~taken)
    return (await session.execute(asked)).scalar_one_or_none() if who.holder == Holder.person else None


async def _new_person(session: AsyncSession, who: Who) -> Person:
    username = who.username
    if await usernames_taken(session, [username]):
        username = f"{username[:50]}-{who.key[:12]}"
    name = who.name or username
    person = Person(username=username, name=name, name_key=danish_key(name), email=who.email)
    await create(session, None, [person])
    return person


async def _is_good(session: AsyncSession, identity: Identity, shown: Shown) -> bool:
    """Whether the token may still be used; one that is new is written down, so that it can be ended."""
    family = await session.get(SignIn, shown.family)
    if family is not None:
        return family.ended_at is None
    if shown.issued <= identity.good_from:
        return False
    await delete_expired(session, await _holder(session, identity), clock.now())
    session.add(
        SignIn(
            id=shown.family,
            person_id=identity.person_id,
            client_id=identity.client_id,
            began_at=clock.now(),
            ends_at=shown.ends,
        )
    )
    await session.flush()
    return True


async def _take(
    session: AsyncSession, mapping: Reading, identity: Identity, holder: Person | Client, shown: Shown
) -> None:
    """Let what is known here be what the token says."""
    who, today = shown.who, clock.today()
    values: dict[str, object] = {"name": who.name, "name_key": danish_key(who.name)} if who.name else {}
    if isinstance(holder, Person) and who.email:
        values["email"] = who.email
    await change(session, None, holder, values)
    until = today + timedelta(days=mapping.grants_last_days)
    await _give(session, identity, await _wanted(session, identity, who.claims), until)
    identity.said, identity.said_at = who.said, shown.issued
    identity.renew_on = today + timedelta(days=mapping.grants_last_days // 2)


async def _wanted(session: AsyncSession, identity: Identity, claims: Iterable[Claim]) -> list[Grant]:
    """The grants that claims come to; what makes no sense here is passed over, and told to the operator."""
    claims, today = list(claims), clock.today()
    named = await units_named(session, claims)
    known = await units_of_grants(session, named.values())
    wanted, passed_over = [], 0
    for claim in claims:
        unit_id = named.get((claim.unit_by, claim.unit))
        machine = identity.client_id is not None
        if unit_id is None or (machine and claim.role not in MACHINES):
            passed_over += 1
            continue
        grant = GrantCreate.model_construct(
            client_id=identity.client_id,
            unit_id=unit_id,
            role=claim.role,
            network=claim.network,
            body=claim.body,
            since_on=None,
            until_on=None,
        )
        if check_grant(grant, known.get(unit_id)):
            passed_over += 1
            continue
        wanted.append(
            Grant(
                person_id=identity.person_id,
                client_id=identity.client_id,
                unit_id=unit_id,
                role=claim.role,
                network=claim.network,
                body=claim.body,
                since_on=today,
                from_sign_in=True,
            )
        )
    if passed_over:
        _log.warning("claims that give no role here were passed over", extra={"members": {"claims": passed_over}})
    return wanted


def _same(grant: Grant) -> tuple[str, ...]:
    return tuple(str(part) for part in (grant.unit_id, grant.role, grant.network, grant.body))


async def _give(session: AsyncSession, identity: Identity, wanted: list[Grant], until: date) -> None:
    """Grants of the sign-in: what is claimed goes on, what is claimed no more ends today, what is new begins."""
    today = clock.today()
    held = [
        grant
        for grant in await grants_of(session, [identity.person_id or identity.client_id])  # type: ignore[list-item]
        if grant.from_sign_in and grant.until_on > today
    ]
    claimed, running = {_same(grant): grant for grant in wanted}, {_same(grant) for grant in held}
    ended = [grant for grant in held if _same(grant) not in claimed]
    await change_all(session, None, [(grant, {"until_on": max(today, grant.since_on)}, ()) for grant in ended], "ended")
    kept = [grant for grant in held if _same(grant) in claimed]
    await change_all(session, None, [(grant, {"until_on": until}, ()) for grant in kept])
    new = [grant for name, grant in claimed.items() if name not in running]
    for grant in new:
        grant.until_on = until
    if new:
        await create(session, None, new)
