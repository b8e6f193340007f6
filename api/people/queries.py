"""What is visible of people, machines and grants, and how they are looked up."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Date, String, Uuid, and_, bindparam, case, exists, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from api.access import reach
from api.access.models import Grant, Role, Unit
from api.access.roles import READ, Permission
from api.core import clock
from api.db.external_ids import json_objects
from api.db.sql_functions import uuid_text
from api.http.pagination import Listing
from api.sign_in.models import Client, Person

PEOPLE_READ, DIRECTORY, GRANTS_READ = (
    Permission("people", READ),
    Permission("directory", READ),
    Permission("grants", READ),
)
_TODAY = bindparam("today", type_=Date())
# Not Grant itself: the caller's own grants are asked for inside the same statements.
_grant, _unit = aliased(Grant, name="held"), aliased(Unit, name="held_at")
_in_force = and_(col(_grant.since_on) <= _TODAY, col(_grant.until_on) > _TODAY)
_in_directory = (col(_grant.person_id) == col(Person.id), _in_force, reach.within(col(_grant.unit_id), DIRECTORY))
_in_directory_at_all = exists(select(1).select_from(_grant).where(*_in_directory))
_in_full = reach.holds(PEOPLE_READ)
_BY_GRANT = {
    "role": col(_grant.role) == bindparam("role", type_=String()),
    "unit_id": col(_grant.unit_id) == bindparam("unit_id", type_=Uuid()),
    "district_id": reach.below(col(_grant.unit_id), "district_id"),
}


def _roles() -> Any:
    mine = (
        select(
            col(_grant.role).label("role"),
            uuid_text(col(_grant.unit_id)).label("unit_id"),
            col(_unit.name).label("name"),
        )
        .join(_unit, col(_unit.id) == col(_grant.unit_id))
        .where(*_in_directory)
        .order_by(col(_grant.since_on), col(_grant.id))
        .correlate(Person)
        .subquery()
    )
    return select(
        json_objects("role", mine.c.role, "unit_id", mine.c.unit_id, "unit_name", mine.c.name)
    ).scalar_subquery()


@lru_cache(maxsize=16)
def people(narrowed: frozenset[str] = frozenset()) -> Listing:
    """The people that a caller sees; `narrowed` names the filters that one and the same grant has to meet."""
    held = exists(select(1).select_from(_grant).where(*_in_directory, *(_BY_GRANT[name] for name in narrowed)))
    seen = held if narrowed else or_(_in_full, held)
    return Listing(
        name="people",
        select=select(
            col(Person.id),
            col(Person.version),
            col(Person.created_at),
            col(Person.updated_at),
            col(Person.name),
            col(Person.active),
            case((_in_full, col(Person.username))).label("username"),
            case((_in_full, col(Person.email))).label("email"),
            case((_in_full, col(Person.first_password_until))).label("first_password_until"),
            _roles().label("roles"),
            col(Person.erased_on),
        ).where(seen, or_(_in_full, col(Person.active))),
        gate=reach.access_check(PEOPLE_READ, DIRECTORY),
        id=col(Person.id),
        sorts={"name": col(Person.name_key), "updated_at": col(Person.updated_at)},
        filters={
            "updated_since": col(Person.updated_at) >= bindparam("updated_since"),
            "username": and_(_in_full, col(Person.username) == func.lower(bindparam("username", type_=String()))),
            "active": col(Person.active) == bindparam("active"),
            **dict.fromkeys(_BY_GRANT, true()),  # met by the grant above
        },
        search=col(Person.name_key),
        default_sort="name",
    )


PEOPLE = people()


def people_by(given: Iterable[str]) -> Listing:
    """The list of people for the filters that a query names."""
    return people(frozenset(_BY_GRANT).intersection(given))


_person, _client = aliased(Person), aliased(Client)


async def usernames_taken(session: AsyncSession, usernames: Sequence[str]) -> set[str]:
    """Which of these usernames somebody has."""
    found = await session.execute(select(col(Person.username)).where(col(Person.username).in_(usernames)))
    return set(found.scalars())


async def other_admins(session: AsyncSession, person_id: UUID) -> list[Grant]:
    """The grants of `admin` in force today, of people other than this one who may sign in."""
    today = clock.today()
    asked = (
        select(Grant)
        .join(Person, col(Person.id) == col(Grant.person_id))
        .where(
            col(Grant.role) == Role.admin.value,
            col(Grant.since_on) <= today,
            col(Grant.until_on) > today,
            col(Person.active),
            col(Person.id) != person_id,
        )
    )
    return list((await session.execute(asked)).scalars())
