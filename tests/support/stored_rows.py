"""All rows of the application's database, stored once and restored before each test that starts from them."""

import sqlite3
from contextlib import closing
from itertools import count
from typing import Any, Protocol

from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from api.db import transactions
from api.tables import metadata

TABLES = [table.name for table in metadata.sorted_tables]
_numbers = count(1)


class StoredRows(Protocol):
    """A copy of all rows of a database."""

    async def restore(self) -> None:
        """Replace all rows of the database by these."""


async def delete_rows(app: FastAPI) -> None:
    """Delete all rows. DELETE is faster than TRUNCATE for the few rows of a test."""
    async with transactions.write_transaction(app.state.engine) as session:
        for name in reversed(TABLES):
            await session.execute(text(f'DELETE FROM "{name}"'))


async def store_rows(app: FastAPI) -> StoredRows:
    """Copy all rows of the application's database."""
    engine: AsyncEngine = app.state.engine
    if engine.dialect.name == "sqlite":
        return _SQLiteRows(str(engine.url.database))
    rows = _PostgreSQLRows(engine, f"stored_rows_{next(_numbers)}")
    await rows.store()
    return rows


class _SQLiteRows:
    """Rows in memory. A connection without SQLAlchemy and without a thread restores them, in about a millisecond."""

    def __init__(self, file: str) -> None:
        self._connection = sqlite3.connect(file, isolation_level=None)
        self._connection.execute("PRAGMA synchronous=OFF")
        self._insertions: list[tuple[str, list[Any]]] = []
        for name in TABLES:
            with closing(self._connection.execute(f'SELECT * FROM "{name}"')) as cursor:
                if rows := cursor.fetchall():
                    places = ", ".join("?" * len(rows[0]))
                    self._insertions.append((f'INSERT INTO "{name}" VALUES ({places})', rows))

    async def restore(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        for name in TABLES:  # in any order: foreign keys are only enforced on connections that ask for it
            self._connection.execute(f'DELETE FROM "{name}"')
        for statement, rows in self._insertions:
            self._connection.executemany(statement, rows)
        self._connection.execute("COMMIT")


class _PostgreSQLRows:
    """Rows in tables of another schema. A function of the database, which keeps its plans, restores them."""

    def __init__(self, engine: AsyncEngine, schema: str) -> None:
        self._engine, self._schema = engine, schema

    async def store(self) -> None:
        statements = [f'DELETE FROM "{name}"' for name in reversed(TABLES)]
        async with transactions.write_transaction(self._engine) as session:
            await session.execute(text(f"CREATE SCHEMA {self._schema}"))
            for name in TABLES:
                copy = f'{self._schema}."{name}"'
                await session.execute(text(f'CREATE TABLE {copy} AS TABLE "{name}"'))
                if (await session.execute(text(f"SELECT EXISTS (SELECT FROM {copy})"))).scalar_one():
                    statements.append(f'INSERT INTO "{name}" TABLE {copy}')
            body = "; ".join(statements)
            function = (
                f"CREATE FUNCTION {self._schema}.restore() RETURNS void LANGUAGE plpgsql AS $$BEGIN {body}; END$$"
            )
            await session.execute(text(function))

    async def restore(self) -> None:
        async with transactions.write_transaction(self._engine) as session:
            await session.execute(text(f"SELECT {self._schema}.restore()"))
