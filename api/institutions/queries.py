"""Lists of districts and institutions within the caller's reach, and lookups."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, String, Uuid, and_, bindparam, case, false, or_, select, true, union_all
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from api.access import reach
from api.access.models import Unit, UnitAncestor, UnitKind
from api.access.roles import READ, Permission
from api.db.external_ids import external_ids_of
from api.http.pagination import Listing
from api.institutions.models import Area, District, Institution, Kind, Succession

REGISTER = Permission("register", READ)
_TODAY = bindparam("today", type_=Date())

DISTRICTS = Listing(
    name="districts",
    select=select(
        col(District.id),
        col(District.version),
        col(District.created_at),
        col(District.updated_at),
        col(District.name),
        external_ids_of("districts", col(District.id)).label("external_ids"),
    ).where(reach.unit_in_reach(col(District.id), REGISTER)),
    gate=reach.access_check(REGISTER),
    id=col(District.id),
    sorts={"name": col(District.name_key), "updated_at": col(District.updated_at)},
    filters={"updated_since": col(District.updated_at) >= bindparam("updated_since")},
    search=col(District.name_key),
    default_sort="name",
)

_parent = aliased(Institution)
_district, _place = aliased(Unit), aliased(UnitAncestor)
_lies_in = (
    # A scalar subquery for each row: PostgreSQL underestimates the institutions of a district, and would join them all.
    select(col(_place.ancestor_id))
    .join(Unit, and_(col(Unit.id) == col(_place.ancestor_id), col(Unit.kind) == UnitKind.district))
    .where(
        col(_place.unit_id) == col(Institution.id),
        col(_place.since_on) <= _TODAY,
        col(_place.until_on) > _TODAY,
        col(_place.upward) == false(),
    )
    .limit(1)
    .correlate(Institution)
)
_area = case((col(Institution.kind) == Kind.day_care, Area.age_0_6.value), else_=Area.age_6_18.value)
_SAME = (
    "id", "version", "created_at", "updated_at", "name", "kind", "type", "ownership", "participation", "number",
    "p_number", "cvr_number", "address", "postal_code", "city", "email", "phone", "website", "active_from",
    "active_until", "parent_id",
)  # fmt: skip

ALL_INSTITUTIONS = (
    select(
        *(getattr(Institution, name) for name in _SAME),
        _area.label("area"),
        col(_district.id).label("district_id"),
        col(_district.name).label("district_name"),
        col(_parent.name).label("parent_name"),
        external_ids_of("institutions", col(Institution.id)).label("external_ids"),
    )
    .outerjoin(_parent, col(_parent.id) == col(Institution.parent_id))
    .outerjoin(_district, col(_district.id) == _lies_in.scalar_subquery())
)
"""Institutions with their place, as they are returned, without a filter by reach: for queries that have their own."""

INSTITUTIONS = Listing(
    name="institutions",
    select=ALL_INSTITUTIONS.where(reach.unit_in_reach(col(Institution.id), REGISTER)),
    gate=reach.access_check(REGISTER),
    id=col(Institution.id),
    sorts={"name": col(Institution.name_key), "updated_at": col(Institution.updated_at)},
    filters={
        "updated_since": col(Institution.updated_at) >= bindparam("updated_since"),
        "kind": col(Institution.kind) == bindparam("kind", type_=String()),
        "area": _area == bindparam("area", type_=String()),
        "ownership": col(Institution.ownership) == bindparam("ownership", type_=String()),
        "participation": col(Institution.participation) == bindparam("participation", type_=String()),
        "district_id": reach.unit_at_or_below(col(Institution.id), "district_id"),
        "parent_id": col(Institution.parent_id) == bindparam("parent_id", type_=Uuid()),
        "number": col(Institution.number) == bindparam("number", type_=String()),
        "departments": case((col(Institution.parent_id).is_not(None), true()), else_=false())
        == bindparam("departments"),
    },
    search=col(Institution.name_key),
    default_sort="name",
)


async def neighbours_of(
    session: AsyncSession | AsyncConnection, scope: Mapping[str, Any], id: UUID
) -> dict[str, list[dict[str, Any]]]:
    """`{"predecessors": [...], "successors": [...]}` of an institution, within the caller's reach, sorted by name."""
    to_institution, from_institution = col(Succession.successor_id) == id, col(Succession.predecessor_id) == id
    is_predecessor = case((to_institution, true()), else_=false())
    rows = await session.execute(
        select(col(Institution.id), col(Institution.name), is_predecessor.label("is_predecessor"))
        .join(
            Succession,
            or_(
                and_(to_institution, col(Institution.id) == col(Succession.predecessor_id)),
                and_(from_institution, col(Institution.id) == col(Succession.successor_id)),
            ),
        )
        .where(reach.unit_in_reach(col(Institution.id), REGISTER))
        .order_by(col(Institution.name_key), col(Institution.id)),
        scope,
    )
    neighbours: dict[str, list[dict[str, Any]]] = {"predecessors": [], "successors": []}
    for row in rows:
        neighbours["predecessors" if row.is_predecessor else "successors"].append({"id": row.id, "name": row.name})
    return neighbours


async def numbers_ever_used(session: AsyncSession, numbers: Sequence[str]) -> dict[str, UUID]:
    """The institution that has each of these numbers, closed ones included."""
    rows = await session.execute(
        select(col(Institution.number), col(Institution.id)).where(col(Institution.number).in_(numbers))
    )
    return {str(number): id for number, id in rows}


async def district_names(session: AsyncSession, keys: Sequence[str]) -> set[str]:
    """Those of these name keys that a district has."""
    name_keys = await session.execute(select(col(District.name_key)).where(col(District.name_key).in_(keys)))
    return set(name_keys.scalars())


async def all_districts(session: AsyncSession) -> list[tuple[UUID, str, str]]:
    """Every district's id, name key and name."""
    rows = await session.execute(select(col(District.id), col(District.name_key), col(District.name)))
    return [(row[0], row[1], row[2]) for row in rows]


async def institutions_of(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Institution]:
    """The institutions with these ids, by id."""
    institutions = await session.execute(select(Institution).where(col(Institution.id).in_(list(ids))))
    return {institution.id: institution for institution in institutions.scalars()}


_INDEPENDENT_OF_KIND = frozenset({"institution", "district", "unit_ancestor", "grant"})
"""Tables about where an institution lies and who works there: they do not depend on its kind."""


def columns_depending_on_kind() -> list[Any]:
    """The foreign keys to institutions of all tables that depend on their kind: dialogues, focus areas and so on.

    Found by foreign keys, so that a new table counts as depending on the kind unless it is listed above.
    """
    targets = {Institution.metadata.tables[name].c.id for name in ("institution", "unit")}
    return [
        key.parent
        for table in Institution.metadata.sorted_tables
        if table.name not in _INDEPENDENT_OF_KIND
        for key in sorted(table.foreign_keys, key=lambda key: str(key.parent))
        if key.column in targets
    ]


async def kinds_in_use(session: AsyncSession, ids: Sequence[UUID]) -> set[UUID]:
    """Those of the institutions to which anything refers that depends on their kind."""
    if not ids:
        return set()
    columns = columns_depending_on_kind()
    references = union_all(*(select(column).where(column.in_(ids)).distinct() for column in columns))
    return set((await session.execute(references)).scalars())


async def districts_of(session: AsyncSession, ids: Iterable[UUID], day: date) -> dict[UUID, UUID]:
    """The district in which each of these institutions lies on a day; without those directly below the municipality."""
    rows = await session.execute(
        select(col(UnitAncestor.unit_id), col(UnitAncestor.ancestor_id))
        .join(Unit, col(Unit.id) == col(UnitAncestor.ancestor_id))
        .where(
            col(UnitAncestor.unit_id).in_(list(ids)),
            col(UnitAncestor.since_on) <= day,
            col(UnitAncestor.until_on) > day,
            ~col(UnitAncestor.upward),
            col(Unit.kind) == UnitKind.district,
        )
    )
    return {row[0]: row[1] for row in rows}
