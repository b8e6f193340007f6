"""What is visible of grants, and lookups of units and holders."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import String, Uuid, and_, bindparam, case, exists, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.caller import Caller
from api.access.models import LAST_DAY, Grant, Unit, UnitAncestor, UnitKind
from api.core import clock
from api.db.columns import bytewise_text
from api.grants.rules import Place
from api.http.pagination import Listing
from api.people.queries import (
    _BY_GRANT,
    _TODAY,
    GRANTS_READ,
    _client,
    _grant,
    _in_directory_at_all,
    _in_force,
    _in_full,
    _person,
    _unit,
)
from api.sign_in.models import Client, Person

_holder_key = func.coalesce(col(_person.name_key), col(_client.name_key), type_=bytewise_text())
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
    gate=reach.access_check(GRANTS_READ),
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


async def units_of_grants(session: AsyncSession, unit_ids: Iterable[UUID]) -> dict[UUID, Place]:
    """The units of these ids, with all that they lie in today."""
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
