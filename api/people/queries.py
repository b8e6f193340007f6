"""The people that a caller sees: all fields, or only those in the directory for planning; and lookups."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import String, and_, bindparam, case, exists, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.db.sql_functions import json_objects, uuid_text
from api.grants.queries import DIRECTORY_READ, GRANT_FILTERS, PEOPLE_READ, held_grant, held_unit, in_directory
from api.http.pagination import Listing
from api.sign_in.models import Person

_reads_all_fields = reach.has_permission(PEOPLE_READ)


def _roles() -> Any:
    """Return the scalar subquery of a person's roles today within the caller's reach, as a JSON array."""
    roles = (
        select(
            col(held_grant.role).label("role"),
            uuid_text(col(held_grant.unit_id)).label("unit_id"),
            col(held_unit.name).label("name"),
        )
        .join(held_unit, col(held_unit.id) == col(held_grant.unit_id))
        .where(*in_directory)
        .order_by(col(held_grant.since_on), col(held_grant.id))
        .correlate(Person)
        .subquery()
    )
    return select(
        json_objects("role", roles.c.role, "unit_id", roles.c.unit_id, "unit_name", roles.c.name)
    ).scalar_subquery()


@lru_cache(maxsize=16)
def people(filters: frozenset[str] = frozenset()) -> Listing:
    """Return the listing of the people that a caller sees.

    `filters` are names of `GRANT_FILTERS`: one grant of the person has to meet all of them.
    """
    matching = exists(
        select(1).select_from(held_grant).where(*in_directory, *(GRANT_FILTERS[name] for name in filters))
    )
    visible = matching if filters else or_(_reads_all_fields, matching)
    return Listing(
        name="people",
        select=select(
            col(Person.id),
            col(Person.version),
            col(Person.created_at),
            col(Person.updated_at),
            col(Person.name),
            col(Person.active),
            case((_reads_all_fields, col(Person.username))).label("username"),
            case((_reads_all_fields, col(Person.email))).label("email"),
            case((_reads_all_fields, col(Person.first_password_until))).label("first_password_until"),
            _roles().label("roles"),
            col(Person.erased_on),
        ).where(visible, or_(_reads_all_fields, col(Person.active))),
        gate=reach.access_check(PEOPLE_READ, DIRECTORY_READ),
        id=col(Person.id),
        sorts={"name": col(Person.name_key), "updated_at": col(Person.updated_at)},
        filters={
            "updated_since": col(Person.updated_at) >= bindparam("updated_since"),
            "username": and_(
                _reads_all_fields, col(Person.username) == func.lower(bindparam("username", type_=String()))
            ),
            "active": col(Person.active) == bindparam("active"),
            **dict.fromkeys(GRANT_FILTERS, true()),  # part of `matching` above
        },
        search=col(Person.name_key),
        default_sort="name",
    )


PEOPLE = people()


def people_by(parameters: Iterable[str]) -> Listing:
    """Return the listing of people for the query parameters of a request."""
    return people(frozenset(GRANT_FILTERS).intersection(parameters))


async def usernames_taken(session: AsyncSession, usernames: Sequence[str]) -> set[str]:
    """Return those of the usernames that are taken."""
    rows = await session.execute(select(col(Person.username)).where(col(Person.username).in_(usernames)))
    return set(rows.scalars())
