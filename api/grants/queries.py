"""The grants that a caller sees, and lookups of the units and holders of grants."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Date, String, Uuid, and_, bindparam, case, exists, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from api.access import reach
from api.access.caller import Caller
from api.access.models import LAST_DAY, Grant, Role, Unit, UnitAncestor, UnitKind
from api.access.roles import READ, Permission
from api.core import clock
from api.db import transactions
from api.db.columns import bytewise_text
from api.grants.rules import UnitPosition
from api.http.pagination import Listing
from api.sign_in.models import Client, Person

PEOPLE_READ = Permission("people", READ)
DIRECTORY_READ = Permission("directory", READ)
GRANTS_READ = Permission("grants", READ)
_TODAY = bindparam("today", type_=Date())
# Aliases: the same statements also read the caller's own grants from Grant itself.
held_grant, held_unit = aliased(Grant, name="held"), aliased(Unit, name="held_at")
in_force = and_(col(held_grant.since_on) <= _TODAY, col(held_grant.until_on) > _TODAY)
in_directory = (
    col(held_grant.person_id) == col(Person.id),
    in_force,
    reach.unit_in_reach(col(held_grant.unit_id), DIRECTORY_READ),
)
"""Conditions: a grant in force of Person that the caller sees in the directory."""
GRANT_FILTERS = {
    "role": col(held_grant.role) == bindparam("role", type_=String()),
    "unit_id": col(held_grant.unit_id) == bindparam("unit_id", type_=Uuid()),
    "district_id": reach.unit_at_or_below(col(held_grant.unit_id), "district_id"),
}
"""Filters on a grant, by query parameter: of the list of grants, and of the list of people by their grants."""

_person, _client = aliased(Person), aliased(Client)
_holder_name = func.coalesce(col(_person.name_key), col(_client.name_key), type_=bytewise_text())
_is_in_force = case((in_force, true()), else_=false())
_FIELDS = ("id", "version", "created_at", "updated_at", "person_id", "client_id", "unit_id", "role", "network", "body")

GRANTS = Listing(
    name="grants",
    select=select(
        *(getattr(held_grant, name) for name in _FIELDS),
        col(held_grant.since_on),
        case((col(held_grant.until_on) < LAST_DAY, col(held_grant.until_on))).label("until_on"),
        _is_in_force.label("in_force"),
        col(held_grant.from_sign_in),
        col(_person.name).label("person_name"),
        col(_client.name).label("client_name"),
        col(held_unit.kind).label("unit_kind"),
        col(held_unit.name).label("unit_name"),
    )
    .select_from(held_grant)
    .join(held_unit, col(held_unit.id) == col(held_grant.unit_id))
    .outerjoin(_person, col(_person.id) == col(held_grant.person_id))
    .outerjoin(_client, col(_client.id) == col(held_grant.client_id))
    .where(reach.unit_in_reach(col(held_grant.unit_id), GRANTS_READ)),
    gate=reach.access_check(GRANTS_READ),
    id=col(held_grant.id),
    sorts={
        "name": _holder_name,
        "since_on": col(held_grant.since_on),
        "updated_at": col(held_grant.updated_at),
    },
    filters={
        "updated_since": col(held_grant.updated_at) >= bindparam("updated_since"),
        "person_id": col(held_grant.person_id) == bindparam("person_id", type_=Uuid()),
        "client_id": col(held_grant.client_id) == bindparam("client_id", type_=Uuid()),
        "network": col(held_grant.network) == bindparam("network", type_=String()),
        "body": col(held_grant.body) == bindparam("body", type_=String()),
        "in_force": _is_in_force == bindparam("in_force"),
        **GRANT_FILTERS,
    },
    search=_holder_name,
    default_sort="name",
)


async def units_of_grants(session: AsyncSession, unit_ids: Iterable[UUID]) -> dict[UUID, UnitPosition]:
    """Return the units of these ids, with their ancestors today."""
    today = clock.today()
    rows = await session.execute(
        select(col(Unit.id), col(Unit.kind), col(UnitAncestor.ancestor_id))
        .join(UnitAncestor, col(UnitAncestor.unit_id) == col(Unit.id))
        .where(
            col(Unit.id).in_(set(unit_ids)),
            ~col(UnitAncestor.upward),
            col(UnitAncestor.since_on) <= today,
            col(UnitAncestor.until_on) > today,
        )
    )
    units: dict[UUID, tuple[str, set[UUID]]] = {}
    for id, kind, ancestor_id in rows:
        units.setdefault(id, (kind, set()))[1].add(ancestor_id)
    return {id: UnitPosition(UnitKind(kind), frozenset(ancestor_ids)) for id, (kind, ancestor_ids) in units.items()}


async def find_holders(
    session: AsyncSession,
    caller: Caller | None,
    person_ids: Iterable[UUID],
    usernames: Iterable[str],
    client_ids: Iterable[UUID],
) -> tuple[set[UUID], dict[str, UUID], set[UUID]]:
    """Return the ids of the people, the people's ids by username, and the ids of the machines that exist.

    People outside the caller's reach are left out, as if they did not exist: usernames cannot be found out by giving
    roles. People without any role yet are visible to every caller, who may be the one to give them a role.
    """
    requested = or_(col(Person.id).in_(set(person_ids)), col(Person.username).in_(set(usernames)))
    visible = and_(requested, col(Person.erased_on).is_(None))
    if caller is not None:
        has_role = exists().where(col(held_grant.person_id) == col(Person.id), col(held_grant.until_on) > _TODAY)
        is_in_directory = exists(select(1).select_from(held_grant).where(*in_directory))
        visible_in_part = and_(col(Person.active), or_(~has_role, is_in_directory))
        visible = and_(visible, or_(reach.has_permission(PEOPLE_READ), visible_in_part))
    scope = reach.scope_parameters(caller.id, caller.family_id, transactions.settings_of(session)) if caller else {}
    people = await session.execute(select(col(Person.id), col(Person.username)).where(visible), scope)
    id_by_username = {username: id for id, username in people}
    clients = await session.execute(select(col(Client.id)).where(col(Client.id).in_(set(client_ids))))
    return set(id_by_username.values()), id_by_username, set(clients.scalars())


async def grants_of(session: AsyncSession, holder_ids: Iterable[UUID]) -> list[Grant]:
    """Return all grants of these people and machines, also ended ones."""
    ids = set(holder_ids)
    of_holders = or_(col(Grant.person_id).in_(ids), col(Grant.client_id).in_(ids))
    return list((await session.execute(select(Grant).where(of_holders))).scalars())


async def other_admins(session: AsyncSession, person_id: UUID) -> list[Grant]:
    """Return the grants of `admin` in force today, of other people than this one who can sign in."""
    today = clock.today()
    statement = (
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
    return list((await session.execute(statement)).scalars())
