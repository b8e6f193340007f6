"""What the database holds of the journal, as it stands there: another spelling of the same is not the same."""

import json
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from sqlalchemy import JSON, Column, Dialect, Row, Table, Text, cast, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import NullType

_CHUNK = 5000


class Stored(NamedTuple):
    """The values of a row, and whether they stand there as the service writes them.

    Spelled otherwise they read the same, and what searches does not find them.
    """

    values: list[Any]
    as_written: bool


Reading = Callable[[Sequence[Any]], Stored]


@asynccontextmanager
async def legible(session: AsyncSession) -> AsyncIterator[None]:
    """Let text that is none be read in the block: SQLite keeps whatever bytes somebody put there."""
    connection = await session.connection()
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = (await connection.get_raw_connection()).driver_connection
    driver.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = str


async def in_order(session: AsyncSession, table: Table, names: Sequence[str]) -> AsyncIterator[Row[Any]]:
    """All rows of a table by the first of its columns, as the driver hands them out, read in pieces."""
    by, dialect = table.c[names[0]], (await session.connection()).dialect
    asked = select(*(_bare(table.c[name], dialect) for name in names)).order_by(by).limit(_CHUNK)
    piece = asked  # from the smallest on, whatever that is
    while True:
        rows = (await session.execute(piece)).all()
        for row in rows:
            yield row
        if len(rows) < _CHUNK:
            return
        piece = asked.where(by > rows[-1][0])


def _bare(column: Column[Any], dialect: Dialect) -> Any:
    # PostgreSQL's own types have one spelling each, but for JSON, of which it keeps the text.
    if isinstance(column.type, JSON) and dialect.name == "postgresql":
        return cast(column, Text).label(column.name)
    return type_coerce(column, NullType()).label(column.name)


def reading(table: Table, names: Sequence[str], dialect: Dialect) -> Reading:
    """What makes values of a row as it stands there; it raises whatever comes of what no value can be made of."""
    ways = list(_ways(table, names, dialect))

    def read(row: Sequence[Any]) -> Stored:
        values, as_written = list(row), True
        for way in ways:
            raw = row[way.place]
            if raw is not None:
                values[way.place] = way.read(raw)
                as_written &= way.write(values[way.place]) == raw
        return Stored(values, as_written)

    return read


class _Way(NamedTuple):
    """A column whose values are stored as something else: how they are read, and how they are written."""

    place: int
    read: Callable[[Any], Any]
    write: Callable[[Any], Any]


def _ways(table: Table, names: Sequence[str], dialect: Dialect) -> Iterator[_Way]:
    for place, name in enumerate(names):
        type = table.c[name].type
        if isinstance(type, JSON):
            yield _Way(place, json.loads, json.dumps)
            continue
        own = type.dialect_impl(dialect)
        read, write = own.result_processor(dialect, None), own.bind_processor(dialect)
        if read is not None and write is not None:
            yield _Way(place, read, write)
