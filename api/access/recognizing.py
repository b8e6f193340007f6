"""Whose password it is: compared outside of any transaction, counted before, and as slow for who is not there."""

import re
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from api.access import attempts
from api.access.attempts import Knock
from api.access.models import Person
from api.access.oauth import FIRST_PASSWORD_ENDED, PASSWORD_SIGN_IN_OFF, PAUSED, WRONG_CREDENTIALS
from api.access.passwords import verify_password
from api.core import clock, database
from api.core.problems import Kind, Problem
from api.core.settings import Settings

USERNAME = re.compile(r"[a-z0-9][a-z0-9._@+\-]{1,63}")


def account_of(username: str) -> str:
    """The username as it is stored, however it was typed; empty if nobody can have it."""
    name = username.strip().lower()
    return name if USERNAME.fullmatch(name) else ""


def refused(kind: Kind) -> Problem:
    return Problem(kind, headers={"WWW-Authenticate": 'Bearer realm="sammen"'})


async def let_in(engine: AsyncEngine, who: Knock) -> None:
    """Count an attempt, committed before anything is compared; raises `sign-in-paused`."""
    async with database.writing(engine) as session:
        wait = await attempts.admit(session, who, clock.now())
    if wait:
        raise Problem(PAUSED, headers={"Retry-After": str(wait)})


class Recognized(NamedTuple):
    """Somebody whose password is right; the hash that it was compared with, and who knocked."""

    person: Person
    hashed: str
    who: Knock


async def recognize(
    engine: AsyncEngine, settings: Settings, username: str, password: str, host: str | None
) -> Recognized:
    """Whose password it is; raises `wrong-credentials`, the same and as slowly whatever was wrong."""
    if not settings.password_sign_in:
        raise Problem(PASSWORD_SIGN_IN_OFF)
    name = account_of(username)
    who = attempts.knock(f"person:{name or username}", host)
    await let_in(engine, who)
    async with database.reading(engine) as session:
        known = col(Person.username) == name, col(Person.active)
        person = (await session.execute(select(Person).where(*known))).scalar_one_or_none()
    hashed = person.password_hash if person is not None else None
    if not await verify_password(password, hashed) or person is None or hashed is None:
        raise refused(WRONG_CREDENTIALS)
    return Recognized(person, hashed, who)


async def first_password(engine: AsyncEngine, found: Recognized) -> bool:
    """Whether the right password is a first one, still good: then the attempt is no failure. Raises that it ended."""
    until = found.person.first_password_until
    if until is None:
        return False
    async with database.writing(engine) as session:
        await attempts.forgive(session, found.who)
    if until <= clock.now():
        raise Problem(FIRST_PASSWORD_ENDED)
    return True
