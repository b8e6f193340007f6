"""Selects that are asked again and again: spelled once for PostgreSQL, then asked of its driver without a detour."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import psycopg
from sqlalchemy import Dialect, Select
from sqlalchemy.ext.asyncio import AsyncConnection

Values = Mapping[str, Any]
Rows = Sequence[Sequence[Any]]
RowChange = Callable[[Any], Any]


class PreparedStatement:
    """A select on bind parameters, of which the same ones are given values each time.

    SQLAlchemy's own way to a row costs three times as much as the driver's. It is still the way for SQLite, inside of
    transactions, and for what goes wrong: errors are named there, and connections that are no more are replaced.
    """

    def __init__(self, select: Select[Any]) -> None:
        self.select = select
        self._spelled: _Spelled | None = None

    async def rows(self, connection: AsyncConnection, values: Values) -> Rows:
        """What the database answers."""
        driver = _in_autocommit(connection)
        if driver is not None:
            if self._spelled is None:
                self._spelled = _Spelled(self.select, connection.dialect, values)
            try:
                return await self._spelled.rows(driver, values)
            except psycopg.Error:
                pass
        found: Rows = (await connection.execute(self.select, values)).all()
        return found


def _in_autocommit(connection: AsyncConnection) -> psycopg.AsyncConnection[Any] | None:
    """PostgreSQL's driver below a connection that is in no transaction."""
    if connection.dialect.driver != "psycopg" or connection.sync_connection is None:
        return None
    driver = connection.sync_connection.connection.driver_connection
    return driver if isinstance(driver, psycopg.AsyncConnection) and driver.autocommit else None


class _Spelled:
    """A select as the driver takes it, and what is done to values on their way in and out, where anything is."""

    def __init__(self, select: Select[Any], dialect: Dialect, values: Values) -> None:
        # With $1, $2, ... the driver has nothing to read: texts of more than 4096 letters it would read each time.
        kind: Any = type(dialect)
        compiled = select.compile(dialect=kind(paramstyle="numeric_dollar"))
        if values.keys() & {param.key for param in compiled.post_compile_params}:
            raise TypeError("a list is given as a value: the text would differ by its length")
        made = compiled.construct_expanded_state(values)
        self._types = [column.type.dialect_impl(dialect) for column in select.selected_columns]
        self._dialect, self._text = dialect, made.statement.encode()
        self._changes: Mapping[str, RowChange] = made.processors
        self._order: Sequence[str] = made.positiontup or ()
        self._constants = {name: value for name, value in made.parameters.items() if name not in values}
        self._outward: list[tuple[int, RowChange]] | None = None

    def _given(self, values: Values) -> list[Any]:
        given, changes = {**self._constants, **values}, self._changes
        return [changes[name](given[name]) if name in changes else given[name] for name in self._order]

    async def rows(self, driver: psycopg.AsyncConnection[Any], values: Values) -> Rows:
        cursor = psycopg.AsyncRawCursor(driver)
        await cursor.execute(self._text, self._given(values))
        if self._outward is None:
            codes = [column.type_code for column in cursor.description or ()]
            changes = [
                type.result_processor(self._dialect, code) for type, code in zip(self._types, codes, strict=True)
            ]
            self._outward = [(index, change) for index, change in enumerate(changes) if change is not None]
        rows = await cursor.fetchall()
        if not self._outward:
            return rows
        changed = [list(row) for row in rows]
        for row in changed:
            for index, change in self._outward:
                row[index] = change(row[index])
        return changed
