"""Transactions: one writer at a time on both databases, and readers that never wait."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from api.core import problems
from api.core.settings import Settings
from api.db import error_reports
from api.db.engine import settings_of_engine

BeforeCommit = Callable[[AsyncSession], Awaitable[None]]
SETTINGS_KEY, BEFORE_COMMIT_KEY = "settings", "before_commit"
"""Keys of `session.info`: the settings of its engine, and the callbacks of `before_commit`."""
WRITER_LOCK_KEY = 0x53414D4D454E  # "SAMMEN": the key of the writer's advisory lock on PostgreSQL

_WRITER_LOCKS: WeakKeyDictionary[AsyncEngine, asyncio.Lock] = WeakKeyDictionary()


@asynccontextmanager
async def _process_writer_lock(engine: AsyncEngine) -> AsyncIterator[None]:
    """Hold the writer lock of this process; raise `busy` after the pool's timeout.

    It is taken before the database's lock, because a waiter holds no connection here (readers keep theirs) and waiters
    are served in order.
    """
    lock = _WRITER_LOCKS.setdefault(engine, asyncio.Lock())
    try:
        # `timeout` is a method of SQLAlchemy's queue pools, without a counterpart on AsyncEngine.
        async with asyncio.timeout(engine.pool.timeout()):  # type: ignore[attr-defined]  # both engines have queue pools
            await lock.acquire()
    except TimeoutError as error:
        error_reports.log_error(error, problems.BUSY.code, "timeout while other requests of this process were writing")
        raise problems.Problem(problems.BUSY) from error
    try:
        yield
    finally:
        lock.release()


def _writing_options(engine: AsyncEngine) -> dict[str, Any]:
    return {"writing": True} if engine.dialect.name == "sqlite" else {"isolation_level": "READ COMMITTED"}


@asynccontextmanager
async def write_transaction(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """A session of the single writer: committed at the end of the block, rolled back if the block raises."""
    async with _process_writer_lock(engine), engine.connect() as connection:
        await connection.execution_options(**_writing_options(engine))
        async with connection.begin():
            if connection.dialect.name == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER_LOCK_KEY})
            info: dict[str, Any] = {SETTINGS_KEY: settings_of_engine(engine), BEFORE_COMMIT_KEY: []}
            # Without `expire_on_commit=False`, reading an attribute after the commit would start a query, which fails
            # outside of a transaction.
            async with AsyncSession(connection, expire_on_commit=False, info=info) as session:
                yield session
                await session.flush()
                for callback in info[BEFORE_COMMIT_KEY]:
                    await callback(session)


def settings_of(session: AsyncSession) -> Settings:
    """Return the settings of the engine that a session belongs to."""
    settings: Settings = session.info[SETTINGS_KEY]
    return settings


def before_commit(session: AsyncSession, callback: BeforeCommit) -> None:
    """Call a function at the end of a write transaction, after its changes have been flushed."""
    session.info[BEFORE_COMMIT_KEY].append(callback)


@asynccontextmanager
async def staging_transaction(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """A transaction that inserts rows which are not visible to other requests yet.

    On PostgreSQL it runs concurrently with the single writer; SQLite has one lock, which it waits for like any writer.
    """
    lock = _process_writer_lock(engine) if engine.dialect.name == "sqlite" else nullcontext()
    async with lock, engine.connect() as connection:
        await connection.execution_options(**_writing_options(engine))
        info = {SETTINGS_KEY: settings_of_engine(engine)}
        async with connection.begin(), AsyncSession(connection, expire_on_commit=False, info=info) as session:
            yield session
            await session.flush()


@asynccontextmanager
async def read_transaction(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """A session that reads one snapshot of the database with several statements, without waiting for the writer."""
    async with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        info = {SETTINGS_KEY: settings_of_engine(engine)}
        async with connection.begin(), AsyncSession(connection, expire_on_commit=False, info=info) as session:
            yield session


@asynccontextmanager
async def single_statement(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection for one statement: one round trip, without a transaction around it."""
    async with engine.connect() as connection:
        yield connection


async def is_ready(engine: AsyncEngine) -> bool:
    """Return whether the database answers; if not, log the cause."""
    try:
        async with single_statement(engine) as connection:
            await connection.execute(select(func.now()))
    except (DBAPIError, PoolTimeout, OSError) as error:
        error_reports.log_error(error, problems.UNAVAILABLE.code)
        return False
    return True
