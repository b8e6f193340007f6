"""Many rows at once, as fast as each database takes or finds them."""

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

_WORTH_A_COPY = 50
BATCH_SIZE = 1000


def new_ids(count: int) -> list[UUID]:
    """So many ids as `columns.new_id` makes them, all of the same moment and in order; chance is asked for once."""
    moment, chance = uuid7_of(time.time_ns(), 0), os.urandom(8 * count)
    values = (int.from_bytes(chance[start : start + 8], "big") >> 2 for start in range(0, 8 * count, 8))
    return [UUID(int=moment | value) for value in sorted(values)]


async def insert_many(
    session: AsyncSession, model: type[SQLModel], names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows, each a sequence of Python values in the order of `names`; what the session holds goes first.

    By COPY on PostgreSQL, with one prepared statement on SQLite.
    """
    if not rows:
        return
    await session.flush()
    connection = await session.connection()
    table: Table = model.__table__  # type: ignore[attr-defined]  # every model with table=True has one
    if connection.dialect.name == "postgresql" and len(rows) >= _WORTH_A_COPY:
        await _copy(connection, table, names, rows)
    else:
        await connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])


async def analyze(session: AsyncSession, *models: type[SQLModel]) -> None:
    """Let PostgreSQL see how much there is in tables that have just grown a lot; in all of them if none is named.

    By itself it does so only later, or meanwhile, when it sees nothing of this transaction and plans for empty tables.
    """
    connection = await session.connection()
    if connection.dialect.name == "postgresql":
        tables = [model.__table__ for model in models]  # type: ignore[attr-defined]  # all with table=True have one
        names = [connection.dialect.identifier_preparer.quote(table.name) for table in tables]
        await connection.execute(text(f"ANALYZE {', '.join(names)}"))


async def _copy(connection: AsyncConnection, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    raw = await connection.get_raw_connection()
    quote = connection.dialect.identifier_preparer.quote
    target = f"{quote(table.name)} ({', '.join(quote(name) for name in names)})"
    try:
        async with (
            raw.driver_connection.cursor() as cursor,  # type: ignore[union-attr]  # there is one while we hold it
            cursor.copy(f"COPY {target} FROM STDIN") as copy,
        ):
            for row in _bound(connection, table, names, rows):
                await copy.write_row(row)
    except psycopg.Error as error:
        # As SQLAlchemy's own statements raise it, so that the door knows its name.
        raise DBAPIError.instance("COPY", None, error, psycopg.Error) from error


def _bound(
    connection: AsyncConnection, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> Iterable[Sequence[Any]]:
    """The rows as the driver takes them: what each column's type makes of a Python value."""
    types = (table.c[name].type.dialect_impl(connection.dialect) for name in names)
    bound_by = (type.bind_processor(connection.dialect) for type in types)
    makers = [(place, _remembering(make)) for place, make in enumerate(bound_by) if make is not None]
    for row in rows:
        bound = list(row)
        for place, make in makers:
            bound[place] = make(bound[place])
        yield bound


def _remembering(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The same for the very same value, of which it is made once: the moment of thousands of rows, say."""
    last, made = object(), None

    def remembered(value: Any) -> Any:
        nonlocal last, made
        if value is not last:
            last, made = value, make(value)
        return made

    return remembered


class Keys(NamedTuple):
    """Keys to look for as a table in a statement: what to select from, its columns by name, the statement's values."""

    source: FromClause
    columns: Mapping[str, ColumnElement[Any]]
    values: Mapping[str, str]


def keys_table(dialect: Dialect, types: Mapping[str, TypeEngine[Any]], keys: Iterable[Sequence[Any]]) -> Keys:
    """Thousands of keys as a table to join with, handed over as one text; ids and texts only."""
    names = list(types)
    given = bindparam("keys", type_=Text())
    if dialect.name == "postgresql":
        # Ids are written by the serialiser itself: in Python each would cost more than all else of its row.
        rows = [dict(zip(names, key, strict=True)) for key in keys]
        values = {"keys": orjson.dumps(rows).decode()}
        described = (column(name, type) for name, type in types.items())
        source = func.json_to_recordset(cast(given, JSON)).table_valued(*described)
        table = source.render_derived(name="keys", with_types=True)
        return Keys(table, {name: table.c[name] for name in names}, values)
    rows = [dict(zip(names, (k.hex if isinstance(k, UUID) else k for k in key), strict=True)) for key in keys]
    values = {"keys": orjson.dumps(rows).decode()}
    each = func.json_each(given).table_valued("value", name="keys")
    return Keys(each, {name: func.json_extract(each.c.value, f"$.{name}") for name in names}, values)


async def iterate_rows(session: AsyncSession, table: Table, asked: Select[Any]) -> AsyncIterator[Mapping[Any, Any]]:
    """The rows of a table that a statement finds, in the order of their keys and a thousand at a time."""
    keys, last = list(table.primary_key.columns), None
    while True:
        after = () if last is None else (tuple_(*keys) > tuple_(*(literal(last[key.name], key.type) for key in keys)),)
        found = (await session.execute(asked.where(*after).order_by(*keys).limit(BATCH_SIZE))).mappings().all()
        for row in found:
            yield row
        if len(found) < BATCH_SIZE:
            return
        last = found[-1]
