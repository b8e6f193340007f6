"""Pagination over the lines of supervision, which are assembled in chunks and filtered by flag afterwards."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.http import cursors, pagination
from api.http.list_parameters import ListParameters
from api.http.pagination import StatementKey
from api.supervision.queries import facts
from api.supervision.queries.lines import LineBuilder, Row, Scope
from api.supervision.queries.visible import INSTITUTIONS_IN_REACH
from api.supervision.rules import CurrentRound

OpenSession = Callable[[], AbstractAsyncContextManager[AsyncSession]]
"""Opens the session, and thus the snapshot, in which all lines are read."""

_PAGE_CHUNK, _LARGE_CHUNK = 201, 400
"""The number of institutions per chunk: in the first chunk of a page, and in all others."""
_SMALL_PAGE = 50
"""The largest page that is filtered by flag and still starts with a chunk of `_PAGE_CHUNK` institutions."""


async def lines_page(session: AsyncSession, parameters: ListParameters, scope: Scope) -> Row:
    """Return one page of lines; with a flag, institutions are examined until the page is full."""
    query = pagination.parse_query(INSTITUTIONS_IN_REACH, parameters)
    flag, values = query.filters.get("flag"), {**scope, **query.filters}
    if parameters.cursor is not None:
        column = INSTITUTIONS_IN_REACH.sorts[query.sort.removeprefix("-")]
        types = column.type, INSTITUTIONS_IN_REACH.id.type
        values["after_value"], values["after_id"] = cursors.decode_cursor(parameters.cursor, query.fingerprint, *types)
    current_rounds = await facts.current_rounds(session, scope["today"])
    chunk_size = _PAGE_CHUNK if flag is None or parameters.limit <= _SMALL_PAGE else _LARGE_CHUNK
    first_limit = None if flag else parameters.limit + 1
    lines: list[tuple[Any, Row]] = []
    async for chunk in _chunks(session, query, values, current_rounds, chunk_size, first_limit=first_limit):
        lines += [(sort_value, line) for sort_value, line in chunk if flag is None or flag in line["flags"]]
        if len(lines) > parameters.limit:
            break
    page = lines[: parameters.limit]
    next_cursor = None
    if len(lines) > parameters.limit:
        last_sort_value, last_line = page[-1]
        next_cursor = cursors.encode_cursor(query.fingerprint, last_sort_value, last_line["institution_id"])
    total = await _count(session, query, scope, current_rounds) if parameters.count else None
    return {"items": [line for _, line in page], "next_cursor": next_cursor, "total": total}


async def _chunks(
    session: AsyncSession,
    query: pagination.ParsedQuery,
    values: Row,
    current_rounds: Mapping[str, CurrentRound],
    chunk_size: int,
    first_limit: int | None = None,
) -> AsyncIterator[list[tuple[Any, Row]]]:
    """Yield the lines after the cursor in chunks, each line with its sort value.

    `first_limit` is the largest number of lines in the first chunk.
    """
    values = dict(values)
    while True:
        key = StatementKey(tuple(query.filters), query.sort, "after_id" in values, chunk_size)
        _, rows = await pagination.fetch_rows(await session.connection(), INSTITUTIONS_IN_REACH, key, values)
        rows = rows[:first_limit]
        if rows:
            builder = await LineBuilder(session, values, current_rounds, [row["id"] for row in rows]).load()
            yield [(row["sort_value"], builder.line(row)) for row in rows]
        else:
            yield []
        if len(rows) < chunk_size:
            return
        values["after_value"], values["after_id"] = rows[-1]["sort_value"], rows[-1]["id"]
        chunk_size = _LARGE_CHUNK  # a flag that is rare needs many institutions: larger chunks need fewer queries


async def _count(
    session: AsyncSession,
    query: pagination.ParsedQuery,
    scope: Scope,
    current_rounds: Mapping[str, CurrentRound],
) -> int:
    flag, total = query.filters.get("flag"), 0
    if flag is None:
        return await pagination.count_rows(await session.connection(), INSTITUTIONS_IN_REACH, query, scope)
    async for chunk in _chunks(session, query, {**scope, **query.filters}, current_rounds, _LARGE_CHUNK):
        total += sum(1 for _, line in chunk if flag in line["flags"])
    return total


async def iterate_lines(
    open_session: OpenSession, parameters: ListParameters, scope: Scope
) -> AsyncIterator[list[Row]]:
    """Yield all lines in chunks, read in one session so that they show one point in time."""
    query = pagination.parse_query(INSTITUTIONS_IN_REACH, parameters)
    flag = query.filters.get("flag")
    async with open_session() as session:
        current_rounds = await facts.current_rounds(session, scope["today"])
        async for chunk in _chunks(session, query, {**scope, **query.filters}, current_rounds, _LARGE_CHUNK):
            yield [line for _, line in chunk if flag is None or flag in line["flags"]]
