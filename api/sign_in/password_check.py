"""Whose password it is: compared outside of any transaction, counted before, and as slow for who is not there."""

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


def account_of(username: str) -> str:
    """The username as it is stored, however it was typed; empty if nobody can have it."""
    name = username.strip().lower()
    return name if USERNAME.fullmatch(name) else ""


def reject_attempt(kind: ProblemType) -> Problem:
    return Problem(kind, headers={"WWW-Authenticate": 'Bearer realm="sammen"'})


async def admit_attempt(engine: AsyncEngine, who: AttemptKeys) -> None:
    """Count an attempt, committed before anything is compared; raises `sign-in-paused`."""
    async with transactions.write_transaction(engine) as session:
        wait = await throttling.admit(session, who, clock.now())
    if wait:
        raise Problem(SIGN_IN_THROTTLED, headers={"Retry-After": str(wait)})


class CheckedPassword(NamedTuple):
    """Somebody whose password is right; the hash that it was compared with, and who knocked."""

    person: Person
    hashed: str
    who: AttemptKeys


async def check_password(
    engine: AsyncEngine, settings: Settings, username: str, password: str, host: str | None
) -> CheckedPassword:
    """Whose password it is; raises `wrong-credentials`, the same and as slowly whatever was wrong."""
    if not settings.password_sign_in:
        raise Problem(PASSWORD_SIGN_IN_OFF)
    name = account_of(username)
    who = throttling.attempt_keys(f"person:{name or username}", host)
    await admit_attempt(engine, who)
    async with transactions.read_transaction(engine) as session:
        known = col(Person.username) == name, col(Person.active)
        person = (await session.execute(select(Person).where(*known))).scalar_one_or_none()
    hashed = person.password_hash if person is not None else None
    if not await verify_password(password, hashed) or person is None or hashed is None:
        raise reject_attempt(WRONG_CREDENTIALS)
    return CheckedPassword(person, hashed, who)


async def first_password(engine: AsyncEngine, found: CheckedPassword) -> bool:
    """Whether the right password is a first one, still good: then the attempt is no failure. Raises that it ended."""
    until = found.person.first_password_until
    if until is None:
        return False
    async with transactions.write_transaction(engine) as session:
        await throttling.reset(session, found.who)
    if until <= clock.now():
        raise Problem(FIRST_PASSWORD_ENDED)
    return True
