"""Apply a plan: all of its rows or none."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, cast

import orjson
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.problems import Problem
from api.imports.actions.erase_free_text import erase_free_text
from api.imports.actions.plan import CHUNK_ROWS, PlanningContext, parse_records, planning_context
from api.imports.framework.file_reader import FileFormat, Record
from api.imports.framework.importable import Importable, PlannedChange, RowToApply
from api.imports.framework.input_faults import fault_code
from api.imports.models import Import, Outcome, Resource, State, Strategy
from api.imports.queries.rows import rows_to_apply
from api.imports.resources.registry import IMPORTABLE
from api.imports.rules import PLAN_OUTDATED, check_can_apply
from api.journal.record import change

_MAX_LISTED_ROWS = 1000


async def apply_plan(session: AsyncSession, caller: Caller, scope: Mapping[str, Any], import_: Import) -> None:
    """Apply exactly this plan; raises `plan-outdated` with the rows that would now do something else."""
    check_can_apply(import_)
    file_format = FileFormat("", "", import_.dialect, tuple(import_.columns))
    importable_type = IMPORTABLE[Resource(import_.target)]
    importable = importable_type(caller, scope, Strategy(import_.strategy), None, import_.only_new)
    engine = cast(AsyncEngine, session.bind)  # all sessions are bound to the engine
    context = planning_context(engine, caller, scope, importable_type, file_format, import_)
    outdated_rows, outdated_count = list[dict[str, Any]](), 0
    async for rows in rows_to_apply(session, import_.id, CHUNK_ROWS):
        if outdated_rows and rows[-1].step:
            break  # the rows to which these refer were not applied
        changes = await _plan_again(session, importable, context, rows)
        outdated = [pair for pair in zip(rows, changes, strict=True) if not _is_as_planned(*pair)]
        outdated_count += len(outdated)
        outdated_rows += [_outdated_row(*pair) for pair in outdated[: _MAX_LISTED_ROWS - len(outdated_rows)]]
        if not outdated_rows:
            await importable.apply(session, caller, _tasks(rows, changes))
    if outdated_rows:
        raise Problem(PLAN_OUTDATED, members={"rows": outdated_rows, "rows_changed": outdated_count})
    await importable.finish(session, caller, import_.id)
    if importable.free_text_columns:
        await erase_free_text(session, import_.id, import_.columns, importable.free_text_columns)
    values = {"state": State.applied, "applied_at": clock.now()}
    await change(session, caller, import_, values, "applied")


async def _plan_again(
    session: AsyncSession, importable: Importable, context: PlanningContext, stored_rows: Sequence[Any]
) -> list[PlannedChange]:
    rows = await asyncio.to_thread(
        lambda: parse_records([Record(row.line, orjson.loads(row.cells)) for row in stored_rows], context)
    )
    await importable.load(session, rows)
    return await asyncio.to_thread(lambda: [importable.plan_row(row) for row in rows])


def _is_as_planned(row: Any, change: PlannedChange) -> bool:
    if row.outcome != change.outcome or row.effect != change.effect:
        return False
    return row.outcome == Outcome.create or (row.thing_id, row.seen_version) == (change.thing_id, change.version)


def _outdated_row(row: Any, change: PlannedChange) -> dict[str, Any]:
    """Return a row of the problem `plan-outdated`: what it was to do, and what it would do now."""
    thing_id = change.thing_id or (row.thing_id if row.outcome != Outcome.create else None)
    return {
        "line": row.line,
        "source_line": row.source_line,
        "planned": row.outcome,
        "now": change.outcome,
        "thing_id": thing_id,
        "code": fault_code(change.faults[0]) if change.faults else None,
        "seen_version": row.seen_version,
        "current_version": change.version,
    }


def _tasks(rows: Sequence[Any], changes: Sequence[PlannedChange]) -> list[RowToApply]:
    return [
        RowToApply(change, row.thing_id)
        for row, change in zip(rows, changes, strict=True)
        if change.outcome != Outcome.unchanged
    ]
