"""Sessions: sign in, refresh and revoke tokens. Transactions are short; passwords are verified outside of them."""

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
from api.sign_in.password_check import admit_attempt, check_password, is_first_password, reject_attempt
from api.sign_in.passwords import MIN_LENGTH, hash_password, needs_rehash
from api.sign_in.tokens import Claims, InvalidToken, Signer, Verifier


class ExternalSignIn(Protocol):
    """A sign-in service other than this service's own: the municipality's."""

    async def claims(self, text: str) -> Claims:
        """Verify a token and return its claims. Raises InvalidToken."""
        ...


class SessionContext(NamedTuple):
    """What the functions of this module need of the application."""

    engine: AsyncEngine
    signer: Signer
    verifier: Verifier
    settings: Settings
    external_sign_in: ExternalSignIn | None = None


class IssuedTokens(NamedTuple):
    """The tokens of a sign-in; `expires_in` is the lifetime of the access token in seconds."""

    access_token: str
    expires_in: int
    refresh_token: str | None


def new_secret() -> str:
    """Return 256 random bits as text: a machine's secret or a refresh token."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """Return the hash under which such a secret is stored.

    A fast hash is enough: 256 random bits cannot be guessed, so that a slow one would only cost time.
    """
    return sha256(secret.encode()).hexdigest()


async def sign_in_person(context: SessionContext, username: str, password: str, host: str | None) -> IssuedTokens:
    """Sign a person in by password.

    Raises `wrong-credentials`, `sign-in-paused`, and `first-password` for a password that has to be replaced first.
    """
    checked = await check_password(context.engine, context.settings, username, password, host)
    if await is_first_password(context.engine, checked):
        raise Problem(FIRST_PASSWORD)
    rehash = needs_rehash(checked.hashed) and len(password) >= MIN_LENGTH
    new_hash = await hash_password(password) if rehash else checked.hashed
    tokens = None
    async with transactions.write_transaction(context.engine) as session:
        # Loaded anew: during the hashing the person may have been deactivated, or given another password.
        person = await session.get(Person, checked.person.id)
        if person is not None and person.active and person.password_hash == checked.hashed:
            person.password_hash = new_hash
            await throttling.reset(session, checked.attempt_keys)
            tokens = await _begin_session(session, context, person)
    if tokens is None:
        raise reject_attempt(WRONG_CREDENTIALS)
    return tokens


async def sign_in_client(context: SessionContext, credentials: ClientCredentials, host: str | None) -> IssuedTokens:
    """Sign a machine in by its secret. Raises `wrong-client-credentials`, `sign-in-paused`."""
    if not context.settings.client_sign_in:
        raise Problem(CLIENT_SIGN_IN_OFF)
    keys = throttling.attempt_keys(f"client:{credentials.id}", host)
    await admit_attempt(context.engine, keys)
    tokens = None
    async with transactions.write_transaction(context.engine) as session:
        client = await session.get(Client, id) if (id := _parse_uuid(credentials.id)) else None
        secret_matches = compare_digest(client.secret_hash if client else "", hash_secret(credentials.secret))
        if client is not None and secret_matches and client.active:
            await throttling.reset(session, keys)
            tokens = await _begin_session(session, context, client)
    if tokens is None:
        raise wrong_client(basic=credentials.basic)
    return tokens


def _parse_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


async def _begin_session(session: AsyncSession, context: SessionContext, holder: Person | Client) -> IssuedTokens:
    """Begin a new session of a person or machine, and issue its first tokens."""
    now, is_person = clock.now(), isinstance(holder, Person)
    await delete_expired(session, holder, now)
    days, minutes = context.settings.refresh_token_days, context.settings.access_token_minutes
    duration = timedelta(days=days) if is_person else timedelta(minutes=minutes)
    family = SignIn(began_at=now, ends_at=now + duration)
    family.person_id, family.client_id = (holder.id, None) if is_person else (None, holder.id)
    session.add(family)
    await session.flush()
    return _issue_tokens(session, context, family, now)


async def delete_expired(session: AsyncSession, holder: Person | Client, now: datetime) -> None:
    """Delete the expired sessions of a person or machine, with their refresh tokens."""
    of_holder = (col(SignIn.person_id) if isinstance(holder, Person) else col(SignIn.client_id)) == holder.id
    expired_ids = select(col(SignIn.id)).where(of_holder, col(SignIn.ends_at) < now).scalar_subquery()
    await session.execute(delete(RefreshToken).where(col(RefreshToken.sign_in_id).in_(expired_ids)))
    await session.execute(delete(SignIn).where(of_holder, col(SignIn.ends_at) < now))


def _issue_tokens(session: AsyncSession, context: SessionContext, family: SignIn, now: datetime) -> IssuedTokens:
    lifetime = min(timedelta(minutes=context.settings.access_token_minutes), family.ends_at - now)
    lifetime = max(lifetime, timedelta(seconds=1))
    if family.client_id is not None:
        text, _ = context.signer.access_token(family.client_id, "client", lifetime, now, family.id)
        return IssuedTokens(text, int(lifetime.total_seconds()), None)
    if family.person_id is None:
        raise RuntimeError("a session belongs to a person or a machine")
    text, _ = context.signer.access_token(family.person_id, "person", lifetime, now, family.id)
    secret = new_secret()
    session.add(RefreshToken(sign_in_id=family.id, secret_hash=hash_secret(secret)))
    return IssuedTokens(text, int(lifetime.total_seconds()), secret)


async def refresh(context: SessionContext, secret: str) -> IssuedTokens:
    """Issue the next tokens of a session in exchange for a refresh token.

    A refresh token that is used a second time ends the session: one of the two users has stolen it. Raises
    `refresh-token-not-valid`.
    """
    if not context.settings.password_sign_in:  # only people who signed in by password have refresh tokens
        raise Problem(PASSWORD_SIGN_IN_OFF)
    tokens = None
    async with transactions.write_transaction(context.engine) as session:
        now = clock.now()
        row = await _find_refresh_token(session, secret)
        if row is not None:
            token, family = row
            if token.used_at is not None:
                family.ended_at = family.ended_at or now
            elif family.ended_at is None and family.ends_at > now and await _is_active(session, family):
                token.used_at = now
                tokens = _issue_tokens(session, context, family, now)
    if tokens is None:
        raise reject_attempt(REFRESH_REFUSED)
    return tokens


async def _find_refresh_token(session: AsyncSession, secret: str) -> tuple[RefreshToken, SignIn] | None:
    statement = select(RefreshToken, SignIn).join(SignIn, col(SignIn.id) == col(RefreshToken.sign_in_id))
    statement = statement.where(col(RefreshToken.secret_hash) == hash_secret(secret))
    row = (await session.execute(statement)).one_or_none()
    return None if row is None else (row[0], row[1])


async def _is_active(session: AsyncSession, family: SignIn) -> bool:
    person = await session.get(Person, family.person_id)
    return person is not None and person.active


async def claims_of_token(context: SessionContext, token: str) -> Claims:
    """Verify an access token of this service or of the municipal sign-in, and return its claims.

    Raises InvalidToken.
    """
    try:
        return context.verifier.verify(token, clock.now())
    except InvalidToken:
        if context.external_sign_in is None:
            raise
    return await context.external_sign_in.claims(token)


async def revoke(context: SessionContext, token: str) -> None:
    """End the session of a refresh token or an access token; an unknown or invalid token has no effect."""
    family_id: UUID | None = None
    try:
        family_id = (await claims_of_token(context, token)).family
    except InvalidToken:
        async with transactions.read_transaction(context.engine) as session:
            row = await _find_refresh_token(session, token)
            family_id = row[1].id if row else None
    if family_id is not None:
        async with transactions.write_transaction(context.engine) as session:
            await _end_sessions_where(session, col(SignIn.id) == family_id)


async def end_sessions(session: AsyncSession, holder: Person | Client, except_family: UUID | None = None) -> None:
    """End all sessions of a person or machine at once, except one if `except_family` is given.

    The secrets of a person's programs (calendar addresses) become invalid too: somebody who knew the password may have
    read them.
    """
    if isinstance(holder, Person):
        column, is_identity = col(SignIn.person_id), col(Identity.person_id) == holder.id
        holder.keys_from += 1
    else:
        column, is_identity = col(SignIn.client_id), col(Identity.client_id) == holder.id
    excluded = [col(SignIn.id) != except_family] if except_family is not None else []
    await _end_sessions_where(session, column == holder.id, *excluded)
    # Tokens of the municipal sign-in that were issued, but not used here yet, become invalid too.
    await session.execute(update(Identity).where(is_identity).values(good_from=clock.now()))


async def _end_sessions_where(session: AsyncSession, *conditions: object) -> None:
    ended = update(SignIn).where(*conditions, col(SignIn.ended_at).is_(None))  # type: ignore[arg-type]  # all are SQL
    await session.execute(ended.values(ended_at=clock.now()).execution_options(synchronize_session=False))
