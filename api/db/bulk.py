"""Inserting, looking up and reading many rows at once, each by the fastest way of the database in use."""

import os
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import orjson
import psycopg
from sqlalchemy import (
    JSON,
    ColumnElement,
    Dialect,
    FromClause,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    column,
    func,
    insert,
    literal,
    text,
    tuple_,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel

from api.core.identifiers import uuid7_of

BATCH_SIZE = 1000
_SMALLEST_COPY = 50  # rows: for fewer, COPY is not worth its extra round trips


def new_ids(count: int) -> list[UUID]:
    """Return ids as `identifiers.new_id` makes them, all of the same time and in order, from one read of randomness."""
    timestamp, random_bytes = uuid7_of(time.time_ns(), 0), os.urandom(8 * count)
    values = (int.from_bytes(random_bytes[start : start + 8], "big") >> 2 for start in range(0, 8 * count, 8))
    return [UUID(int=timestamp | value) for value in sorted(values)]


async def insert_many(
    session: AsyncSession, model: type[SQLModel], names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows, each a sequence of Python values in the order of `names`, after flushing the session.

    Uses COPY on PostgreSQL, and a prepared statement on SQLite.
    """
    if not rows:
        return
    await session.flush()
    connection = await session.connection()
    table: Table = model.__table__  # type: ignore[attr-defined]  # every model with table=True has one
    if connection.dialect.name == "postgresql" and len(rows) >= _SMALLEST_COPY:
        await _copy(connection, table, names, rows)
    else:
        await connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])


async def analyze(session: AsyncSession, *models: type[SQLModel]) -> None:
    """Update PostgreSQL's statistics of tables that have just grown a lot; of all of the service's if none is named.

    Autovacuum does so only later, and does not see the rows of this transaction: statements would be planned for empty
    tables.
    """
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        # Not ANALYZE without names, which locks catalogs that all databases of the server share until the commit.
        tables = [model.__table__ for model in models]  # type: ignore[attr-defined]  # all with table=True have one
        names = [
            connection.dialect.identifier_preparer.quote(table.name)
            for table in tables or SQLModel.metadata.sorted_tables
        ]
        await connection.execute(text(f"ANALYZE {', '.join(names)}"))


async def _copy(connection: AsyncConnection, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    raw = await connection.get_raw_connection()
    quote = connection.dialect.identifier_preparer.quote
    target = f"{quote(table.name)} ({', '.join(quote(name) for name in names)})"
    try:
        async with (
            raw.driver_connection.cursor() as cursor,  # type: ignore[union-attr]  # None for a closed connection only
            cursor.copy(f"COPY {target} FROM STDIN") as copy,
        ):
            for row in _driver_rows(connection, table, names, rows):
                await copy.write_row(row)
    except psycopg.Error as error:
        # SQLAlchemy wraps the driver's errors for its own statements only; `problem_for_error` needs the wrapper to
        # recognize a violated constraint. `instance` is an internal of SQLAlchemy: tests/db/test_bulk.py pins it.
        raise DBAPIError.instance("COPY", None, error, psycopg.Error) from error


def _driver_rows(
    connection: AsyncConnection, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> Iterable[Sequence[Any]]:
    """Return the rows as the driver takes them, each value converted by the bind processor of its column's type."""
    types = (table.c[name].type.dialect_impl(connection.dialect) for name in names)
    processors = (type.bind_processor(connection.dialect) for type in types)
    converters = [(index, _caching_last(process)) for index, process in enumerate(processors) if process is not None]
    for row in rows:
        values = list(row)
        for index, convert in converters:
            values[index] = convert(values[index])
        yield values


def _caching_last(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Wrap a converter so that it keeps its last result: thousands of rows often share the same timestamp object."""
    last_value, last_result = object(), None

    def cached(value: Any) -> Any:
        nonlocal last_value, last_result
        if value is not last_value:
            last_value, last_result = value, convert(value)
        return last_result

    return cached


class Keys(NamedTuple):
    """A table of keys in a statement: what to select from, its columns by name, and the statement's parameters."""

    source: FromClause
    columns: Mapping[str, ColumnElement[Any]]
    values: Mapping[str, str]


def keys_table(dialect: Dialect, types: Mapping[str, TypeEngine[Any]], keys: Iterable[Sequence[Any]]) -> Keys:
    """Return a table of thousands of keys to join with, passed as one JSON parameter; UUIDs and strings only."""
    names = list(types)
    parameter = bindparam("keys", type_=Text())
    if dialect.name == "postgresql":
        # orjson writes UUIDs itself: converting each in Python would cost more than everything else in its row.
        rows = [dict(zip(names, key, strict=True)) for key in keys]
        values = {"keys": orjson.dumps(rows).decode()}
        typed_columns = (column(name, type) for name, type in types.items())
        source = func.json_to_recordset(cast(parameter, JSON)).table_valued(*typed_columns)
        table = source.render_derived(name="keys", with_types=True)
        return Keys(table, {name: table.c[name] for name in names}, values)
    rows = [dict(zip(names, (k.hex if isinstance(k, UUID) else k for k in key), strict=True)) for key in keys]
    values = {"keys": orjson.dumps(rows).decode()}
    elements = func.json_each(parameter).table_valued("value", name="keys")
    return Keys(elements, {name: func.json_extract(elements.c.value, f"$.{name}") for name in names}, values)


async def iterate_rows(session: AsyncSession, table: Table, select: Select[Any]) -> AsyncIterator[Mapping[Any, Any]]:
    """Return the rows of a select on a table, ordered by primary key, fetched in batches of `BATCH_SIZE`."""
    keys, last = list(table.primary_key.columns), None
    while True:
        after = () if last is None else (tuple_(*keys) > tuple_(*(literal(last[key.name], key.type) for key in keys)),)
        rows = (await session.execute(select.where(*after).order_by(*keys).limit(BATCH_SIZE))).mappings().all()
        for row in rows:
            yield row
        if len(rows) < BATCH_SIZE:
            return
        last = rows[-1]
