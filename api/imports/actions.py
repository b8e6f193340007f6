"""A file becomes a plan; a plan becomes rows, all of them or none; or it is discarded."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock, database
from api.core.problems import Problem
from api.imports.dialogues import Dialogues
from api.imports.ending import end_beyond, end_old_plans
from api.imports.files import Form, Record
from api.imports.forgetting import forget_words
from api.imports.importable import Importable, Task, Verdict
from api.imports.indicators import Indicators
from api.imports.institutions import Institutions
from api.imports.measurements import Measurements
from api.imports.models import Import, ImportRow, Outcome, Resource, State, Strategy
from api.imports.observations import Observations
from api.imports.people import Grants, People
from api.imports.plan import CHUNK, Reading, find_twins, plan_rows, read_rows, reading_of
from api.imports.queries import rows_to_apply
from api.imports.rules import OUTDATED, check_can_apply
from api.imports.spool import Spooled
from api.imports.twins import Twins
from api.imports.voices import Voices
from api.journal.record import change, record

IMPORTABLE: Mapping[Resource, type[Importable]] = {
    Resource.institutions: Institutions,
    Resource.indicators: Indicators,
    Resource.measurements: Measurements,
    Resource.people: People,
    Resource.grants: Grants,
    Resource.stakeholder_input: Voices,
    Resource.dialogues: Dialogues,
    Resource.observations: Observations,
}
_TOLD = 1000


async def make_plan(file: Spooled, reading: Reading, wanted: Import) -> None:
    """Judge the file and write its plan, not yet shown; nothing is left of it if anything fails."""
    importable_of = reading.importable
    with closing(Twins()) as twins:
        importable = importable_of(reading.caller, reading.scope, reading.strategy, twins.claimed, reading.only_new)
        await find_twins(file, reading, importable, twins)
        async with database.aside(reading.engine) as session:
            session.add(wanted)
        try:
            tally = await plan_rows(file, reading, importable, twins, wanted.id)
        except BaseException:
            await forget(reading.engine, wanted.id)
            raise
    wanted.to_create, wanted.to_update = tally[Outcome.create], tally[Outcome.update]
    wanted.unchanged, wanted.rejected = tally[Outcome.unchanged], tally[Outcome.rejected]


async def forget(engine: AsyncEngine, id: UUID) -> None:
    """Let nothing be left of a plan that was never shown."""
    async with database.aside(engine) as session:
        # Its rows go with it.
        await session.execute(delete(Import).where(col(Import.id) == id, col(Import.state) == State.planning))


async def show_plan(session: AsyncSession, caller: Caller, made: Import) -> Import:
    """Let a plan that is complete be seen; those go that nobody carries out."""
    await end_old_plans(session)
    found = await session.get_one(Import, made.id)
    found.to_create, found.to_update = made.to_create, made.to_update
    found.unchanged, found.rejected = made.unchanged, made.rejected
    found.state = State.planned
    await session.flush()
    await record(session, caller, [found], "created")
    await end_beyond(session, caller.id)
    return found


async def apply_plan(session: AsyncSession, caller: Caller, scope: Mapping[str, Any], found: Import) -> None:
    """Carry out exactly that plan; raises `plan-outdated` with the rows that would now do something else."""
    check_can_apply(found)
    form = Form("", "", found.dialect, tuple(found.columns))
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
        await forget_words(session, found.id, found.columns, importable.words)
    values = {"state": State.applied, "applied_at": clock.now()}
    await change(session, caller, found, values, "applied")


async def _judge_again(
    session: AsyncSession, importable: Importable, reading: Reading, planned: Sequence[Any]
) -> list[Verdict]:
    rows = await asyncio.to_thread(
        lambda: read_rows([Record(row.line, orjson.loads(row.cells)) for row in planned], reading)
    )
    await importable.look_up(session, rows)
    return await asyncio.to_thread(lambda: [importable.judge(row) for row in rows])


def _same(row: Any, verdict: Verdict) -> bool:
    if row.outcome != verdict.outcome or row.effect != verdict.effect:
        return False
    return row.outcome == Outcome.create or (row.thing_id, row.seen_version) == (verdict.thing_id, verdict.version)


def _told(row: Any, verdict: Verdict) -> dict[str, Any]:
    code = verdict.flaws[0].code if verdict.flaws else None
    thing_id = verdict.thing_id or (row.thing_id if row.outcome != Outcome.create else None)
    return {
        "line": row.line, "source_line": row.source_line, "planned": row.outcome, "now": verdict.outcome,
        "thing_id": thing_id, "code": code, "seen_version": row.seen_version, "current_version": verdict.version,
    }  # fmt: skip


def _tasks(planned: Sequence[Any], verdicts: Sequence[Verdict]) -> list[Task]:
    return [
        Task(verdict, row.thing_id)
        for row, verdict in zip(planned, verdicts, strict=True)
        if verdict.outcome != Outcome.unchanged
    ]


async def discard_plan(session: AsyncSession, caller: Caller, found: Import) -> None:
    """Give a plan up: its rows go, what file it was stays known."""
    await session.execute(delete(ImportRow).where(col(ImportRow.import_id) == found.id))
    await change(session, caller, found, {"state": State.discarded}, "discarded")
