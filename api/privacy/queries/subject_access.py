"""What is held about one person, gathered from wherever their id stands: found by what the tables themselves say."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Table, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from api.access.models import LAST_DAY, Grant, Unit, UnitAncestor
from api.calendar.models import CalendarAddress
from api.core import clock
from api.db.external_ids import ExternalId
from api.follow_ups.models import FollowUp
from api.journal.models import Entry
from api.redaction.stored_text import owner_of, resource_models, text_columns
from api.sign_in.models import Person, SignIn

_TOLD_APART = frozenset({"grant", "sign_in", "calendar_address"})
_BETWEEN_TWO = frozenset({"follow_up_remark", "agreement_turn"})
"""Read where they belong only, with an entry in the journal for each reading."""
_NOT_WRITTEN = frozenset({"author_name", "resource", "field", "code"})


def _names(table: Table) -> list[str]:
    """The columns of a table that name a person by id."""
    return [
        column.name
        for column in table.columns
        if column.name == "author_id" or any(key.column.table.name == "person" for key in column.foreign_keys)
    ]


async def data_of(session: AsyncSession, person: Person, *, for_themselves: bool) -> dict[str, Any]:
    """Everything that is held about somebody; their own words only where they read it themselves."""
    reached = await _reached(session, person.id) if for_themselves else frozenset[UUID]()
    same = ("id", "name", "username", "email", "active", "created_at", "updated_at", "erased_on")
    calendar = select(col(CalendarAddress.created_at)).where(col(CalendarAddress.person_id) == person.id)
    return {
        **{name: getattr(person, name) for name in same},
        "first_password_until": person.first_password_until,
        "has_password": person.password_hash is not None,
        "calendar_made_at": (await session.execute(calendar)).scalar_one_or_none(),
        "external_ids": await _external_ids(session, person.id),
        "grants": await _grants(session, person.id),
        "sign_ins": await _sign_ins(session, person.id),
        "traces": [
            trace
            for table in SQLModel.metadata.sorted_tables
            if table.name not in _TOLD_APART
            for name in _names(table)
            for trace in await _traces(session, table, name, person.id, reached)
        ],
        "journal": await _journal(session, person.id),
    }


async def _reached(session: AsyncSession, id: UUID) -> frozenset[UUID]:
    """The units that some role of theirs reaches today."""
    today = clock.today()
    asked = (
        select(col(UnitAncestor.unit_id))
        .join(Grant, col(Grant.unit_id) == col(UnitAncestor.ancestor_id))
        .where(
            col(Grant.person_id) == id,
            col(Grant.since_on) <= today,
            col(Grant.until_on) > today,
            ~col(UnitAncestor.upward),
            col(UnitAncestor.since_on) <= today,
            col(UnitAncestor.until_on) > today,
        )
    )
    return frozenset((await session.execute(asked)).scalars())


async def _external_ids(session: AsyncSession, id: UUID) -> list[dict[str, Any]]:
    mine = col(ExternalId.resource) == Person.resource, col(ExternalId.thing_id) == id
    asked = select(col(ExternalId.system), col(ExternalId.external_id)).where(*mine).order_by(col(ExternalId.id))
    return [{"system": system, "id": external_id} for system, external_id in await session.execute(asked)]


async def _grants(session: AsyncSession, id: UUID) -> list[dict[str, Any]]:
    at_unit = col(Unit.id) == col(Grant.unit_id)
    asked = select(Grant, col(Unit.name)).join(Unit, at_unit).where(col(Grant.person_id) == id)
    found = await session.execute(asked.order_by(col(Grant.since_on), col(Grant.id)))
    return [
        {
            "id": held.id,
            "role": held.role,
            "unit_id": held.unit_id,
            "unit_name": name,
            "since_on": held.since_on,
            "until_on": None if held.until_on == LAST_DAY else held.until_on,
        }
        for held, name in found
    ]


async def _sign_ins(session: AsyncSession, id: UUID) -> list[dict[str, Any]]:
    asked = select(col(SignIn.began_at), col(SignIn.ends_at), col(SignIn.ended_at)).where(col(SignIn.person_id) == id)
    return [dict(row._mapping) for row in await session.execute(asked.order_by(col(SignIn.began_at)))]


async def _traces(
    session: AsyncSession, table: Table, name: str, id: UUID, reached: Collection[UUID]
) -> list[dict[str, Any]]:
    rows = (await session.execute(select(*table.columns).where(table.c[name] == id))).mappings().all()
    owner, known = owner_of(table), resource_models()
    units = await _units(session, table, rows) if rows else {}
    told = []
    for row in rows:
        resource = row.get("resource") or (owner[1].resource if owner else table.name.replace("_", "-"))
        thing = row.get("thing_id") or (row[owner[0]] if owner else None)
        unit = row.get("institution_id") or row.get("unit_id") or units.get(thing)
        mine = name == "author_id" and not _is_between_two(table, row) and unit in reached
        part = None if table.name in known else row.get("id")
        told.append(
            {
                "resource": resource,
                "thing_id": thing,
                "part": table.name,
                "part_id": part,
                "named_as": name.removesuffix("_id"),
                "unit_id": unit,
                "words": _words(table, row) if mine else None,
            }
        )
    return told


def _is_between_two(table: Table, row: Mapping[Any, Any]) -> bool:
    """Whether it was said between a chief and a leader: another role of theirs does not open it."""
    if table.name == "correction":
        return bool(row["resource"] == FollowUp.resource)
    return table.name in _BETWEEN_TWO


def _words(table: Table, row: Mapping[Any, Any]) -> list[dict[str, str]]:
    texts = [name for name, sort in text_columns(table).items() if sort == "text" and name not in _NOT_WRITTEN]
    return [{"field": name, "text": row[name]} for name in texts if row[name] is not None]


async def _units(session: AsyncSession, table: Table, rows: Any) -> dict[Any, UUID]:
    """The units of the things that rows belong to, by the thing."""
    owner = owner_of(table)
    kinds = (
        [owner[1]]
        if owner
        else [resource_model for resource_model in resource_models().values() if "thing_id" in table.columns]
    )
    named = {row["thing_id"] if owner is None and "thing_id" in row else owner and row[owner[0]] for row in rows}
    found: dict[Any, UUID] = {}
    for kind in kinds:
        if kind.unit_field is not None:
            asked = select(col(kind.id), col(getattr(kind, kind.unit_field))).where(col(kind.id).in_(named - {None}))
            found |= {row[0]: row[1] for row in await session.execute(asked)}
    return found


async def _journal(session: AsyncSession, id: UUID) -> dict[str, Any]:
    done, about = col(Entry.caller_id) == id, col(Entry.thing_id) == id
    count = func.count()
    asked = select(count.filter(done), count.filter(about), func.min(col(Entry.at)), func.max(col(Entry.at)))
    row = (await session.execute(asked.where(or_(done, about)))).one()
    return dict(zip(("done", "about", "first_at", "last_at"), row, strict=True))
