"""What is visible of imports and of their rows: those that the caller brought, by roles that are still theirs."""

import csv
import io
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import JSON, Integer, Select, String, Uuid, and_, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction
from sqlmodel import col

from api.access import reach
from api.access.roles import READ, WRITE, Permission
from api.core.csv_safety import escape_formula
from api.http import cursors
from api.http.pagination import Listing
from api.imports.framework import row_changes
from api.imports.framework.file_reader import ABSENT
from api.imports.models import STEPS, Import, ImportRow, Outcome, State
from api.imports.schemas import ImportRowQuery

_READ = Permission("imports", READ)
_A_NUMBER = re.compile(r"[+-]?[\d.,]+")


class json_members(GenericFunction[Any]):  # an SQL function, named as one
    """An object: key, value, key, value ... (no UUIDs: they are spelled differently)."""

    type = JSON()
    inherit_cache = True


@compiles(json_members, "sqlite")
def _sqlite(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_object({compiler.process(element.clauses, **kw)})"


@compiles(json_members, "postgresql")
def _postgresql(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_build_object({compiler.process(element.clauses, **kw)})"


MINE = and_(col(Import.author_id) == bindparam("caller_id", type_=Uuid()), reach.holds(Permission("imports", WRITE)))
"""That the caller brought it and may still import: what opens an import, beside reach."""

_wrote = exists(
    select(1).where(
        col(ImportRow.import_id) == col(Import.id),
        col(ImportRow.thing_id) == bindparam("thing_id", type_=Uuid()),
        col(ImportRow.outcome).in_([Outcome.create.value, Outcome.update.value]),
    )
)

_COLUMNS: Sequence[Any] = (
    col(Import.id), col(Import.version), col(Import.created_at), col(Import.updated_at),
    col(Import.target).label("resource"), col(Import.strategy), col(Import.state), col(Import.filename),
    col(Import.dialect), col(Import.columns), col(Import.empty_clears), col(Import.only_new),
    col(Import.sha256), col(Import.size),
    (col(Import.to_create) + col(Import.to_update) + col(Import.unchanged) + col(Import.rejected)).label("rows"),
    json_members(
        "create", col(Import.to_create), "update", col(Import.to_update), "unchanged", col(Import.unchanged),
        "rejected", col(Import.rejected),
    ).label("counts"),
    col(Import.author_id), col(Import.author_name), col(Import.applied_at), col(Import.reversed_at),
)  # fmt: skip

IMPORTS = Listing(
    name="imports",
    select=select(*_COLUMNS).where(
        col(Import.author_id) == bindparam("caller_id", type_=Uuid()),
        col(Import.state) != State.planning.value,
        reach.holds(_READ),
        # Its lines tell what was there: with a role by which it could be brought, they go out of sight.
        ~reach.lost_since(col(Import.created_at), Permission("imports", WRITE)),
    ),
    gate=reach.access_check(_READ),
    id=col(Import.id),
    sorts={"created_at": col(Import.created_at), "updated_at": col(Import.updated_at)},
    filters={
        "updated_since": col(Import.updated_at) >= bindparam("updated_since"),
        "resource": col(Import.target) == bindparam("resource", type_=String()),
        "state": col(Import.state) == bindparam("state", type_=String()),
        "sha256": col(Import.sha256) == bindparam("sha256", type_=String()),
        "thing_id": and_(col(Import.applied_at).is_not(None), _wrote),
    },
    default_sort="-created_at",
)

_SHOWN: Sequence[Any] = (
    col(ImportRow.line), col(ImportRow.outcome), col(ImportRow.thing_id), col(ImportRow.faults),
    col(ImportRow.changes), col(ImportRow.cells), col(ImportRow.source_line),
)  # fmt: skip


def _flaws(text: str | None, language: str) -> list[dict[str, Any]]:
    place = 2 if language == "en" else 3
    return [{"column": load[0], "code": load[1], "words": load[place]} for load in orjson.loads(text or "[]")]


def _changes(row: Any, columns: Sequence[str]) -> Sequence[Sequence[Any]]:
    if row.outcome == Outcome.create:
        return row_changes.made(columns, orjson.loads(row.cells))
    told: Sequence[Sequence[Any]] = orjson.loads(row.changes or "[]")
    return told


def shown(row: Any, columns: Sequence[str], language: str) -> dict[str, Any]:
    """A row of an import as it is answered."""
    flaws = _flaws(row.faults, language)
    first = flaws[0] if flaws else {"column": None, "code": None, "words": None}
    told = [dict(zip(("column", "before", "after"), change, strict=True)) for change in _changes(row, columns)]
    known = {"line": row.line, "source_line": row.source_line, "outcome": row.outcome, "thing_id": row.thing_id}
    return {**known, **first, "changes": told, "faults": flaws, "cells": _said(row, columns)}


def _said(row: Any, columns: Sequence[str]) -> list[dict[str, Any]]:
    """What a row that is not taken says itself: it is known again by it, and nothing is told that it did not bring."""
    if row.outcome != Outcome.rejected:
        return []
    return [{"column": column, "text": text} for column, _, text in row_changes.made(columns, orjson.loads(row.cells))]


async def rows_page(
    connection: AsyncConnection, id: UUID, columns: Sequence[str], query: ImportRowQuery, language: str
) -> dict[str, Any]:
    """One page of an import's rows."""
    falling = query.sort == "-line"
    mark = cursors.fingerprint(
        "import-rows", query.sort, {"id": id, "outcome": query.outcome, "since": query.updated_since}
    )
    wanted = _rows(id, query.outcome, query.updated_since)
    window, order = wanted, col(ImportRow.line).desc() if falling else col(ImportRow.line)
    if query.cursor:
        after, _ = cursors.decode_cursor(query.cursor, mark, Integer(), Uuid())
        window = wanted.where(col(ImportRow.line) < after if falling else col(ImportRow.line) > after)
    found = (await connection.execute(window.order_by(order).limit(query.limit + 1))).all()
    more, found = len(found) > query.limit, found[: query.limit]
    total = None
    if query.count:
        total = (await connection.execute(select(func.count()).select_from(wanted.subquery()))).scalar_one()
    cursor = cursors.encode_cursor(mark, found[-1][0], id) if more else None
    items = [shown(row, columns, language) for row in found]
    return {"items": items, "next_cursor": cursor, "total": total}


def _rows(id: UUID, outcome: Outcome | None, since: datetime | None) -> Select[Any]:
    rows = select(*_SHOWN).where(col(ImportRow.import_id) == id)
    if outcome is not None:
        rows = rows.where(col(ImportRow.outcome) == outcome)
    if since is not None:  # a row changes with its import
        rows = rows.where(exists(select(1).where(col(Import.id) == id, col(Import.updated_at) >= since)))
    return rows


async def rows_as_csv(
    connect: Callable[[], AbstractAsyncContextManager[AsyncConnection]],
    id: UUID,
    columns: Sequence[str],
    query: ImportRowQuery,
    language: str,
    *,
    danish: bool,
) -> AsyncIterator[str]:
    """The rows as they stood in the file, and beside them what became of them and why."""
    out, after = io.StringIO(), 0
    writer = csv.writer(out, delimiter=";" if danish else ",", lineterminator="\r\n")
    out.write("\ufeff" if danish else "")
    writer.writerow([*columns, "line", "outcome", "reasons", "changes"])
    while True:
        rows = _rows(id, query.outcome, query.updated_since)
        async with connect() as connection:
            window = rows.where(col(ImportRow.line) > after).order_by(col(ImportRow.line)).limit(1000)
            found = (await connection.execute(window)).all()
        for row in found:
            flaws = _flaws(row.faults, language)
            reasons = "; ".join(
                f"{flaw['column']}: {flaw['words']}" if flaw["column"] else flaw["words"] for flaw in flaws
            )
            told = row_changes.in_words(_changes(row, columns)) if row.outcome == Outcome.update else ""
            line = row.source_line or row.line
            writer.writerow([*map(_cell, orjson.loads(row.cells)), line, row.outcome, _cell(reasons), _cell(told)])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
        if len(found) < 1000:
            return
        after = found[-1][0]


def _cell(value: Any) -> str:
    if value is None or value == ABSENT:
        return ""
    text = value if isinstance(value, str) else orjson.dumps(value, default=str).decode()
    return text if _A_NUMBER.fullmatch(text) else escape_formula(text)


async def rows_to_apply(session: AsyncSession, id: UUID, size: int) -> AsyncIterator[Sequence[Any]]:
    """The rows of a plan in chunks, each of one step, in the order of the steps and of the file."""
    for step in STEPS:
        line = 0
        while True:
            rows = (
                select(
                    col(ImportRow.step),
                    col(ImportRow.line),
                    col(ImportRow.outcome),
                    col(ImportRow.thing_id),
                    col(ImportRow.seen_version),
                    col(ImportRow.effect),
                    col(ImportRow.cells),
                    col(ImportRow.source_line),
                )
                .where(col(ImportRow.import_id) == id, col(ImportRow.step) == step, col(ImportRow.line) > line)
                .order_by(col(ImportRow.line))
                .limit(size)
            )
            found = (await session.execute(rows)).all()
            if not found:
                break
            yield found
            line = found[-1].line


async def rows_done(session: AsyncSession, id: UUID, size: int) -> AsyncIterator[Sequence[Any]]:
    """The rows of an applied import that did something, in chunks: what needs others before what others need."""
    for step in reversed(STEPS):
        line = 0
        while True:
            rows = (
                select(
                    col(ImportRow.line),
                    col(ImportRow.source_line),
                    col(ImportRow.outcome),
                    col(ImportRow.thing_id),
                    col(ImportRow.before),
                )
                .where(
                    col(ImportRow.import_id) == id,
                    col(ImportRow.step) == step,
                    col(ImportRow.line) > line,
                    col(ImportRow.outcome).in_([Outcome.create.value, Outcome.update.value]),
                )
                .order_by(col(ImportRow.line))
                .limit(size)
            )
            found = (await session.execute(rows)).all()
            if not found:
                break
            yield found
            line = found[-1].line
