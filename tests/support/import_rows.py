"""Rows of any table, made from its columns alone: so that a new resource is covered without further work."""

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

# Values of columns whose constraints or readers require more than the column itself tells.
_VALUES: dict[tuple[str, str], Any] = {
    ("cycle", "area"): "age_6_18",
    ("institution", "kind"): "school",
    ("circle_prompts", "prompts"): {str(step): "Hvad ser vi?" for step in Step},
}
_NEW_IDS = {("observation_guide", "series_id")}  # ids that refer to nothing and differ in each row
_REQUIRED = {("grant", "person_id")}  # optional columns that are needed here


def things() -> dict[str, type[ResourceModel]]:
    """Return the table of each resource by its name."""
    assert tables.metadata.tables
    models, waiting = {}, [ResourceModel]
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        if hasattr(model, "__table__"):
            models[model.resource] = model
    return models


def _model(table: str) -> type[SQLModel]:
    waiting: list[type[SQLModel]] = [SQLModel]
    while waiting:
        model = waiting.pop()
        waiting += model.__subclasses__()
        if getattr(model, "__tablename__", None) == table and hasattr(model, "__table__"):
            return model
    raise LookupError(table)


async def plant(session: AsyncSession, world: World, kind: type[Any], **given: Any) -> UUID:
    """Insert a row of a table, and all rows to which it refers; returns its id. `given` are values of its columns."""
    values: dict[str, Any] = {}
    for column in kind.__table__.columns:
        if column.name not in given:
            values[column.name] = await _value(session, world, kind, column)
    row = kind(**values, **given)
    session.add(row)
    await session.flush()
    return UUID(str(row.id))


async def _value(session: AsyncSession, world: World, model: type[Any], column: Column[Any]) -> Any:
    name = column.table.name, column.name
    if name in _VALUES:
        return _VALUES[name]
    field = model.model_fields[column.name]
    if column.name == "id" or name in _NEW_IDS:
        return new_id()
    is_required = field.is_required() or name in _REQUIRED
    if column.name in ("version", "created_at", "updated_at") or not is_required:
        return field.get_default(call_default_factory=True)
    for key in column.foreign_keys:
        return await _referred_id(session, world, key.column.table.name)
    return _plain_value(world, field.annotation, column)


async def _referred_id(session: AsyncSession, world: World, table: str) -> UUID:
    if table in ("institution", "unit"):
        return world.birk
    return await plant(session, world, _model(table))


def _plain_value(world: World, annotation: Any, column: Column[Any]) -> Any:
    choices = get_args(annotation) if isinstance(annotation, UnionType) else (annotation,)
    [choice, *_] = [choice for choice in choices if choice is not type(None)]
    members = getattr(choice, "__members__", None)
    if members:
        return next(iter(members.values()))
    python_type = get_origin(choice) or choice
    if issubclass(python_type, UUID):
        return world.birk
    if issubclass(python_type, datetime):
        return datetime(2026, 3, 1, 12, tzinfo=UTC)
    if issubclass(python_type, str):
        return f"x{next(_numbers)}"[: getattr(column.type, "length", None) or 40]
    values: dict[type, Any] = {date: date(2026, 3, 1), bool: False, int: 1, float: 1.0, list: [], dict: {}, bytes: b""}
    return values[python_type]
