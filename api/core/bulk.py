"""Many rows at once, as fast as each database takes them: COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from sqlalchemy import Table, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlmodel import SQLModel

_WORTH_A_COPY = 50


async def insert_many(
    session: AsyncSession, model: type[SQLModel], names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows, each a sequence of Python values in the order of `names`; what the session holds goes first."""
    if not rows:
        return
    await session.flush()
    connection = await session.connection()
    table: Table = model.__table__  # type: ignore[attr-defined]  # every model with table=True has one
    if connection.dialect.name == "postgresql" and len(rows) >= _WORTH_A_COPY:
        await _copy(connection, table, names, rows)
    else:
        await connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])


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
    makers = [(place, make) for place, make in enumerate(bound_by) if make is not None]
    for row in rows:
        bound = list(row)
        for place, make in makers:
            bound[place] = make(bound[place])
        yield bound
