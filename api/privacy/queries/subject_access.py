"""Subject access requests: everything that is held about a person, found by the tables' foreign keys."""

from collections.abc import Collection, Mapping
from typing import Any, Final
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

_RETURNED_APART: Final = frozenset({"grant", "sign_in", "calendar_address"})
"""Tables whose rows are returned in members of their own."""
_CONFIDENTIAL: Final = frozenset({"follow_up_remark", "agreement_turn"})
"""Tables of text between a chief and a leader, which is read with the follow-up only, each reading journalled."""
_NOT_WRITTEN: Final = frozenset({"author_name", "resource", "field", "code"})
"""Columns of text that the author did not write."""


def _columns_naming_person(table: Table) -> list[str]:
    """The columns of a table that hold the id of a person."""
    return [
        column.name
        for column in table.columns
        if column.name == "author_id" or any(key.column.table.name == "person" for key in column.foreign_keys)
    ]


async def data_of(session: AsyncSession, person: Person, *, for_themselves: bool) -> dict[str, Any]:
    """Return everything that is held about a person; the text they wrote only where they read it themselves."""
    readable_units = await _readable_units(session, person.id) if for_themselves else frozenset[UUID]()
    names = ("id", "name", "username", "email", "active", "created_at", "updated_at", "erased_on")
    calendar = select(col(CalendarAddress.created_at)).where(col(CalendarAddress.person_id) == person.id)
    return {
        **{name: getattr(person, name) for name in names},
        "first_password_until": person.first_password_until,
        "has_password": person.password_hash is not None,
        "calendar_made_at": (await session.execute(calendar)).scalar_one_or_none(),
        "external_ids": await _external_ids(session, person.id),
        "grants": await _grants(session, person.id),
        "sign_ins": await _sign_ins(session, person.id),
        "traces": [
            trace
            for table in SQLModel.metadata.sorted_tables
            if table.name not in _RETURNED_APART
            for column in _columns_naming_person(table)
            for trace in await _traces(session, table, column, person.id, readable_units)
        ],
        "journal": await _journal(session, person.id),
    }


async def _readable_units(session: AsyncSession, person_id: UUID) -> frozenset[UUID]:
    """The units that a grant of the person reaches today."""
    today = clock.today()
    units = (
        select(col(UnitAncestor.unit_id))
        .join(Grant, col(Grant.unit_id) == col(UnitAncestor.ancestor_id))
        .where(
            col(Grant.person_id) == person_id,
            col(Grant.since_on) <= today,
            col(Grant.until_on) > today,
            ~col(UnitAncestor.upward),
            col(UnitAncestor.since_on) <= today,
            col(UnitAncestor.until_on) > today,
        )
    )
    return frozenset((await session.execute(units)).scalars())


async def _external_ids(session: AsyncSession, person_id: UUID) -> list[dict[str, Any]]:
    ids = (
        select(col(ExternalId.system), col(ExternalId.external_id))
        .where(col(ExternalId.resource) == Person.resource, col(ExternalId.thing_id) == person_id)
        .order_by(col(ExternalId.id))
    )
    return [{"system": system, "id": external_id} for system, external_id in await session.execute(ids)]


async def _grants(session: AsyncSession, person_id: UUID) -> list[dict[str, Any]]:
    grants = (
        select(Grant, col(Unit.name))
        .join(Unit, col(Unit.id) == col(Grant.unit_id))
        .where(col(Grant.person_id) == person_id)
        .order_by(col(Grant.since_on), col(Grant.id))
    )
    return [
        {
            "id": grant.id,
            "role": grant.role,
            "unit_id": grant.unit_id,
            "unit_name": unit_name,
            "since_on": grant.since_on,
            "until_on": None if grant.until_on == LAST_DAY else grant.until_on,
        }
        for grant, unit_name in await session.execute(grants)
    ]


async def _sign_ins(session: AsyncSession, person_id: UUID) -> list[dict[str, Any]]:
    sign_ins = (
        select(col(SignIn.began_at), col(SignIn.ends_at), col(SignIn.ended_at))
        .where(col(SignIn.person_id) == person_id)
        .order_by(col(SignIn.began_at))
    )
    return [dict(row._mapping) for row in await session.execute(sign_ins)]


async def _traces(
    session: AsyncSession, table: Table, column: str, person_id: UUID, readable_units: Collection[UUID]
) -> list[dict[str, Any]]:
    """Each row of a table that names the person in this column, as a `HeldTrace`."""
    rows = (await session.execute(select(*table.columns).where(table.c[column] == person_id))).mappings().all()
    owner, models = owner_of(table), resource_models()
    units = await _units_of_owners(session, table, rows) if rows else {}
    traces = []
    for row in rows:
        resource = row.get("resource") or (owner[1].resource if owner else table.name.replace("_", "-"))
        resource_id = row.get("thing_id") or (row[owner[0]] if owner else None)
        unit_id = row.get("institution_id") or row.get("unit_id") or units.get(resource_id)
        readable = column == "author_id" and not _is_confidential(table, row) and unit_id in readable_units
        traces.append(
            {
                "resource": resource,
                "thing_id": resource_id,
                "part": table.name,
                "part_id": None if table.name in models else row.get("id"),
                "named_as": column.removesuffix("_id"),
                "unit_id": unit_id,
                "words": _texts(table, row) if readable else None,
            }
        )
    return traces


def _is_confidential(table: Table, row: Mapping[Any, Any]) -> bool:
    """Whether a row belongs to a follow-up, whose text only its chief and leader may read."""
    if table.name == "correction":
        return bool(row["resource"] == FollowUp.resource)
    return table.name in _CONFIDENTIAL


def _texts(table: Table, row: Mapping[Any, Any]) -> list[dict[str, str]]:
    names = [name for name, storage in text_columns(table).items() if storage == "text" and name not in _NOT_WRITTEN]
    return [{"field": name, "text": row[name]} for name in names if row[name] is not None]


async def _units_of_owners(session: AsyncSession, table: Table, rows: Any) -> dict[Any, UUID]:
    """The units of the resources to which rows belong, by the resource's id."""
    owner = owner_of(table)
    models = [owner[1]] if owner else list(resource_models().values()) if "thing_id" in table.columns else []
    ids = {row["thing_id"] if owner is None and "thing_id" in row else owner and row[owner[0]] for row in rows}
    units: dict[Any, UUID] = {}
    for model in models:
        if model.unit_field is not None:
            unit = col(getattr(model, model.unit_field))
            with_units = select(col(model.id), unit).where(col(model.id).in_(ids - {None}))
            units |= {row[0]: row[1] for row in await session.execute(with_units)}
    return units


async def _journal(session: AsyncSession, person_id: UUID) -> dict[str, Any]:
    by_person, about_person = col(Entry.caller_id) == person_id, col(Entry.thing_id) == person_id
    count = func.count()
    summary = select(
        count.filter(by_person), count.filter(about_person), func.min(col(Entry.at)), func.max(col(Entry.at))
    ).where(or_(by_person, about_person))
    row = (await session.execute(summary)).one()
    return dict(zip(("done", "about", "first_at", "last_at"), row, strict=True))
