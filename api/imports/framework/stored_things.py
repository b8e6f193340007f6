"""Things in the database, as an import compares, changes and restores them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.imports.framework.importable import AppliedRow, PlannedChange, RowToApply, effect_digest
from api.imports.framework.row_changes import field_changes
from api.imports.models import Outcome


def planned_update(
    stored: Any,
    values: Mapping[str, Any],
    stored_values: Mapping[str, Any],
    column_of: Mapping[str, str] | None = None,
    together: Collection[str] = (),
) -> PlannedChange:
    """Return the planned change of a row whose thing exists: the fields in which it differs.

    `stored_values` are those of fields that are no attributes of `stored`. If one of the fields `together` differs,
    all of them are in the change.
    """
    before = {name: stored_values[name] if name in stored_values else getattr(stored, name) for name in values}
    changed = {name: value for name, value in values.items() if value != before[name]}
    if any(name in changed for name in together):
        changed |= {name: values[name] for name in together if name in values}
    if not changed:
        return PlannedChange(Outcome.unchanged, stored.id, stored.version)
    before_changed = {name: before[name] for name in changed}
    return PlannedChange(
        Outcome.update,
        stored.id,
        stored.version,
        effect_digest(changed),
        before_changed,
        payload=changed,
        changes=field_changes(before_changed, changed, column_of),
    )


async def load_for_tasks(
    session: AsyncSession, table: Any, tasks: Sequence[RowToApply]
) -> list[tuple[Any, dict[str, Any]]]:
    """Load the things of some tasks as they are now, each with the payload of its task."""
    ids = [task.thing_id for task in tasks]
    statement = select(table).where(col(table.id).in_(ids)).execution_options(populate_existing=True)
    things = {thing.id: thing for thing in (await session.execute(statement)).scalars()} if ids else {}
    return [(things[task.thing_id], dict(task.change.payload)) for task in tasks]


async def load_applied(
    session: AsyncSession, table: Any, rows: Sequence[AppliedRow]
) -> tuple[list[Any], list[tuple[Any, dict[str, Any]]]]:
    """Load the things that an import created, and those it changed with their previous values; in the file's order."""
    statement = select(table).where(col(table.id).in_([row.thing_id for row in rows]))
    result = await session.execute(statement.execution_options(populate_existing=True))
    things = {thing.id: thing for thing in result.scalars()}
    created = [things[row.thing_id] for row in rows if row.created]
    return created, [(things[row.thing_id], row.previous_values) for row in rows if not row.created]
