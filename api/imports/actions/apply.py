"""A file becomes a plan; a plan becomes rows, all of them or none; or it is discarded."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.problems import Problem
from api.imports.actions.plan import CHUNK, Reading, read_rows, reading_of
from api.imports.actions.scrub import scrub_text
from api.imports.framework.file_reader import FileFormat, Record
from api.imports.framework.importable import Importable, PlannedChange, RowToApply
from api.imports.models import Import, Outcome, Resource, State, Strategy
from api.imports.queries.visible import rows_to_apply
from api.imports.resources.registry import IMPORTABLE
from api.imports.rules import OUTDATED, check_can_apply
from api.journal.record import change

_TOLD = 1000


async def apply_plan(session: AsyncSession, caller: Caller, scope: Mapping[str, Any], found: Import) -> None:
    """Carry out exactly that plan; raises `plan-outdated` with the rows that would now do something else."""
    check_can_apply(found)
    form = FileFormat("", "", found.dialect, tuple(found.columns))
    importable_of = IMPORTABLE[Resource(found.target)]
    importable = importable_of(caller, scope, Strategy(found.strategy), None, found.only_new)
    reading = reading_of(session.bind, caller, scope, importable_of, form, found)  # type: ignore[arg-type]
    outdated, count = list[dict[str, Any]](), 0
    async for planned in rows_to_apply(session, found.id, CHUNK):
        if outdated and planned[-1].step:
            break  # what these rows rest on was not made
        verdicts = await _judge_again(session, importable, reading, planned)
        others = [pair for pair in zip(planned, verdicts, strict=True) if not _same(*pair)]
        count += len(others)
        outdated += [_told(*pair) for pair in others[: _TOLD - len(outdated)]]
        if not outdated:
            await importable.carry_out(session, caller, _tasks(planned, verdicts))
    if outdated:
        raise Problem(OUTDATED, members={"rows": outdated, "rows_changed": count})
    await importable.finish(session, caller, found.id)
    if importable.words:
        await scrub_text(session, found.id, found.columns, importable.words)
    values = {"state": State.applied, "applied_at": clock.now()}
    await change(session, caller, found, values, "applied")


async def _judge_again(
    session: AsyncSession, importable: Importable, reading: Reading, planned: Sequence[Any]
) -> list[PlannedChange]:
    rows = await asyncio.to_thread(
        lambda: read_rows([Record(row.line, orjson.loads(row.cells)) for row in planned], reading)
    )
    await importable.look_up(session, rows)
    return await asyncio.to_thread(lambda: [importable.judge(row) for row in rows])


def _same(row: Any, verdict: PlannedChange) -> bool:
    if row.outcome != verdict.outcome or row.effect != verdict.effect:
        return False
    return row.outcome == Outcome.create or (row.thing_id, row.seen_version) == (verdict.thing_id, verdict.version)


def _told(row: Any, verdict: PlannedChange) -> dict[str, Any]:
    code = verdict.flaws[0].code if verdict.flaws else None
    thing_id = verdict.thing_id or (row.thing_id if row.outcome != Outcome.create else None)
    return {
        "line": row.line,
        "source_line": row.source_line,
        "planned": row.outcome,
        "now": verdict.outcome,
        "thing_id": thing_id,
        "code": code,
        "seen_version": row.seen_version,
        "current_version": verdict.version,
    }


def _tasks(planned: Sequence[Any], verdicts: Sequence[PlannedChange]) -> list[RowToApply]:
    return [
        RowToApply(verdict, row.thing_id)
        for row, verdict in zip(planned, verdicts, strict=True)
        if verdict.outcome != Outcome.unchanged
    ]
