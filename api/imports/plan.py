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
from sqlalchemy.ext.asyncio import AsyncEngine

from api.access.caller import Caller
from api.core import database
from api.core.bulk import insert_many, new_ids
from api.core.problems import Problem
from api.imports import cells, readings
from api.imports.files import Form, Record, records
from api.imports.importable import Importable, Row, Verdict
from api.imports.models import Import, ImportRow, Outcome, Strategy
from api.imports.rules import EMPTY
from api.imports.spool import Spooled
from api.imports.trying import Trying
from api.imports.twins import Twins

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
    form: Form
    stays: frozenset[str] = frozenset()
    only_new: frozenset[str] = frozenset()


def reading_of(
    engine: AsyncEngine,
    caller: Caller,
    scope: Mapping[str, Any],
    importable: type[Importable],
    form: Form,
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
    read = readings.reading(form.columns, reading.importable.readers, form.dialect, reading.stays, only)
    return [Row(record.line, *read(record), record.told) for record in found]


async def _chunks(
    file: Spooled, reading: Reading, only: Collection[str] | None = None
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


async def find_twins(file: Spooled, reading: Reading, importable: Importable, twins: Twins) -> None:
    """Read the file whole, so that what is wrong with the file itself leaves nothing behind; note each row's keys."""
    some = False
    async for _, rows in _chunks(file, reading, importable.named_by):
        some = True
        async with database.reading(reading.engine) as session:
            await importable.recognise(session, rows)
        await asyncio.to_thread(_claim, importable, rows, twins)
    if not some:
        raise Problem(EMPTY)


def _claim(importable: Importable, rows: Sequence[Row], twins: Twins) -> None:
    twins.claim([(key, row.line, row.told) for row in rows if not row.flaws for key in importable.keys(row)])


async def plan_rows(
    file: Spooled, reading: Reading, importable: Importable, twins: Twins, import_id: UUID
) -> dict[Outcome, int]:
    """Judge each row and write what it would do, in transactions of their own; how many rows of each outcome."""
    tally = dict.fromkeys(Outcome, 0)
    async for chunk, rows in _chunks(file, reading):
        if isinstance(importable, Trying):
            whole = [row for record, row in zip(chunk, rows, strict=True) if not record.fault]
            await _try(importable, whole, reading.engine)
        else:
            async with database.reading(reading.engine) as session:
                await importable.look_up(session, rows)
        planned = await asyncio.to_thread(_judge, importable, chunk, rows, reading, twins, import_id)
        kept = []
        for row in planned:
            tally[row[_OUTCOME]] += 1
            if tally[Outcome.rejected] <= REJECTED_KEPT:
                kept.append(row)
        async with database.aside(reading.engine) as session:
            await insert_many(session, ImportRow, ROW, kept)
    return tally


async def _try(importable: Trying, rows: Sequence[Row], engine: AsyncEngine) -> None:
    """Try a chunk piece by piece; of all plans in the making, one at a time stands in line for its turn to write."""
    alone = _TRYING.setdefault(engine, asyncio.Lock())
    waiting = [rows[begin : begin + PIECE] for begin in range(0, len(rows), PIECE)][::-1]
    while waiting:
        piece = waiting.pop()
        async with alone, database.writing(engine) as session:
            judged = await importable.try_together(session, piece)
        if not judged:
            half = len(piece) // 2
            waiting += [piece[half:], piece[:half]]


def _judge(
    importable: Importable, chunk: Sequence[Record], rows: Sequence[Row], reading: Reading, twins: Twins, id: UUID
) -> list[tuple[Any, ...]]:
    twin_of = twins.between(rows[0].line, rows[-1].line)
    planned = []
    for record, row, new in zip(chunk, rows, new_ids(len(rows)), strict=True):
        verdict = Verdict(Outcome.rejected, flaws=row.flaws) if record.fault else importable.judge(row)
        if row.line in twin_of:
            flaws = [*verdict.flaws, cells.repeated(None, twin_of[row.line])]
            verdict = Verdict(Outcome.rejected, flaws=flaws)
        planned.append(_plan_row(id, record, verdict, new, reading))
    return planned


def _plan_row(import_id: UUID, record: Record, verdict: Verdict, new: UUID, reading: Reading) -> tuple[Any, ...]:
    kept: Sequence[Any] = record.cells
    if verdict.outcome == Outcome.rejected:
        kept = readings.without_cpr(record, reading.form.columns, reading.importable.digits)
    thing_id = new if verdict.outcome == Outcome.create else verdict.thing_id
    before = None if verdict.before is None else dumps(verdict.before)
    changes = dumps(verdict.changes) if verdict.changes else None
    faults = dumps([list(one) for one in verdict.flaws[:100]]) if verdict.flaws else None
    return (
        import_id, record.line, record.source, verdict.step, verdict.outcome, thing_id, verdict.version, verdict.effect,
        dumps(kept), before, changes, faults,
    )  # fmt: skip
