"""The rows of an import: as pages and as CSV for its author, and in batches for applying and reversing."""

import csv
import io
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Integer, Select, Uuid, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlmodel import col

from api.core.csv_safety import escape_formula
from api.http import cursors
from api.imports.framework.file_reader import ABSENT
from api.imports.framework.input_faults import read_stored_fault
from api.imports.framework.row_changes import changes_in_one_line, created_fields
from api.imports.models import STEPS, Import, ImportRow, Outcome
from api.imports.schemas import ImportRowQuery

_CSV_BATCH_ROWS = 1000
_NUMBER = re.compile(r"[+-]?[\d.,]+")
_NO_FAULT = {"column": None, "code": None, "words": None}

# --- for the author ---

_SHOWN_COLUMNS: Sequence[Any] = (
    col(ImportRow.line),
    col(ImportRow.outcome),
    col(ImportRow.thing_id),
    col(ImportRow.faults),
    col(ImportRow.changes),
    col(ImportRow.cells),
    col(ImportRow.source_line),
)


def _statement(import_id: UUID, outcome: Outcome | None, updated_since: datetime | None) -> Select[Any]:
    statement = select(*_SHOWN_COLUMNS).where(col(ImportRow.import_id) == import_id)
    if outcome is not None:
        statement = statement.where(col(ImportRow.outcome) == outcome)
    if updated_since is not None:  # a row is updated with its import
        is_updated = exists(select(1).where(col(Import.id) == import_id, col(Import.updated_at) >= updated_since))
        statement = statement.where(is_updated)
    return statement


async def rows_page(
    connection: AsyncConnection, import_id: UUID, columns: Sequence[str], query: ImportRowQuery, language: str
) -> dict[str, Any]:
    """Return one page of the rows of an import."""
    descending = query.sort == "-line"
    filters = {"id": import_id, "outcome": query.outcome, "since": query.updated_since}
    fingerprint = cursors.fingerprint("import-rows", query.sort, filters)
    all_rows = _statement(import_id, query.outcome, query.updated_since)
    page, order = all_rows, col(ImportRow.line).desc() if descending else col(ImportRow.line)
    if query.cursor:
        after, _ = cursors.decode_cursor(query.cursor, fingerprint, Integer(), Uuid())
        page = page.where(col(ImportRow.line) < after if descending else col(ImportRow.line) > after)
    rows = (await connection.execute(page.order_by(order).limit(query.limit + 1))).all()
    has_more, rows = len(rows) > query.limit, rows[: query.limit]
    total = None
    if query.count:
        total = (await connection.execute(select(func.count()).select_from(all_rows.subquery()))).scalar_one()
    return {
        "items": [_row_response(row, columns, language) for row in rows],
        "next_cursor": cursors.encode_cursor(fingerprint, rows[-1][0], import_id) if has_more else None,
        "total": total,
    }


def _row_response(row: Any, columns: Sequence[str], language: str) -> dict[str, Any]:
    """Return a row as the schema `ImportRowPublic` describes it."""
    faults = _faults(row.faults, language)
    changes = [dict(zip(("column", "before", "after"), change, strict=True)) for change in _changes(row, columns)]
    identity = {"line": row.line, "source_line": row.source_line, "outcome": row.outcome, "thing_id": row.thing_id}
    first_fault = faults[0] if faults else _NO_FAULT
    return {**identity, **first_fault, "changes": changes, "faults": faults, "cells": _cells(row, columns)}


def _faults(stored: str | None, language: str) -> list[dict[str, Any]]:
    return [read_stored_fault(fault, language) for fault in orjson.loads(stored or "[]")]


def _changes(row: Any, columns: Sequence[str]) -> Sequence[Sequence[Any]]:
    if row.outcome == Outcome.create:
        return created_fields(columns, orjson.loads(row.cells))
    changes: Sequence[Sequence[Any]] = orjson.loads(row.changes or "[]")
    return changes


def _cells(row: Any, columns: Sequence[str]) -> list[dict[str, Any]]:
    """Return the cells of a rejected row, by which the author finds it in the file; none for other rows."""
    if row.outcome != Outcome.rejected:
        return []
    return [{"column": column, "text": text} for column, _, text in created_fields(columns, orjson.loads(row.cells))]


async def rows_as_csv(
    connect: Callable[[], AbstractAsyncContextManager[AsyncConnection]],
    import_id: UUID,
    columns: Sequence[str],
    query: ImportRowQuery,
    language: str,
    *,
    danish: bool,
) -> AsyncIterator[str]:
    """Yield the rows as CSV: the cells of the file, then the line, the outcome, the faults and the changes."""
    out, last_line = io.StringIO(), 0
    writer = csv.writer(out, delimiter=";" if danish else ",", lineterminator="\r\n")
    out.write("\ufeff" if danish else "")
    writer.writerow([*columns, "line", "outcome", "reasons", "changes"])
    statement = _statement(import_id, query.outcome, query.updated_since).order_by(col(ImportRow.line))
    while True:
        async with connect() as connection:
            batch = statement.where(col(ImportRow.line) > last_line).limit(_CSV_BATCH_ROWS)
            rows = (await connection.execute(batch)).all()
        for row in rows:
            writer.writerow(_csv_row(row, columns, language))
        yield out.getvalue()
        out.seek(0)
        out.truncate()
        if len(rows) < _CSV_BATCH_ROWS:
            return
        last_line = rows[-1][0]


def _csv_row(row: Any, columns: Sequence[str], language: str) -> list[Any]:
    reasons = "; ".join(
        f"{fault['column']}: {fault['words']}" if fault["column"] else fault["words"]
        for fault in _faults(row.faults, language)
    )
    changes = changes_in_one_line(_changes(row, columns)) if row.outcome == Outcome.update else ""
    cells = map(_csv_cell, orjson.loads(row.cells))
    return [*cells, row.source_line or row.line, row.outcome, _csv_cell(reasons), _csv_cell(changes)]


def _csv_cell(value: Any) -> str:
    if value is None or value == ABSENT:
        return ""
    text = value if isinstance(value, str) else orjson.dumps(value, default=str).decode()
    return text if _NUMBER.fullmatch(text) else escape_formula(text)


# --- for applying and reversing ---


async def rows_to_apply(session: AsyncSession, import_id: UUID, batch_size: int) -> AsyncIterator[Sequence[Any]]:
    """Yield the rows of a plan in batches, each of one step, in the order of the steps and of the file."""
    statement = select(
        col(ImportRow.step),
        col(ImportRow.line),
        col(ImportRow.outcome),
        col(ImportRow.thing_id),
        col(ImportRow.seen_version),
        col(ImportRow.effect),
        col(ImportRow.cells),
        col(ImportRow.source_line),
    ).where(col(ImportRow.import_id) == import_id)
    for step in STEPS:
        async for rows in _batches(session, statement.where(col(ImportRow.step) == step), batch_size):
            yield rows


async def applied_rows(session: AsyncSession, import_id: UUID, batch_size: int) -> AsyncIterator[Sequence[Any]]:
    """Yield the rows of an applied import that created or updated something, in batches.

    In the reverse order of the steps: rows that refer to others come before those to which they refer.
    """
    statement = select(
        col(ImportRow.line),
        col(ImportRow.source_line),
        col(ImportRow.outcome),
        col(ImportRow.thing_id),
        col(ImportRow.before),
    ).where(
        col(ImportRow.import_id) == import_id,
        col(ImportRow.outcome).in_([Outcome.create.value, Outcome.update.value]),
    )
    for step in reversed(STEPS):
        async for rows in _batches(session, statement.where(col(ImportRow.step) == step), batch_size):
            yield rows


async def _batches(
    session: AsyncSession, statement: Select[*tuple[Any, ...]], batch_size: int
) -> AsyncIterator[Sequence[Any]]:
    last_line = 0
    while True:
        batch = statement.where(col(ImportRow.line) > last_line).order_by(col(ImportRow.line)).limit(batch_size)
        rows = (await session.execute(batch)).all()
        if not rows:
            return
        yield rows
        last_line = rows[-1].line
