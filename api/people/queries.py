"""What is visible of people, machines and grants, and how they are looked up."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Date, String, Uuid, and_, bindparam, case, exists, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from api.access import reach
from api.access.caller import Caller
from api.access.models import LAST_DAY, Client, Grant, Person, Role, Unit, UnitAncestor, UnitKind
from api.access.roles import READ, May
from api.core import clock
from api.core.columns import bytewise
from api.core.database import uuid_text
from api.core.external_ids import json_objects
from api.core.pages import Listing
from api.people.rules import Place

PEOPLE_READ, DIRECTORY, GRANTS_READ = May("people", READ), May("directory", READ), May("grants", READ)
_TODAY = bindparam("today", type_=Date())
# Not Grant itself: the caller's own grants are asked for inside the same statements.
_grant, _unit = aliased(Grant, name="held"), aliased(Unit, name="held_at")
_in_force = and_(col(_grant.since_on) <= _TODAY, col(_grant.until_on) > _TODAY)
_in_directory = (
    col(_grant.person_id) == col(Person.id), _in_force, reach.within(col(_grant.unit_id), DIRECTORY)
)  # fmt: skip
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
            col(Person.id), col(Person.version), col(Person.created_at), col(Person.updated_at), col(Person.name),
            col(Person.active),
            case((_in_full, col(Person.username))).label("username"),
            case((_in_full, col(Person.email))).label("email"),
            case((_in_full, col(Person.first_password_until))).label("first_password_until"),
            _roles().label("roles"), col(Person.erased_on),
        ).where(seen, or_(_in_full, col(Person.active))),
        gate=reach.gate(PEOPLE_READ, DIRECTORY),
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
    )  # fmt: skip


PEOPLE = people()


def people_by(given: Iterable[str]) -> Listing:
    """The list of people for the filters that a query names."""
    return people(frozenset(_BY_GRANT).intersection(given))


CLIENTS = Listing(
    name="clients",
    select=select(
        *(getattr(Client, name) for name in ("id", "version", "created_at", "updated_at", "name", "active")),
    ).where(reach.holds(PEOPLE_READ)),
    gate=reach.gate(PEOPLE_READ),
    id=col(Client.id),
    sorts={"name": col(Client.name_key), "updated_at": col(Client.updated_at)},
    filters={
        "updated_since": col(Client.updated_at) >= bindparam("updated_since"),
        "active": col(Client.active) == bindparam("active"),
    },
    search=col(Client.name_key),
    default_sort="name",
)  # fmt: skip

_person, _client = aliased(Person), aliased(Client)
_holder_key = func.coalesce(col(_person.name_key), col(_client.name_key), type_=bytewise())
_held_today = case((_in_force, true()), else_=false())
_SAME = ("id", "version", "created_at", "updated_at", "person_id", "client_id", "unit_id", "role", "network", "body")

GRANTS = Listing(
    name="grants",
    select=select(
        *(getattr(_grant, name) for name in _SAME),
        col(_grant.since_on),
        case((col(_grant.until_on) < LAST_DAY, col(_grant.until_on))).label("until_on"),
        _held_today.label("in_force"),
        col(_grant.from_sign_in),
        col(_person.name).label("person_name"),
        col(_client.name).label("client_name"),
        col(_unit.kind).label("unit_kind"),
        col(_unit.name).label("unit_name"),
    )
    .select_from(_grant)
    .join(_unit, col(_unit.id) == col(_grant.unit_id))
    .outerjoin(_person, col(_person.id) == col(_grant.person_id))
    .outerjoin(_client, col(_client.id) == col(_grant.client_id))
    .where(reach.within(col(_grant.unit_id), GRANTS_READ)),
    gate=reach.gate(GRANTS_READ),
    id=col(_grant.id),
    sorts={"name": _holder_key, "since_on": col(_grant.since_on), "updated_at": col(_grant.updated_at)},
    filters={
        "updated_since": col(_grant.updated_at) >= bindparam("updated_since"),
        "person_id": col(_grant.person_id) == bindparam("person_id", type_=Uuid()),
        "client_id": col(_grant.client_id) == bindparam("client_id", type_=Uuid()),
        "network": col(_grant.network) == bindparam("network", type_=String()),
        "body": col(_grant.body) == bindparam("body", type_=String()),
        "in_force": _held_today == bindparam("in_force"),
        **_BY_GRANT,
    },
    search=_holder_key,
    default_sort="name",
)


async def usernames_taken(session: AsyncSession, usernames: Sequence[str]) -> set[str]:
    """Which of these usernames somebody has."""
    found = await session.execute(select(col(Person.username)).where(col(Person.username).in_(usernames)))
    return set(found.scalars())


async def places(session: AsyncSession, unit_ids: Iterable[UUID]) -> dict[UUID, Place]:
    """The units of these ids, with all that they lie in today."""
    today = clock.today()
    rows = await session.execute(
        select(col(Unit.id), col(Unit.kind), col(UnitAncestor.ancestor_id))
        .join(UnitAncestor, col(UnitAncestor.unit_id) == col(Unit.id))
        .where(
            col(Unit.id).in_(set(unit_ids)), ~col(UnitAncestor.upward),
            col(UnitAncestor.since_on) <= today, col(UnitAncestor.until_on) > today,
        )
    )  # fmt: skip
    found: dict[UUID, tuple[str, set[UUID]]] = {}
    for id, kind, ancestor in rows:
        found.setdefault(id, (kind, set()))[1].add(ancestor)
    return {id: Place(UnitKind(kind), frozenset(above)) for id, (kind, above) in found.items()}


async def holders(
    session: AsyncSession,
    caller: Caller | None,
    person_ids: Iterable[UUID],
    usernames: Iterable[str],
    client_ids: Iterable[UUID],
) -> tuple[set[UUID], dict[str, UUID], set[UUID]]:
    """Which of these people (by id, by username) and machines there are, as far as the caller may know.

    Somebody whose roles all lie elsewhere is as unknown as somebody who is not there: no one finds out usernames by
    giving roles. Who has no role at all yet is there for everybody who has one to give them.
    """
    named = or_(col(Person.id).in_(set(person_ids)), col(Person.username).in_(set(usernames)))
    who = and_(named, col(Person.erased_on).is_(None))
    if caller is not None:
        placed = exists().where(col(_grant.person_id) == col(Person.id), col(_grant.until_on) > _TODAY)
        who = and_(who, or_(_in_full, and_(col(Person.active), or_(~placed, _in_directory_at_all))))
    scope = reach.scope(caller.id, caller.family_id) if caller else {}
    found = await session.execute(select(col(Person.id), col(Person.username)).where(who), scope)
    known = {row[1]: row[0] for row in found}
    clients = await session.execute(select(col(Client.id)).where(col(Client.id).in_(set(client_ids))))
    return set(known.values()), known, set(clients.scalars())


async def grants_of(session: AsyncSession, holder_ids: Iterable[UUID]) -> list[Grant]:
    """All grants of these people and machines, ended ones too."""
    ids = set(holder_ids)
    mine = or_(col(Grant.person_id).in_(ids), col(Grant.client_id).in_(ids))
    return list((await session.execute(select(Grant).where(mine))).scalars())


async def other_admins(session: AsyncSession, person_id: UUID) -> list[Grant]:
    """The grants of `admin` in force today, of people other than this one who may sign in."""
    today = clock.today()
    asked = select(Grant).join(Person, col(Person.id) == col(Grant.person_id)).where(
        col(Grant.role) == Role.admin.value, col(Grant.since_on) <= today, col(Grant.until_on) > today,
        col(Person.active), col(Person.id) != person_id,
    )  # fmt: skip
    return list((await session.execute(asked)).scalars())
