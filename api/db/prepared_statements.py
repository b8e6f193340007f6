"""Selects that are executed again and again: compiled once for PostgreSQL, then executed by its driver directly.

SQLAlchemy takes three times as long per row as psycopg does. What is used here of SQLAlchemy's compiler
(`construct_expanded_state`, `processors`, `positiontup`, `post_compile_params`) and of its connection
(`sync_connection`, `driver_connection`) is internal or hardly documented. `tests/db/test_prepared_statements.py` fails
if a release changes it: it executes every list of the service in both ways and compares values and types.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import psycopg
from sqlalchemy import Dialect, Select
from sqlalchemy.ext.asyncio import AsyncConnection

Values = Mapping[str, Any]
Rows = Sequence[Sequence[Any]]
Converter = Callable[[Any], Any]


class PreparedStatement:
    """A select with bind parameters that is executed with the same parameter names each time.

    SQLAlchemy still executes it on SQLite, inside transactions, and again after an error of the driver: it raises
    errors as `api.db.error_reports` expects them, and replaces connections that the server has closed.
    """

    def __init__(self, select: Select[Any]) -> None:
        self.select = select
        self._compiled: _CompiledStatement | None = None

    async def rows(self, connection: AsyncConnection, values: Values) -> Rows:
        """Execute the select and return its rows."""
        driver = _autocommit_driver(connection)
        if driver is not None:
            if self._compiled is None:
                self._compiled = _CompiledStatement(self.select, connection.dialect, values)
            try:
                return await self._compiled.rows(driver, values)
            except psycopg.Error:
                pass
        rows: Rows = (await connection.execute(self.select, values)).all()
        return rows


def _autocommit_driver(connection: AsyncConnection) -> psycopg.AsyncConnection[Any] | None:
    """Return the psycopg connection below a SQLAlchemy connection, if it is in no transaction."""
    if connection.dialect.driver != "psycopg" or connection.sync_connection is None:
        return None
    driver = connection.sync_connection.connection.driver_connection
    return driver if isinstance(driver, psycopg.AsyncConnection) and driver.autocommit else None


class _CompiledStatement:
    """The text of a select for the driver, and the converters of its parameters and result columns, where needed."""

    def __init__(self, select: Select[Any], dialect: Dialect, values: Values) -> None:
        # psycopg parses `%(name)s` placeholders at each execution of a text longer than 4096 characters; `$1` it does
        # not parse at all.
        dialect_class: Any = type(dialect)
        compiled = select.compile(dialect=dialect_class(paramstyle="numeric_dollar"))
        if values.keys() & {param.key for param in compiled.post_compile_params}:
            raise TypeError("a list cannot be a parameter: the text of the statement would depend on its length")
        state = compiled.construct_expanded_state(values)
        self._types = [column.type.dialect_impl(dialect) for column in select.selected_columns]
        self._dialect, self._text = dialect, state.statement.encode()
        self._parameter_converters: Mapping[str, Converter] = state.processors
        self._parameter_order: Sequence[str] = state.positiontup or ()
        self._constants = {name: value for name, value in state.parameters.items() if name not in values}
        self._column_converters: list[tuple[int, Converter]] | None = None

    def _parameters(self, values: Values) -> list[Any]:
        all_values, converters = {**self._constants, **values}, self._parameter_converters
        return [
            converters[name](all_values[name]) if name in converters else all_values[name]
            for name in self._parameter_order
        ]

    async def rows(self, driver: psycopg.AsyncConnection[Any], values: Values) -> Rows:
        cursor = psycopg.AsyncRawCursor(driver)
        await cursor.execute(self._text, self._parameters(values))
        if self._column_converters is None:
            # The result processor of a type depends on the type code that the server sends.
            codes = [column.type_code for column in cursor.description or ()]
            converters = [
                type.result_processor(self._dialect, code) for type, code in zip(self._types, codes, strict=True)
            ]
            self._column_converters = [
                (index, convert) for index, convert in enumerate(converters) if convert is not None
            ]
        rows = await cursor.fetchall()
        if not self._column_converters:
            return rows
        converted = [list(row) for row in rows]
        for row in converted:
            for index, convert in self._column_converters:
                row[index] = convert(row[index])
        return converted
