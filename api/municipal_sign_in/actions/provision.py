"""Provision a person or machine from a token of the municipal sign-in: account, session, name and grants."""

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
from api.core.problems import Problem
from api.grants.queries import grants_of, units_of_grants
from api.grants.rules import MACHINE_ROLES, check_grant
from api.grants.schemas import GrantCreate
from api.journal.record import change, change_all, create, record
from api.municipal_sign_in.queries import find_units
from api.municipal_sign_in.rules import NO_ROLE, ClaimedRole, TokenSubject
from api.municipal_sign_in.schemas import ClaimMapping
from api.people.queries import usernames_taken
from api.sign_in.models import Client, Identity, Person, SignIn
from api.sign_in.sessions import delete_expired

_log = logs.get("api.municipal")


class VerifiedToken(NamedTuple):
    """A verified token of the provider; `family_id` is the id of its session here."""

    family_id: UUID
    subject: TokenSubject
    issued_at: datetime
    ends_at: datetime


async def find_holder(session: AsyncSession, token: VerifiedToken) -> UUID | None:
    """Return the holder of a token if its session is known and its claims were applied before, else None."""
    identity = await session.get(Identity, token.subject.key)
    family = await session.get(SignIn, token.family_id)
    if identity is None or family is None or _has_new_claims(identity, token):
        return None
    return identity.person_id or identity.client_id


def _has_new_claims(identity: Identity, token: VerifiedToken) -> bool:
    # A token that is older than the last applied one is ignored: it would restore roles that were removed since.
    is_newest = token.issued_at >= identity.claims_issued_at
    return is_newest and (identity.claims_digest != token.subject.digest or clock.today() >= identity.renew_on)


async def provision(session: AsyncSession, mapping: ClaimMapping, token: VerifiedToken) -> UUID | None:
    """Create or update the holder of a token, with the grants that it claims, and return their id.

    None if the holder is inactive or the session was ended. Raises `no-role-here` for a new holder without roles.
    """
    identity = await session.get(Identity, token.subject.key)
    if identity is None:
        identity = await _create_identity(session, mapping, token.subject)
    holder = await _load_holder(session, identity)
    if not holder.active or not await _register_session(session, identity, token):
        return None
    if _has_new_claims(identity, token):
        await _apply_claims(session, mapping, identity, holder, token)
    return holder.id


async def _load_holder(session: AsyncSession, identity: Identity) -> Person | Client:
    holder: Person | Client
    if identity.person_id is not None:
        holder = await session.get_one(Person, identity.person_id)
    else:
        holder = await session.get_one(Client, identity.client_id)
    return holder


async def _create_identity(session: AsyncSession, mapping: ClaimMapping, subject: TokenSubject) -> Identity:
    """Create the identity of a new subject: linked to an existing person by username, if the mapping allows that, or
    to a new person or machine."""
    never = datetime.fromtimestamp(0, clock.now().tzinfo)
    identity = Identity(key=subject.key, claims_issued_at=never, renew_on=clock.today(), good_from=never)
    existing = await _find_person_to_link(session, subject) if mapping.link_by_username else None
    if existing is None and not (subject.roles or mapping.people_without_roles):
        raise Problem(NO_ROLE)
    if subject.holder == Holder.client:
        name = subject.name or subject.username
        machine = Client(name=name, name_key=danish_key(name), secret_hash="-")  # noqa: S106  matches no secret
        await create(session, None, [machine])
        identity.client_id = machine.id
    else:
        if existing is not None:
            await record(session, None, [existing], "linked")
        identity.person_id = (existing or await _create_person(session, subject)).id
    session.add(identity)
    await session.flush()
    return identity


async def _find_person_to_link(session: AsyncSession, subject: TokenSubject) -> Person | None:
    """Return the person with the subject's username, unless another subject is linked to them already."""
    is_linked = exists(select(1).where(col(Identity.person_id) == col(Person.id)))
    statement = select(Person).where(col(Person.username) == subject.username, ~is_linked)
    return (await session.execute(statement)).scalar_one_or_none() if subject.holder == Holder.person else None


async def _create_person(session: AsyncSession, subject: TokenSubject) -> Person:
    username = subject.username
    if await usernames_taken(session, [username]):
        username = f"{username[:50]}-{subject.key[:12]}"
    name = subject.name or username
    person = Person(username=username, name=name, name_key=danish_key(name), email=subject.email)
    await create(session, None, [person])
    return person


async def _register_session(session: AsyncSession, identity: Identity, token: VerifiedToken) -> bool:
    """Return whether the token's session is valid; store a new one, so that it can be ended."""
    family = await session.get(SignIn, token.family_id)
    if family is not None:
        return family.ended_at is None
    if token.issued_at <= identity.good_from:
        return False
    await delete_expired(session, await _load_holder(session, identity), clock.now())
    session.add(
        SignIn(
            id=token.family_id,
            person_id=identity.person_id,
            client_id=identity.client_id,
            began_at=clock.now(),
            ends_at=token.ends_at,
        )
    )
    await session.flush()
    return True


async def _apply_claims(
    session: AsyncSession, mapping: ClaimMapping, identity: Identity, holder: Person | Client, token: VerifiedToken
) -> None:
    """Update name, e-mail address and grants of the holder from the token."""
    subject, today = token.subject, clock.today()
    values: dict[str, object] = {}
    if subject.name:
        values |= {"name": subject.name, "name_key": danish_key(subject.name)}
    if isinstance(holder, Person) and subject.email:
        values["email"] = subject.email
    await change(session, None, holder, values)
    until = today + timedelta(days=mapping.grants_last_days)
    await _synchronize_grants(session, identity, await _claimed_grants(session, identity, subject.roles), until)
    identity.claims_digest, identity.claims_issued_at = subject.digest, token.issued_at
    identity.renew_on = today + timedelta(days=mapping.grants_last_days // 2)


async def _claimed_grants(session: AsyncSession, identity: Identity, roles: Iterable[ClaimedRole]) -> list[Grant]:
    """Return the grants for claimed roles; roles that cannot be held there are ignored, and logged for the operator."""
    roles, today = list(roles), clock.today()
    unit_ids = await find_units(session, roles)
    units = await units_of_grants(session, unit_ids.values())
    grants, ignored = [], 0
    for claimed in roles:
        unit_id = unit_ids.get((claimed.unit_by, claimed.unit))
        is_machine = identity.client_id is not None
        if unit_id is None or (is_machine and claimed.role not in MACHINE_ROLES):
            ignored += 1
            continue
        body = GrantCreate.model_construct(
            client_id=identity.client_id,
            unit_id=unit_id,
            role=claimed.role,
            network=claimed.network,
            body=claimed.body,
            since_on=None,
            until_on=None,
        )
        if check_grant(body, units.get(unit_id)):
            ignored += 1
            continue
        grants.append(
            Grant(
                person_id=identity.person_id,
                client_id=identity.client_id,
                unit_id=unit_id,
                role=claimed.role,
                network=claimed.network,
                body=claimed.body,
                since_on=today,
                from_sign_in=True,
            )
        )
    if ignored:
        _log.warning("claims without a role here were ignored", extra={"members": {"claims": ignored}})
    return grants


def _role_key(grant: Grant) -> tuple[str, ...]:
    return tuple(str(part) for part in (grant.unit_id, grant.role, grant.network, grant.body))


async def _synchronize_grants(
    session: AsyncSession, identity: Identity, claimed_grants: list[Grant], until: date
) -> None:
    """Synchronize the grants from the sign-in: extend those that are claimed, end the others today, create new ones."""
    today = clock.today()
    current = [
        grant
        for grant in await grants_of(session, [identity.person_id or identity.client_id])  # type: ignore[list-item]  # it has one of the two
        if grant.from_sign_in and grant.until_on > today
    ]
    claimed, current_keys = (
        {_role_key(grant): grant for grant in claimed_grants},
        {_role_key(grant) for grant in current},
    )
    ended = [grant for grant in current if _role_key(grant) not in claimed]
    await change_all(session, None, [(grant, {"until_on": max(today, grant.since_on)}, ()) for grant in ended], "ended")
    extended = [grant for grant in current if _role_key(grant) in claimed]
    await change_all(session, None, [(grant, {"until_on": until}, ()) for grant in extended])
    new = [grant for key, grant in claimed.items() if key not in current_keys]
    for grant in new:
        grant.until_on = until
    if new:
        await create(session, None, new)
