"""Reverse an applied import: all of it, or nothing if something that it wrote was changed since."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.problems import Problem
from api.imports.actions.plan import CHUNK_ROWS
from api.imports.framework.importable import AppliedRow, Importable
from api.imports.models import Import, Outcome, Resource, State, Strategy
from api.imports.queries.references import things_in_use
from api.imports.queries.rows import applied_rows
from api.imports.resources.registry import IMPORTABLE
from api.imports.rules import IMPORT_CHANGED_SINCE, check_can_reverse
from api.journal.record import change

_MAX_LISTED_ROWS = 1000


async def reverse_import(session: AsyncSession, caller: Caller, scope: Mapping[str, Any], import_: Import) -> None:
    """Delete what the import created and restore what it changed; raises `import-changed-since` with the rows."""
    check_can_reverse(import_)
    importable = IMPORTABLE[Resource(import_.target)](caller, scope, Strategy(import_.strategy), None)
    listed_rows, count = list[dict[str, Any]](), 0
    async for rows in applied_rows(session, import_.id, CHUNK_ROWS):
        changed_rows = await _changed_rows(session, importable, rows, import_)
        count += len(changed_rows)
        listed_rows += changed_rows[: _MAX_LISTED_ROWS - len(listed_rows)]
    if count:
        raise Problem(IMPORT_CHANGED_SINCE, members={"rows": listed_rows, "rows_changed": count})
    # A second pass: all rows are checked before the first one is reversed.
    async for rows_to_reverse in _rows_to_reverse(session, import_):
        await importable.reverse(session, caller, rows_to_reverse)
    values = {"state": State.reversed, "reversed_at": clock.now()}
    await change(session, caller, import_, values, "reversed")


async def _rows_to_reverse(session: AsyncSession, import_: Import) -> AsyncIterator[list[AppliedRow]]:
    async for rows in applied_rows(session, import_.id, CHUNK_ROWS):
        yield [AppliedRow(row.thing_id, row.outcome == Outcome.create, row.before) for row in rows]


async def _changed_rows(
    session: AsyncSession, importable: Importable, rows: Sequence[Any], import_: Import
) -> list[dict[str, Any]]:
    """Return the rows that cannot be reversed, as the problem `import-changed-since` lists them."""
    table = importable.table
    statement = select(col(table.id), col(table.updated_at)).where(col(table.id).in_([row.thing_id for row in rows]))
    updated_at = {row[0]: row[1] for row in await session.execute(statement)}
    created_ids = [row.thing_id for row in rows if row.outcome == Outcome.create and row.thing_id in updated_at]
    ids_in_use = await things_in_use(session, importable, created_ids, import_.id) if created_ids else set()
    changed_rows = []
    for row in rows:
        changed_at = updated_at.get(row.thing_id)
        if state := _hindrance(row, changed_at, import_.applied_at, row.thing_id in ids_in_use):
            lines = {"line": row.line, "source_line": row.source_line}
            changed_rows.append({**lines, "thing_id": row.thing_id, "now": state, "changed_at": changed_at})
    return changed_rows


def _hindrance(row: Any, changed_at: datetime | None, applied_at: datetime | None, in_use: bool) -> str | None:
    """Return why a row cannot be reversed: `gone`, `changed` or `in-use`; None if it can."""
    if changed_at is None:
        return "gone"
    # Redacting a thing also erases its values from before the import.
    is_erased = row.outcome == Outcome.update and row.before is None
    if applied_at is None or changed_at > applied_at or is_erased:
        return "changed"
    return "in-use" if in_use else None
