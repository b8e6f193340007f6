"""Lookups of calendar addresses by secret and by person."""

from hashlib import sha256
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.models import Grant
from api.calendar.models import CalendarAddress
from api.core import clock
from api.sign_in.models import Person

_IS_VALID = col(CalendarAddress.keys_from) == col(Person.keys_from)
"""The person's sessions have not all been ended since the address was created."""


def hash_secret(secret: str) -> str:
    """Return the hash that is stored of a secret; the secret is long and random, so it needs no salt."""
    return sha256(secret.encode()).hexdigest()


async def person_id_of_secret(session: AsyncSession, secret: str) -> UUID | None:
    """Return the person whose calendar the secret opens, or None.

    The person is active and holds a role today, and their sessions have not been ended since.
    """
    today = clock.today()
    has_role = exists().where(
        col(Grant.person_id) == col(Person.id), col(Grant.since_on) <= today, col(Grant.until_on) > today
    )
    query = (
        select(col(Person.id))
        .join(CalendarAddress, col(CalendarAddress.person_id) == col(Person.id))
        .where(col(CalendarAddress.secret_hash) == hash_secret(secret), _IS_VALID, col(Person.active), has_role)
    )
    person_id: UUID | None = (await session.execute(query)).scalar_one_or_none()
    return person_id


async def valid_address_of(session: AsyncSession, person_id: UUID) -> CalendarAddress | None:
    """Return the address of a person's calendar unless it has become invalid."""
    query = (
        select(CalendarAddress)
        .join(Person, col(Person.id) == col(CalendarAddress.person_id))
        .where(col(Person.id) == person_id, _IS_VALID)
    )
    address: CalendarAddress | None = (await session.execute(query)).scalar_one_or_none()
    return address


async def address_of(session: AsyncSession, person_id: UUID) -> CalendarAddress | None:
    """Return the address of a person's calendar, even if it has become invalid."""
    query = select(CalendarAddress).where(col(CalendarAddress.person_id) == person_id)
    address: CalendarAddress | None = (await session.execute(query)).scalar_one_or_none()
    return address
