"""Every column of every table that can hold text: found by the tables' own types, searched and rewritten.

Also which resource a row belongs to, so that each resource whose text changed gets a new version and a journal entry.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy import JSON, ColumnElement, LargeBinary, String, Table, Text, and_, cast, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from api.access.caller import Caller
from api.access.idempotency import bytes_contain
from api.access.models import StoredResponse
from api.core import clock
from api.core.danish_collation import danish_key
from api.db.bulk import iterate_rows
from api.db.columns import EnumText, ResourceModel
from api.journal.record import ChangedResource, record_rows
from api.redaction import registry
from api.redaction.models import Correction, PinnedEvidence
from api.redaction.registry import FileRows, LabelCount

Rewrite = Callable[[str], str | None]
"""The text that replaces a text; None: the text is removed. A text that is returned unchanged stays."""

REDACTED: Final = "redacted"
"""The journal's name of the action."""
REDACTED_MARK: Final = "[fjernet]"
"""What replaces redacted text in a field that may not be empty."""
EMPTY_CELL: Final = ""
"""What is left of a cell of a file: cells are read again while the plan of an import waits, so each keeps its place."""

_GENERATED: Final = frozenset(
    {"password_hash", "secret_hash", "key_hash", "mark", "mac", "sha256", "fingerprint", "effect", "secret", "key"}
)
"""Columns of values that the service generates, or of a key that a client program chose."""
_NULLABLE_JSON: Final = frozenset({str(table.__tablename__) for table in (StoredResponse, PinnedEvidence, Correction)})
"""Tables in whose JSON null may replace any text; in the rows of files too."""


def text_columns(table: Table) -> dict[str, str]:
    """The columns that can contain users' text, with their storage: `text`, `json`, `bytes` or `packed` JSON."""
    excluded, packed = registry.exclusions(), _packed_columns(table)
    columns = {}
    for column in table.columns:
        if table.name in excluded or f"{table.name}.{column.name}" in excluded or column.name in _GENERATED:
            continue
        if (
            column.primary_key
            or column.foreign_keys
            or column.name.endswith("_key")
            or isinstance(column.type, EnumText)
        ):
            continue
        column_type = getattr(column.type, "impl", column.type)
        if isinstance(column_type, JSON):
            columns[column.name] = "json"
        elif isinstance(column_type, LargeBinary):
            columns[column.name] = "bytes"
        elif isinstance(column_type, String):
            columns[column.name] = "packed" if column.name in packed else "text"
    return columns


def _file_rows_in(table: Table) -> FileRows | None:
    return next((rows for rows in registry.file_rows() if rows.table.__tablename__ == table.name), None)


def _packed_columns(table: Table) -> frozenset[str]:
    """The columns of a table that hold JSON as text."""
    rows = _file_rows_in(table)
    return frozenset() if rows is None else frozenset({rows.cells, *rows.values, *rows.messages})


def _plain_run(clue: str) -> str:
    """The longest run of plain characters: JSON stores it unescaped, and LIKE finds it in upper and lower case."""
    return max(re.findall(r"[A-Za-z0-9]+(?:[ .@-][A-Za-z0-9]+)*", clue), key=len, default="")


def _may_contain(table: Table, columns: Mapping[str, str], clues: Collection[str]) -> ColumnElement[bool]:
    """That a row may contain one of the clues: decided by the database, so that few rows are read."""
    runs = {_plain_run(clue) for clue in clues}
    if "" in runs:
        return true()
    conditions: list[ColumnElement[bool]] = []
    for name, storage in columns.items():
        for run in runs:
            if storage == "bytes":
                spellings = {run, run.lower(), run.upper(), run.title()}
                conditions += [bytes_contain(table.c[name], spelling.encode()) for spelling in spellings]
            else:
                conditions.append(cast(table.c[name], Text).ilike(f"%{run}%"))
    return or_(*conditions)


def _rewrite_json(value: Any, rewrite_text: Rewrite, removed: str | None) -> Any:
    """JSON with each of its texts rewritten; `removed` replaces a text that is removed."""
    if isinstance(value, str):
        text = rewrite_text(value)
        return removed if text is None else text
    if isinstance(value, list):
        return [_rewrite_json(item, rewrite_text, removed) for item in value]
    if isinstance(value, dict):
        return {name: _rewrite_json(item, rewrite_text, removed) for name, item in value.items()}
    return value


def _rewritten(table: Table, name: str, storage: str, value: Any, rewrite_text: Rewrite) -> Any:
    """The value of a column with each of its texts rewritten."""
    removed = _removed(table, name)
    if storage == "json":
        return _rewrite_json(value, rewrite_text, removed)
    if storage in ("bytes", "packed"):
        packed = orjson.dumps(_rewrite_json(orjson.loads(value), rewrite_text, removed))
        return packed if storage == "bytes" else packed.decode()
    text = rewrite_text(value)
    text = REDACTED_MARK if text is None and not table.c[name].nullable else text
    length = getattr(table.c[name].type, "length", None)
    return text[:length] if text and length else text


def _removed(table: Table, name: str) -> str | None:
    """What replaces a text that is removed from the JSON of a column."""
    rows = _file_rows_in(table)
    if rows is not None:
        return EMPTY_CELL if name == rows.cells else None
    return None if table.name in _NULLABLE_JSON else REDACTED_MARK


def _equal(old: Any, new: Any, storage: str) -> bool:
    return bool(orjson.loads(old) == orjson.loads(new)) if storage in ("bytes", "packed") else bool(old == new)


async def rewrite(
    session: AsyncSession,
    caller: Caller | None,
    clues: Iterable[str],
    rewrite_text: Rewrite,
    action: str,
    *,
    except_ids: Collection[UUID] = (),
    among: Collection[str] | None = None,
) -> int:
    """Rewrite every stored text that may contain one of the clues; return how many rows were changed.

    The resources that the rows belong to get a new version and a journal entry of this action, except `except_ids`,
    which the caller is changing itself. `among` restricts the search to these tables.
    """
    await session.flush()
    searched, row_count, owners = [clue for clue in clues if clue], 0, dict[type[ResourceModel], set[UUID]]()
    for table in SQLModel.metadata.sorted_tables if searched else []:
        columns = text_columns(table) if among is None or table.name in among else {}
        if not columns:
            continue
        candidates = select(*table.columns).where(_may_contain(table, columns, searched))
        async for row in iterate_rows(session, table, candidates):
            values = _changed_values(table, columns, row, rewrite_text)
            if not values:
                continue
            this_row = and_(*(key == row[key.name] for key in table.primary_key.columns))
            await session.execute(table.update().where(this_row).values(**values))
            row_count += 1
            for resource_model, id in owners_of(table, row):
                owners.setdefault(resource_model, set()).add(id)
    if searched and among is None:
        for label_count in registry.label_counts():
            row_count += await _rewrite_labels(session, label_count, searched, rewrite_text)
    for resource_model, ids in owners.items():
        await bump_versions(session, caller, resource_model, ids - set(except_ids), action)
    return row_count


async def _rewrite_labels(
    session: AsyncSession, label_count: LabelCount, clues: Collection[str], rewrite_text: Rewrite
) -> int:
    """Rewrite labels by which people are counted, as the question has them now; merge the counts of equal labels."""
    table: Table = label_count.table.__table__
    label, people = table.c[label_count.label], table.c[label_count.people]
    candidates = select(*table.columns).where(_may_contain(table, {label.name: "text"}, clues))
    row_count = 0
    for row in (await session.execute(candidates)).mappings().all():
        new_label = _rewritten(table, label.name, "text", row[label.name], rewrite_text)
        if new_label == row[label.name]:
            continue
        same_question = and_(*(key == row[key.name] for key in table.primary_key.columns if key is not label))
        old_row, new_row = and_(same_question, label == row[label.name]), and_(same_question, label == new_label)
        if (await session.execute(select(label).where(new_row))).first():
            await session.execute(table.update().where(new_row).values({people.name: people + row[people.name]}))
            await session.execute(table.delete().where(old_row))
        else:
            await session.execute(table.update().where(old_row).values({label.name: new_label}))
        row_count += 1
    return row_count


def _changed_values(
    table: Table, columns: Mapping[str, str], row: Mapping[Any, Any], rewrite_text: Rewrite
) -> dict[str, Any]:
    """The columns of a row whose text is rewritten to another, with their sort keys."""
    values: dict[str, Any] = {}
    for name, storage in columns.items():
        if not row[name]:
            continue
        value = _rewritten(table, name, storage, row[name], rewrite_text)
        if _equal(row[name], value, storage):
            continue
        values[name] = value
        if f"{name}_key" in table.columns:
            values[f"{name}_key"] = danish_key(value)
    return values


# --- which resource a row belongs to ---


def resource_models() -> dict[str, type[ResourceModel]]:
    """The model of every resource, by the name of its table."""
    models, pending = dict[str, type[ResourceModel]](), [ResourceModel]
    while pending:
        model = pending.pop()
        pending += model.__subclasses__()
        if hasattr(model, "__table__"):
            models[str(model.__tablename__)] = model
    return models


_NOT_OWNERS: Final = frozenset({"person", "client", "institution", "district", "cycle", "theme", "focus_area"})
"""Tables that rows refer to without belonging to them."""


def owner_of(table: Table) -> tuple[str, type[ResourceModel]] | None:
    """The column that names the resource to which a row of this table belongs, and the model of that resource."""
    models = resource_models()
    if table.name in models:
        return "id", models[table.name]
    for column in table.columns:
        for key in column.foreign_keys:
            model = models.get(key.column.table.name)
            if model is not None and key.column.table.name not in _NOT_OWNERS:
                return column.name, model
    return None


def owners_of(table: Table, row: Mapping[Any, Any]) -> list[tuple[type[ResourceModel], UUID]]:
    """The model and the id of the resource to which a row belongs; empty where it belongs to none."""
    if "resource" in table.columns and "thing_id" in table.columns:
        return [(model, row["thing_id"]) for model in resource_models().values() if model.resource == row["resource"]]
    owner = owner_of(table)
    return [] if owner is None or row[owner[0]] is None else [(owner[1], row[owner[0]])]


async def bump_versions(
    session: AsyncSession, caller: Caller | None, resource_model: type[ResourceModel], ids: set[UUID], action: str
) -> None:
    """Give resources whose text changed a new version, and each a journal entry."""
    if not ids:
        return
    changed = col(resource_model.id).in_(ids)
    newer = {"version": col(resource_model.version) + 1, "updated_at": clock.now()}
    await session.execute(
        update(resource_model).where(changed).values(**newer).execution_options(synchronize_session=False)
    )
    unit_field = resource_model.unit_field
    unit = col(getattr(resource_model, unit_field)) if unit_field else col(resource_model.id)
    rows = await session.execute(select(col(resource_model.id), unit, col(resource_model.version)).where(changed))
    occurrences = [ChangedResource(id, unit_id if unit_field else None, version) for id, unit_id, version in rows]
    await record_rows(session, caller, resource_model.resource, occurrences, action, ["words"])
