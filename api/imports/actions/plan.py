"""Plan a file: its rows are parsed, validated and stored in chunks, in short transactions that let others write."""

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
from api.imports.actions.expire import expire_oldest_plans, expire_plans
from api.imports.framework.duplicate_keys import DuplicateKeys, KeyOfLine
from api.imports.framework.file_reader import FileFormat, Record, read_records
from api.imports.framework.importable import Importable, PlannedChange, Row, rejected
from api.imports.framework.input_faults import duplicate_key_fault, stored_fault
from api.imports.framework.row_parser import mask_cpr_numbers, row_parser
from api.imports.framework.trial_run import TrialRun
from api.imports.framework.upload_spool import SpooledFile
from api.imports.models import Import, ImportRow, Outcome, State, Strategy
from api.imports.rules import FILE_EMPTY
from api.journal import record as journal

CHUNK_ROWS = 5000
MAX_REJECTED_ROWS = 5000
"""After this many rejected rows no more rows are stored, though all are counted: such a plan cannot be applied, and the
faults of a small file could fill the disk."""
TRIAL_ROWS = 500
"""Rows that are tried in one write transaction; fewer if one is rejected, so that other writers do not wait long."""
_MAX_FAULTS_PER_ROW = 100
_TRIAL_LOCKS: WeakKeyDictionary[AsyncEngine, asyncio.Lock] = WeakKeyDictionary()
_ROW_COLUMNS = (
    "import_id",
    "line",
    "source_line",
    "step",
    "outcome",
    "thing_id",
    "seen_version",
    "effect",
    "cells",
    "before",
    "changes",
    "faults",
)
_OUTCOME = _ROW_COLUMNS.index("outcome")


@dataclass(frozen=True, slots=True)
class PlanningContext:
    """The caller, and how the rows of a file are parsed and planned.

    Empty cells of the columns `omit_empty` leave a field as it is.
    """

    engine: AsyncEngine
    caller: Caller
    scope: Mapping[str, Any]
    importable: type[Importable]
    strategy: Strategy
    file_format: FileFormat
    omit_empty: frozenset[str] = frozenset()
    only_new: frozenset[str] = frozenset()


def planning_context(
    engine: AsyncEngine,
    caller: Caller,
    scope: Mapping[str, Any],
    importable: type[Importable],
    file_format: FileFormat,
    import_: Import,
) -> PlanningContext:
    """Return how the rows of an import are planned, by the options of its upload."""
    omit_empty = (
        frozenset() if importable.rows_are_complete else frozenset(import_.columns) - frozenset(import_.empty_clears)
    )
    strategy, only_new = Strategy(import_.strategy), frozenset(import_.only_new)
    return PlanningContext(engine, caller, scope, importable, strategy, file_format, omit_empty, only_new)


async def make_plan(file: SpooledFile, context: PlanningContext, import_: Import) -> None:
    """Plan a file and store its rows, not yet visible; if anything fails, nothing of it stays."""
    with closing(DuplicateKeys()) as duplicate_keys:
        importable = context.importable(
            context.caller, context.scope, context.strategy, duplicate_keys.has_key, context.only_new
        )
        await find_duplicate_keys(file, context, importable, duplicate_keys)
        async with transactions.staging_transaction(context.engine) as session:
            session.add(import_)
        try:
            counts = await plan_rows(file, context, importable, duplicate_keys, import_.id)
        except BaseException:
            await delete_unpublished_plan(context.engine, import_.id)
            raise
    import_.to_create, import_.to_update = counts[Outcome.create], counts[Outcome.update]
    import_.unchanged, import_.rejected = counts[Outcome.unchanged], counts[Outcome.rejected]


async def publish_plan(session: AsyncSession, caller: Caller, planned: Import) -> Import:
    """Make a complete plan visible; expires old plans, and the author's oldest ones if there are too many."""
    await expire_plans(session)
    import_ = await session.get_one(Import, planned.id)
    import_.to_create, import_.to_update = planned.to_create, planned.to_update
    import_.unchanged, import_.rejected = planned.unchanged, planned.rejected
    import_.state = State.planned
    await session.flush()
    await journal.record(session, caller, [import_], "created")
    await expire_oldest_plans(session, caller.id)
    return import_


async def delete_unpublished_plan(engine: AsyncEngine, import_id: UUID) -> None:
    """Delete an import and its rows, unless it was published."""
    async with transactions.staging_transaction(engine) as session:
        # The database deletes the rows with it.
        await session.execute(delete(Import).where(col(Import.id) == import_id, col(Import.state) == State.planning))


# --- parsing ---


def parse_records(
    records: Sequence[Record], context: PlanningContext, only: Collection[str] | None = None
) -> list[Row]:
    """Parse records, in all columns or only in some."""
    file_format, parsers = context.file_format, context.importable.parsers
    parse_row = row_parser(file_format.columns, parsers, file_format.dialect, context.omit_empty, only)
    return [Row(record.line, *parse_row(record), record.reported_line) for record in records]


async def _chunks(
    file: SpooledFile, context: PlanningContext, only: Collection[str] | None = None
) -> AsyncIterator[tuple[list[Record], list[Row]]]:
    """Yield the rows of a file in chunks; parsed in a thread, so that other requests are served meanwhile."""

    def next_chunk(records: Iterator[Record]) -> tuple[list[Record], list[Row]]:
        chunk = list(islice(records, CHUNK_ROWS))
        return chunk, parse_records(chunk, context, only)

    with closing(read_records(file.file, context.file_format)) as records:
        while True:
            chunk, rows = await asyncio.to_thread(next_chunk, records)
            if not chunk:
                return
            yield chunk, rows


async def find_duplicate_keys(
    file: SpooledFile, context: PlanningContext, importable: Importable, duplicate_keys: DuplicateKeys
) -> None:
    """Read the whole file once for the natural keys of its rows.

    So a fault of the file itself is found before anything is stored. Raises `file-empty` if it has no rows.
    """
    has_rows = False
    async for _, rows in _chunks(file, context, importable.key_columns):
        has_rows = True
        async with transactions.read_transaction(context.engine) as session:
            await importable.load_keys(session, rows)
        await asyncio.to_thread(_add_keys, importable, rows, duplicate_keys)
    if not has_rows:
        raise Problem(FILE_EMPTY)


def _add_keys(importable: Importable, rows: Sequence[Row], duplicate_keys: DuplicateKeys) -> None:
    duplicate_keys.add(
        [
            KeyOfLine(key, row.line, row.reported_line)
            for row in rows
            if not row.faults
            for key in importable.natural_keys(row)
        ]
    )


# --- planning rows ---


async def plan_rows(
    file: SpooledFile,
    context: PlanningContext,
    importable: Importable,
    duplicate_keys: DuplicateKeys,
    import_id: UUID,
) -> dict[Outcome, int]:
    """Plan and store the rows of a file, each chunk in its own transaction; returns the number of each outcome."""
    counts = dict.fromkeys(Outcome, 0)
    async for records, rows in _chunks(file, context):
        if isinstance(importable, TrialRun):
            readable_rows = [row for record, row in zip(records, rows, strict=True) if not record.fault]
            await _try_rows(importable, readable_rows, context.engine)
        else:
            async with transactions.read_transaction(context.engine) as session:
                await importable.load(session, rows)
        planned_rows = await asyncio.to_thread(
            _plan_chunk, importable, records, rows, context, duplicate_keys, import_id
        )
        stored_rows = []
        for planned_row in planned_rows:
            counts[planned_row[_OUTCOME]] += 1
            if counts[Outcome.rejected] <= MAX_REJECTED_ROWS:
                stored_rows.append(planned_row)
        async with transactions.staging_transaction(context.engine) as session:
            await insert_many(session, ImportRow, _ROW_COLUMNS, stored_rows)
    return counts


async def _try_rows(importable: TrialRun, rows: Sequence[Row], engine: AsyncEngine) -> None:
    """Try the rows of a chunk in batches. Of all files being planned, only one at a time waits for the writer lock."""
    lock = _TRIAL_LOCKS.setdefault(engine, asyncio.Lock())
    pieces = [rows[start : start + TRIAL_ROWS] for start in range(0, len(rows), TRIAL_ROWS)][::-1]
    while pieces:
        piece = pieces.pop()
        async with lock, transactions.write_transaction(engine) as session:
            is_decided = await importable.try_rows(session, piece)
        if not is_decided:
            half = len(piece) // 2
            pieces += [piece[half:], piece[:half]]


def _plan_chunk(
    importable: Importable,
    records: Sequence[Record],
    rows: Sequence[Row],
    context: PlanningContext,
    duplicate_keys: DuplicateKeys,
    import_id: UUID,
) -> list[tuple[Any, ...]]:
    duplicates = duplicate_keys.between(rows[0].line, rows[-1].line)
    planned_rows = []
    for record, row, new_id in zip(records, rows, new_ids(len(rows)), strict=True):
        change = rejected(row.faults) if record.fault else importable.plan_row(row)
        if row.line in duplicates:
            change = rejected([*change.faults, duplicate_key_fault(duplicates[row.line])])
        planned_rows.append(_planned_row(import_id, record, change, new_id, context))
    return planned_rows


def _planned_row(
    import_id: UUID, record: Record, change: PlannedChange, new_id: UUID, context: PlanningContext
) -> tuple[Any, ...]:
    """Return the values of `_ROW_COLUMNS`."""
    cells: Sequence[Any] = record.cells
    if change.outcome == Outcome.rejected:
        cells = mask_cpr_numbers(record, context.file_format.columns, context.importable.identifier_columns)
    faults = [stored_fault(fault) for fault in change.faults[:_MAX_FAULTS_PER_ROW]]
    return (
        import_id,
        record.line,
        record.source_line,
        change.step,
        change.outcome,
        new_id if change.outcome == Outcome.create else change.thing_id,
        change.version,
        change.effect,
        _dumps(cells),
        None if change.before is None else _dumps(change.before),
        _dumps(change.changes) if change.changes else None,
        _dumps(faults) if faults else None,
    )


def _dumps(value: Any) -> str:
    """Return JSON text for a planned row; lone surrogates, which only rejected rows can have, become `?`."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return orjson.dumps(_encodable(value), default=str).decode()


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, list):
        return [_encodable(element) for element in value]
    if isinstance(value, dict):
        return {_encodable(name): _encodable(field) for name, field in value.items()}
    return value
