"""A row for any table of things, made from its columns alone: so that a new room is tested unasked."""

from datetime import UTC, date, datetime
from itertools import count
from types import UnionType
from typing import Any, get_args, get_origin
from uuid import UUID

from sqlalchemy import Column
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from api import tables
from api.core.identifiers import new_id
from api.db.columns import ResourceModel
from api.dialogues.models import Step
from tests.support.world import World

_numbers = count(1)

# What a column alone does not tell: values, by table and column, that its constraints or readers ask for.
KNOWN: dict[tuple[str, str], Any] = {
    ("cycle", "area"): "age_6_18",
    ("institution", "kind"): "school",
    ("circle_prompts", "prompts"): {str(step): "Hvad ser vi?" for step in Step},
}
# Ids that refer to nothing, and are another for each row.
ITS_OWN = {("observation_guide", "series_id")}
# References that may be empty, but not here.
NEEDED = {("grant", "person_id")}


def things() -> dict[str, type[ResourceModel]]:
    """Every table of things by the name of its resource."""
    assert tables.metadata.tables
    found, waiting = {}, [ResourceModel]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if hasattr(kind, "__table__"):
            found[kind.resource] = kind
    return found


def _model(table: str) -> type[SQLModel]:
    waiting: list[type[SQLModel]] = [SQLModel]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if getattr(kind, "__tablename__", None) == table and hasattr(kind, "__table__"):
            return kind
    raise LookupError(table)


async def plant(session: AsyncSession, world: World, kind: type[Any], **given: Any) -> UUID:
    """A new row of this table, with all that it refers to, and with these values if any; answers its id."""
    values: dict[str, Any] = {}
    for column in kind.__table__.columns:
        if column.name not in given:
            values[column.name] = await _value(session, world, kind, column)
    row = kind(**values, **given)
    session.add(row)
    await session.flush()
    return UUID(str(row.id))


async def _value(session: AsyncSession, world: World, kind: type[Any], column: Column[Any]) -> Any:
    if (column.table.name, column.name) in KNOWN:
        return KNOWN[column.table.name, column.name]
    field = kind.model_fields[column.name]
    if column.name == "id" or (column.table.name, column.name) in ITS_OWN:
        return new_id()
    needed = (column.table.name, column.name) in NEEDED
    if column.name in ("version", "created_at", "updated_at") or not (field.is_required() or needed):
        return field.get_default(call_default_factory=True)
    for key in column.foreign_keys:
        return await _referred(session, world, key.column.table.name)
    return _plain(world, field.annotation, column)


async def _referred(session: AsyncSession, world: World, table: str) -> UUID:
    if table in ("institution", "unit"):
        return world.birk
    return await plant(session, world, _model(table))


def _plain(world: World, annotation: Any, column: Column[Any]) -> Any:
    choices = get_args(annotation) if isinstance(annotation, UnionType) else (annotation,)
    [kind, *_] = [choice for choice in choices if choice is not type(None)]
    members = getattr(kind, "__members__", None)
    if members:
        return next(iter(members.values()))
    python = get_origin(kind) or kind
    if issubclass(python, UUID):
        return world.birk
    if issubclass(python, datetime):
        return datetime(2026, 3, 1, 12, tzinfo=UTC)
    if issubclass(python, str):
        return f"x{next(_numbers)}"[: getattr(column.type, "length", None) or 40]
    plain: dict[type, Any] = {date: date(2026, 3, 1), bool: False, int: 1, float: 1.0, list: [], dict: {}, bytes: b""}
    return plain[python]
