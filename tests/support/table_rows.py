"""Insert a row in any table of resources, from its columns alone: tests of all resources cover a new one unchanged."""

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

# Values that constraints or readers require and that cannot be derived from the column, by table and column.
REQUIRED_VALUES: dict[tuple[str, str], Any] = {
    ("cycle", "area"): "age_6_18",
    ("institution", "kind"): "school",
    ("circle_prompts", "prompts"): {str(step): "Hvad ser vi?" for step in Step},
}
# Ids without a foreign key, which need a new value in each row.
UNIQUE_IDS = {("observation_guide", "series_id")}
# Nullable references that get a value all the same.
REQUIRED_REFERENCES = {("grant", "person_id")}


def resource_models() -> dict[str, type[ResourceModel]]:
    """Return the model of each resource by the resource's name."""
    assert tables.metadata.tables
    models, queue = {}, [ResourceModel]
    while queue:
        model = queue.pop()
        queue += model.__subclasses__()
        if hasattr(model, "__table__"):
            models[model.resource] = model
    return models


def _model_of(table: str) -> type[SQLModel]:
    queue: list[type[SQLModel]] = [SQLModel]
    while queue:
        model = queue.pop()
        queue += model.__subclasses__()
        if getattr(model, "__tablename__", None) == table and hasattr(model, "__table__"):
            return model
    raise LookupError(table)


async def insert_row(session: AsyncSession, world: World, model: type[Any], **fields: Any) -> UUID:
    """Insert a row with these values, and with the rows that it refers to; return its id."""
    values: dict[str, Any] = {}
    for column in model.__table__.columns:
        if column.name not in fields:
            values[column.name] = await _value(session, world, model, column)
    row = model(**values, **fields)
    session.add(row)
    await session.flush()
    return UUID(str(row.id))


async def _value(session: AsyncSession, world: World, model: type[Any], column: Column[Any]) -> Any:
    key = (column.table.name, column.name)
    if key in REQUIRED_VALUES:
        return REQUIRED_VALUES[key]
    if column.name == "id" or key in UNIQUE_IDS:
        return new_id()
    field = model.model_fields[column.name]
    is_required = field.is_required() or key in REQUIRED_REFERENCES
    if column.name in ("version", "created_at", "updated_at") or not is_required:
        return field.get_default(call_default_factory=True)
    for foreign_key in column.foreign_keys:
        return await _referred_id(session, world, foreign_key.column.table.name)
    return _value_of_type(world, field.annotation, column)


async def _referred_id(session: AsyncSession, world: World, table: str) -> UUID:
    if table in ("institution", "unit"):
        return world.birk
    return await insert_row(session, world, _model_of(table))


def _value_of_type(world: World, annotation: Any, column: Column[Any]) -> Any:
    choices = get_args(annotation) if isinstance(annotation, UnionType) else (annotation,)
    [kind, *_] = [choice for choice in choices if choice is not type(None)]
    members = getattr(kind, "__members__", None)
    if members:
        return next(iter(members.values()))
    python_type = get_origin(kind) or kind
    if issubclass(python_type, UUID):
        return world.birk
    if issubclass(python_type, datetime):
        return datetime(2026, 3, 1, 12, tzinfo=UTC)
    if issubclass(python_type, str):
        return f"x{next(_numbers)}"[: getattr(column.type, "length", None) or 40]
    values: dict[type, Any] = {date: date(2026, 3, 1), bool: False, int: 1, float: 1.0, list: [], dict: {}, bytes: b""}
    return values[python_type]
