"""Read the rows of the journal as the database stores them, to find values in another form than the service writes.

Such a value can read the same (a UUID in capitals, say), but searches do not find it.
"""

import json
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

from sqlalchemy import JSON, Column, Dialect, Row, Table, Text, cast, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import NullType

_BATCH_SIZE = 5000


class StoredRow(NamedTuple):
    """The Python values of a row, and whether they are stored in the form in which the service writes them."""

    values: list[Any]
    is_canonical: bool


RowReader = Callable[[Sequence[Any]], StoredRow]


@asynccontextmanager
async def lenient_text(session: AsyncSession) -> AsyncIterator[None]:
    """Decode invalid UTF-8 as surrogates within the block; SQLite stores such text without an error."""
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


async def iterate_rows(session: AsyncSession, table: Table, names: Sequence[str]) -> AsyncIterator[Row[Any]]:
    """Yield all rows of a table in batches, sorted by the first of the columns, as the driver returns them."""
    sort_column, dialect = table.c[names[0]], (await session.connection()).dialect
    statement = select(*(_raw(table.c[name], dialect) for name in names)).order_by(sort_column).limit(_BATCH_SIZE)
    batch = statement  # the first one has no lower bound, so that no value is left out
    while True:
        rows = (await session.execute(batch)).all()
        for row in rows:
            yield row
        if len(rows) < _BATCH_SIZE:
            return
        batch = statement.where(sort_column > rows[-1][0])


def _raw(column: Column[Any], dialect: Dialect) -> Any:
    """Return a column without conversion by SQLAlchemy."""
    # PostgreSQL's types have one form each, except JSON, which it stores as text.
    if isinstance(column.type, JSON) and dialect.name == "postgresql":
        return cast(column, Text).label(column.name)
    return type_coerce(column, NullType()).label(column.name)


def row_reader(table: Table, names: Sequence[str], dialect: Dialect) -> RowReader:
    """Return a function that converts a raw row to Python values; it raises any exception for an invalid value."""
    conversions = list(_conversions(table, names, dialect))

    def read(row: Sequence[Any]) -> StoredRow:
        values, is_canonical = list(row), True
        for conversion in conversions:
            raw = row[conversion.position]
            if raw is not None:
                values[conversion.position] = conversion.read(raw)
                is_canonical &= conversion.write(values[conversion.position]) == raw
        return StoredRow(values, is_canonical)

    return read


class _Conversion(NamedTuple):
    """A column whose values are stored in another type: its position, and how they are read and written."""

    position: int
    read: Callable[[Any], Any]
    write: Callable[[Any], Any]


def _conversions(table: Table, names: Sequence[str], dialect: Dialect) -> Iterator[_Conversion]:
    for position, name in enumerate(names):
        type = table.c[name].type
        if isinstance(type, JSON):
            yield _Conversion(position, json.loads, json.dumps)
            continue
        dialect_type = type.dialect_impl(dialect)
        read, write = dialect_type.result_processor(dialect, None), dialect_type.bind_processor(dialect)
        if read is not None and write is not None:
            yield _Conversion(position, read, write)
