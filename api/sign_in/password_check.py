"""Check a username and password: throttled, outside of any transaction, and as slowly for an unknown username."""

import re
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from api.core import clock
from api.core.problems import Problem, ProblemType
from api.core.settings import Settings
from api.db import transactions
from api.sign_in import throttling
from api.sign_in.models import Person
from api.sign_in.oauth import FIRST_PASSWORD_ENDED, PASSWORD_SIGN_IN_OFF, SIGN_IN_THROTTLED, WRONG_CREDENTIALS
from api.sign_in.passwords import verify_password
from api.sign_in.throttling import AttemptKeys

USERNAME = re.compile(r"[a-z0-9][a-z0-9._@+\-]{1,63}")


def normalize_username(username: str) -> str:
    """Return the username as it is stored, in lower case; an empty text if nobody can have it."""
    normalized = username.strip().lower()
    return normalized if USERNAME.fullmatch(normalized) else ""


def reject_attempt(kind: ProblemType) -> Problem:
    """Build the 401 problem of a failed sign-in, with WWW-Authenticate."""
    return Problem(kind, headers={"WWW-Authenticate": 'Bearer realm="sammen"'})


async def admit_attempt(engine: AsyncEngine, keys: AttemptKeys) -> None:
    """Count an attempt, committed before the password is verified; raise `sign-in-paused` if it is throttled."""
    async with transactions.write_transaction(engine) as session:
        wait_seconds = await throttling.admit(session, keys, clock.now())
    if wait_seconds:
        raise Problem(SIGN_IN_THROTTLED, headers={"Retry-After": str(wait_seconds)})


class CheckedPassword(NamedTuple):
    """The person whose password was right, the hash that it was verified with, and the keys of the attempt."""

    person: Person
    hashed: str
    attempt_keys: AttemptKeys


async def check_password(
    engine: AsyncEngine, settings: Settings, username: str, password: str, host: str | None
) -> CheckedPassword:
    """Verify a password.

    Raises `wrong-credentials`, after the same time, for an unknown username and for a wrong password.
    """
    if not settings.password_sign_in:
        raise Problem(PASSWORD_SIGN_IN_OFF)
    normalized = normalize_username(username)
    keys = throttling.attempt_keys(f"person:{normalized or username}", host)
    await admit_attempt(engine, keys)
    async with transactions.read_transaction(engine) as session:
        is_user = col(Person.username) == normalized, col(Person.active)
        person = (await session.execute(select(Person).where(*is_user))).scalar_one_or_none()
    hashed = person.password_hash if person is not None else None
    if not await verify_password(password, hashed) or person is None or hashed is None:
        raise reject_attempt(WRONG_CREDENTIALS)
    return CheckedPassword(person, hashed, keys)


async def is_first_password(engine: AsyncEngine, checked: CheckedPassword) -> bool:
    """Return whether a right password is a first password that is still valid; the attempt is then not a failure.

    Raises `first-password-ended` if it has expired.
    """
    until = checked.person.first_password_until
    if until is None:
        return False
    async with transactions.write_transaction(engine) as session:
        await throttling.reset(session, checked.attempt_keys)
    if until <= clock.now():
        raise Problem(FIRST_PASSWORD_ENDED)
    return True
