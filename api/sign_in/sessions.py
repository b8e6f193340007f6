"""Signing in, going on with a refresh token, and ending it; each in short transactions, no password compared inside."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import compare_digest
from typing import NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlmodel import col

from api.core import clock
from api.core.problems import Problem
from api.core.settings import Settings
from api.db import transactions
from api.sign_in import throttling
from api.sign_in.models import Client, Identity, Person, RefreshToken, SignIn
from api.sign_in.oauth import (
    CLIENT_SIGN_IN_OFF,
    FIRST_PASSWORD,
    PASSWORD_SIGN_IN_OFF,
    REFRESH_REFUSED,
    WRONG_CREDENTIALS,
    ClientCredentials,
    wrong_client,
)
from api.sign_in.password_check import admit_attempt, check_password, first_password, reject_attempt
from api.sign_in.passwords import hash_password, needs_rehash
from api.sign_in.tokens import Claims, InvalidToken, Signer, Verifier


class ExternalSignIn(Protocol):
    """A sign-in that is not this service's own: the municipality's."""

    async def claims(self, text: str) -> Claims:
        """Whose token it is; InvalidToken otherwise."""
        ...


class SessionContext(NamedTuple):
    """What signing in needs of the service."""

    engine: AsyncEngine
    signer: Signer
    verifier: Verifier
    settings: Settings
    elsewhere: ExternalSignIn | None = None


class IssuedTokens(NamedTuple):
    """What a sign-in gives."""

    access_token: str
    expires_in: int
    refresh_token: str | None


def new_secret() -> str:
    """256 random bits as text: a machine's secret or a refresh token."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """How such a secret is stored. Nobody guesses 256 random bits, so that a slow hash would only cost us time."""
    return sha256(secret.encode()).hexdigest()


async def sign_in_person(desk: SessionContext, username: str, password: str, host: str | None) -> IssuedTokens:
    """Tokens for a person; a first password is refused, since it lets nobody in."""
    found = await check_password(desk.engine, desk.settings, username, password, host)
    if await first_password(desk.engine, found):
        raise Problem(FIRST_PASSWORD)
    person, hashed, who = found
    newer = await hash_password(password) if needs_rehash(hashed) and len(password) >= 12 else hashed
    issued = None
    async with transactions.write_transaction(desk.engine) as session:
        # Read anew: while we computed they may have been switched off, or given another password.
        now_is = await session.get(Person, person.id)
        if now_is is not None and now_is.active and now_is.password_hash == hashed:
            now_is.password_hash = newer
            await throttling.reset(session, who)
            issued = await _begin(session, desk, now_is)
    if issued is None:
        raise reject_attempt(WRONG_CREDENTIALS)
    return issued


async def sign_in_client(desk: SessionContext, told: ClientCredentials, host: str | None) -> IssuedTokens:
    """An access token for a machine; raises `wrong-client-credentials`."""
    if not desk.settings.client_sign_in:
        raise Problem(CLIENT_SIGN_IN_OFF)
    who = throttling.attempt_keys(f"client:{told.id}", host)
    await admit_attempt(desk.engine, who)
    issued = None
    async with transactions.write_transaction(desk.engine) as session:
        client = await session.get(Client, id) if (id := _uuid(told.id)) else None
        right = compare_digest(client.secret_hash if client else "", digest(told.secret))
        if client is not None and right and client.active:
            await throttling.reset(session, who)
            issued = await _begin(session, desk, client)
    if issued is None:
        raise wrong_client(basic=told.basic)
    return issued


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


async def _begin(session: AsyncSession, desk: SessionContext, holder: Person | Client) -> IssuedTokens:
    """A new family of tokens."""
    now, person = clock.now(), isinstance(holder, Person)
    await delete_expired(session, holder, now)
    days, minutes = desk.settings.refresh_token_days, desk.settings.access_token_minutes
    lasts = timedelta(days=days) if person else timedelta(minutes=minutes)
    family = SignIn(began_at=now, ends_at=now + lasts)
    family.person_id, family.client_id = (holder.id, None) if person else (None, holder.id)
    session.add(family)
    await session.flush()
    return _issue(session, desk, family, now)


async def delete_expired(session: AsyncSession, holder: Person | Client, now: datetime) -> None:
    """Forget somebody's sign-ins that have run out."""
    mine = (col(SignIn.person_id) if isinstance(holder, Person) else col(SignIn.client_id)) == holder.id
    old = select(col(SignIn.id)).where(mine, col(SignIn.ends_at) < now).scalar_subquery()
    await session.execute(delete(RefreshToken).where(col(RefreshToken.sign_in_id).in_(old)))
    await session.execute(delete(SignIn).where(mine, col(SignIn.ends_at) < now))


def _issue(session: AsyncSession, desk: SessionContext, family: SignIn, now: datetime) -> IssuedTokens:
    lifetime = min(timedelta(minutes=desk.settings.access_token_minutes), family.ends_at - now)
    lifetime = max(lifetime, timedelta(seconds=1))
    if family.client_id is not None:
        text, _ = desk.signer.access_token(family.client_id, "client", lifetime, now, family.id)
        return IssuedTokens(text, int(lifetime.total_seconds()), None)
    if family.person_id is None:
        raise RuntimeError("a sign-in is a person's or a machine's")
    text, _ = desk.signer.access_token(family.person_id, "person", lifetime, now, family.id)
    secret = new_secret()
    session.add(RefreshToken(sign_in_id=family.id, secret_hash=digest(secret)))
    return IssuedTokens(text, int(lifetime.total_seconds()), secret)


async def refresh(desk: SessionContext, secret: str) -> IssuedTokens:
    """The next tokens of a family. A refresh token that comes a second time ends the family: one of two is a thief."""
    if not desk.settings.password_sign_in:  # only people have refresh tokens, by their passwords
        raise Problem(PASSWORD_SIGN_IN_OFF)
    issued = None
    async with transactions.write_transaction(desk.engine) as session:
        now = clock.now()
        found = await _token(session, secret)
        if found is not None:
            token, family = found
            if token.used_at is not None:
                family.ended_at = family.ended_at or now
            elif family.ended_at is None and family.ends_at > now and await _is_active(session, family):
                token.used_at = now
                issued = _issue(session, desk, family, now)
    if issued is None:
        raise reject_attempt(REFRESH_REFUSED)
    return issued


async def _token(session: AsyncSession, secret: str) -> tuple[RefreshToken, SignIn] | None:
    asked = select(RefreshToken, SignIn).join(SignIn, col(SignIn.id) == col(RefreshToken.sign_in_id))
    row = (await session.execute(asked.where(col(RefreshToken.secret_hash) == digest(secret)))).one_or_none()
    return None if row is None else (row[0], row[1])


async def _is_active(session: AsyncSession, family: SignIn) -> bool:
    person = await session.get(Person, family.person_id)
    return person is not None and person.active


async def claims_of_token(desk: SessionContext, token: str) -> Claims:
    """The claims of an access token, of this service's own or of the municipality's sign-in. InvalidToken otherwise."""
    try:
        return desk.verifier.verify(token, clock.now())
    except InvalidToken:
        if desk.elsewhere is None:
            raise
    return await desk.elsewhere.claims(token)


async def revoke(desk: SessionContext, token: str) -> None:
    """End the family of a refresh or an access token; one that is not known, or no longer good, is none the better."""
    family_id: UUID | None = None
    try:
        family_id = (await claims_of_token(desk, token)).family
    except InvalidToken:
        async with transactions.read_transaction(desk.engine) as session:
            found = await _token(session, token)
            family_id = found[1].id if found else None
    if family_id is not None:
        async with transactions.write_transaction(desk.engine) as session:
            await _end(session, col(SignIn.id) == family_id)


async def end_sessions(session: AsyncSession, holder: Person | Client, but: UUID | None = None) -> None:
    """End all that a person or a machine has begun, at once; but one family, if that is to go on.

    Secrets that a person made for their programs end with it: who has another's password may have these, too.
    """
    if isinstance(holder, Person):
        column, mine = col(SignIn.person_id), col(Identity.person_id) == holder.id
        holder.keys_from += 1
    else:
        column, mine = col(SignIn.client_id), col(Identity.client_id) == holder.id
    await _end(session, column == holder.id, *([col(SignIn.id) != but] if but is not None else []))
    # Tokens of the municipality's own sign-in that were issued and not yet seen are no longer good, either.
    await session.execute(update(Identity).where(mine).values(good_from=clock.now()))


async def _end(session: AsyncSession, *which: object) -> None:
    ended = update(SignIn).where(*which, col(SignIn.ended_at).is_(None))  # type: ignore[arg-type]  # conditions
    await session.execute(ended.values(ended_at=clock.now()).execution_options(synchronize_session=False))
