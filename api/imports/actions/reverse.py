"""Putting back what an import did: all of it, or nothing where something of it was changed since."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.problems import Problem
from api.imports.actions.plan import CHUNK
from api.imports.framework.importable import AppliedRow, Importable
from api.imports.models import Import, Outcome, Resource, State, Strategy
from api.imports.queries.references import in_use
from api.imports.queries.visible import rows_done
from api.imports.resources.registry import IMPORTABLE
from api.imports.rules import CHANGED_SINCE, check_can_reverse
from api.journal.record import change

_TOLD = 1000


async def reverse_import(session: AsyncSession, caller: Caller, scope: Mapping[str, Any], found: Import) -> None:
    """What the import made goes, what it changed is as it was; raises `import-changed-since` with what is not."""
    check_can_reverse(found)
    importable = IMPORTABLE[Resource(found.target)](caller, scope, Strategy(found.strategy), None)
    told, count = list[dict[str, Any]](), 0
    async for rows in rows_done(session, found.id, CHUNK):
        changed = await _changed_since(session, importable, rows, found)
        count += len(changed)
        told += changed[: _TOLD - len(told)]
    if count:
        raise Problem(CHANGED_SINCE, members={"rows": told, "rows_changed": count})
    # Walked again from the start: what is read is put back in chunks of its own.
    async for rows in _done(session, found):
        await importable.put_back(session, caller, rows)
    now = clock.now()
    await change(session, caller, found, {"state": State.reversed, "reversed_at": now}, "reversed")


async def _done(session: AsyncSession, found: Import) -> AsyncIterator[list[AppliedRow]]:
    async for rows in rows_done(session, found.id, CHUNK):
        yield [AppliedRow(row.thing_id, row.outcome == Outcome.create, row.before) for row in rows]


async def _changed_since(
    session: AsyncSession, importable: Importable, rows: Sequence[Any], found: Import
) -> list[dict[str, Any]]:
    table = importable.table
    asked = select(col(table.id), col(table.updated_at)).where(col(table.id).in_([row.thing_id for row in rows]))
    changed_at = {row[0]: row[1] for row in await session.execute(asked)}
    made = [row.thing_id for row in rows if row.outcome == Outcome.create and row.thing_id in changed_at]
    used = await in_use(session, importable, made, found.id) if made else set()
    told = []
    for row in rows:
        at = changed_at.get(row.thing_id)
        if state := _state(row, at, found.applied_at, row.thing_id in used):
            lines = {"line": row.line, "source_line": row.source_line}
            told.append({**lines, "thing_id": row.thing_id, "now": state, "changed_at": at})
    return told


def _state(row: Any, at: datetime | None, applied_at: datetime | None, used: bool) -> str | None:
    """What keeps a thing from being put back, if anything does."""
    if at is None:
        return "gone"
    # How it was before goes with the words of a thing that are taken out.
    if applied_at is None or at > applied_at or (row.outcome == Outcome.update and row.before is None):
        return "changed"
    return "in-use" if used else None
