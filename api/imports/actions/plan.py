"""Planning a file: every row read, looked up, judged and written down in chunks, with nobody kept waiting."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import orjson
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core.problems import Problem
from api.db import transactions
from api.db.bulk import insert_many, new_ids
from api.imports.actions.expire import end_beyond, expire_plans
from api.imports.framework import cells, row_values
from api.imports.framework.duplicate_keys import DuplicateKeys
from api.imports.framework.file_reader import FileFormat, Record, records
from api.imports.framework.importable import Importable, PlannedChange, Row
from api.imports.framework.trial_run import TrialRun
from api.imports.framework.upload_spool import SpooledFile
from api.imports.models import Import, ImportRow, Outcome, State, Strategy
from api.imports.rules import EMPTY
from api.journal.record import record

CHUNK = 5000
REJECTED_KEPT = 5000
"""So many refused rows are kept with what is wrong in them, and no row after them: nobody carries out such a plan, and
a small file would fill the disk with what is said about it."""
PIECE = 500
"""Rows that are tried in one turn to write, unless some of them are refused: then fewer, so that nobody waits long."""
_TRYING: WeakKeyDictionary[AsyncEngine, asyncio.Lock] = WeakKeyDictionary()
ROW = (
    "import_id", "line", "source_line", "step", "outcome", "thing_id", "seen_version", "effect", "cells", "before",
    "changes", "faults",
)  # fmt: skip
_OUTCOME = ROW.index("outcome")


@dataclass(frozen=True, slots=True)
class Reading:
    """Who brings which file, and how it is read and judged."""

    engine: AsyncEngine
    caller: Caller
    scope: Mapping[str, Any]
    importable: type[Importable]
    strategy: Strategy
    form: FileFormat
    stays: frozenset[str] = frozenset()
    only_new: frozenset[str] = frozenset()


def reading_of(
    engine: AsyncEngine,
    caller: Caller,
    scope: Mapping[str, Any],
    importable: type[Importable],
    form: FileFormat,
    made: Import,
) -> Reading:
    """How the file of an import is read: what was said of it when it was brought."""
    stays = frozenset() if importable.whole else frozenset(made.columns) - frozenset(made.empty_clears)
    return Reading(engine, caller, scope, importable, Strategy(made.strategy), form, stays, frozenset(made.only_new))


def dumps(value: Any) -> str:
    """JSON text for a plan row; lone surrogates, which only a refused row can hold, are written as ?."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return orjson.dumps(_encodable(value), default=str).decode()


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, list):
        return [_encodable(one) for one in value]
    if isinstance(value, dict):
        return {_encodable(name): _encodable(one) for name, one in value.items()}
    return value


def read_rows(found: Sequence[Record], reading: Reading, only: Collection[str] | None = None) -> list[Row]:
    """The values of some records, in all columns or in some only."""
    form = reading.form
    read = row_values.reading(form.columns, reading.importable.readers, form.dialect, reading.stays, only)
    return [Row(record.line, *read(record), record.told) for record in found]


async def _chunks(
    file: SpooledFile, reading: Reading, only: Collection[str] | None = None
) -> AsyncIterator[tuple[list[Record], list[Row]]]:
    """The file in chunks of rows; read in a thread, so that others are answered meanwhile."""

    def step(found: Iterator[Record]) -> tuple[list[Record], list[Row]]:
        chunk = list(islice(found, CHUNK))
        return chunk, read_rows(chunk, reading, only)

    with closing(records(file.file, reading.form)) as found:
        while True:
            chunk, rows = await asyncio.to_thread(step, found)
            if not chunk:
                return
            yield chunk, rows


async def find_twins(file: SpooledFile, reading: Reading, importable: Importable, twins: DuplicateKeys) -> None:
    """Read the file whole, so that what is wrong with the file itself leaves nothing behind; note each row's keys."""
    some = False
    async for _, rows in _chunks(file, reading, importable.named_by):
        some = True
        async with transactions.read_transaction(reading.engine) as session:
            await importable.recognise(session, rows)
        await asyncio.to_thread(_claim, importable, rows, twins)
    if not some:
        raise Problem(EMPTY)


def _claim(importable: Importable, rows: Sequence[Row], twins: DuplicateKeys) -> None:
    twins.claim([(key, row.line, row.told) for row in rows if not row.flaws for key in importable.keys(row)])


async def plan_rows(
    file: SpooledFile, reading: Reading, importable: Importable, twins: DuplicateKeys, import_id: UUID
) -> dict[Outcome, int]:
    """Judge each row and write what it would do, in transactions of their own; how many rows of each outcome."""
    tally = dict.fromkeys(Outcome, 0)
    async for chunk, rows in _chunks(file, reading):
        if isinstance(importable, TrialRun):
            whole = [row for record, row in zip(chunk, rows, strict=True) if not record.fault]
            await _try(importable, whole, reading.engine)
        else:
            async with transactions.read_transaction(reading.engine) as session:
                await importable.look_up(session, rows)
        planned = await asyncio.to_thread(_judge, importable, chunk, rows, reading, twins, import_id)
        kept = []
        for row in planned:
            tally[row[_OUTCOME]] += 1
            if tally[Outcome.rejected] <= REJECTED_KEPT:
                kept.append(row)
        async with transactions.staging_transaction(reading.engine) as session:
            await insert_many(session, ImportRow, ROW, kept)
    return tally


async def _try(importable: TrialRun, rows: Sequence[Row], engine: AsyncEngine) -> None:
    """Try a chunk piece by piece; of all plans in the making, one at a time stands in line for its turn to write."""
    alone = _TRYING.setdefault(engine, asyncio.Lock())
    waiting = [rows[begin : begin + PIECE] for begin in range(0, len(rows), PIECE)][::-1]
    while waiting:
        piece = waiting.pop()
        async with alone, transactions.write_transaction(engine) as session:
            judged = await importable.try_together(session, piece)
        if not judged:
            half = len(piece) // 2
            waiting += [piece[half:], piece[:half]]


def _judge(
    importable: Importable,
    chunk: Sequence[Record],
    rows: Sequence[Row],
    reading: Reading,
    twins: DuplicateKeys,
    id: UUID,
) -> list[tuple[Any, ...]]:
    twin_of = twins.between(rows[0].line, rows[-1].line)
    planned = []
    for source, row, new in zip(chunk, rows, new_ids(len(rows)), strict=True):
        verdict = PlannedChange(Outcome.rejected, flaws=row.flaws) if source.fault else importable.judge(row)
        if row.line in twin_of:
            flaws = [*verdict.flaws, cells.repeated(None, twin_of[row.line])]
            verdict = PlannedChange(Outcome.rejected, flaws=flaws)
        planned.append(_plan_row(id, source, verdict, new, reading))
    return planned


def _plan_row(import_id: UUID, record: Record, verdict: PlannedChange, new: UUID, reading: Reading) -> tuple[Any, ...]:
    kept: Sequence[Any] = record.cells
    if verdict.outcome == Outcome.rejected:
        kept = row_values.without_cpr(record, reading.form.columns, reading.importable.digits)
    thing_id = new if verdict.outcome == Outcome.create else verdict.thing_id
    before = None if verdict.before is None else dumps(verdict.before)
    changes = dumps(verdict.changes) if verdict.changes else None
    faults = dumps([list(flaw) for flaw in verdict.flaws[:100]]) if verdict.flaws else None
    return (
        import_id,
        record.line,
        record.source,
        verdict.step,
        verdict.outcome,
        thing_id,
        verdict.version,
        verdict.effect,
        dumps(kept),
        before,
        changes,
        faults,
    )


async def make_plan(file: SpooledFile, reading: Reading, wanted: Import) -> None:
    """Judge the file and write its plan, not yet shown; nothing is left of it if anything fails."""
    importable_of = reading.importable
    with closing(DuplicateKeys()) as twins:
        importable = importable_of(reading.caller, reading.scope, reading.strategy, twins.claimed, reading.only_new)
        await find_twins(file, reading, importable, twins)
        async with transactions.staging_transaction(reading.engine) as session:
            session.add(wanted)
        try:
            tally = await plan_rows(file, reading, importable, twins, wanted.id)
        except BaseException:
            await discard_hidden_plan(reading.engine, wanted.id)
            raise
    wanted.to_create, wanted.to_update = tally[Outcome.create], tally[Outcome.update]
    wanted.unchanged, wanted.rejected = tally[Outcome.unchanged], tally[Outcome.rejected]


async def discard_hidden_plan(engine: AsyncEngine, id: UUID) -> None:
    """Let nothing be left of a plan that was never shown."""
    async with transactions.staging_transaction(engine) as session:
        # Its rows go with it.
        await session.execute(delete(Import).where(col(Import.id) == id, col(Import.state) == State.planning))


async def show_plan(session: AsyncSession, caller: Caller, made: Import) -> Import:
    """Let a plan that is complete be seen; those go that nobody carries out."""
    await expire_plans(session)
    found = await session.get_one(Import, made.id)
    found.to_create, found.to_update = made.to_create, made.to_update
    found.unchanged, found.rejected = made.unchanged, made.rejected
    found.state = State.planned
    await session.flush()
    await record(session, caller, [found], "created")
    await end_beyond(session, caller.id)
    return found
