"""The engine and its transactions: PostgreSQL and SQLite made to behave alike."""

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
from api.db.engine import _SETTINGS

_TURNS: WeakKeyDictionary[AsyncEngine, asyncio.Lock] = WeakKeyDictionary()
BeforeCommit = Callable[[AsyncSession], Awaitable[None]]
WRITER_LOCK_KEY = 0x53414D4D454E  # "SAMMEN": the key of the one writer's advisory lock


@asynccontextmanager
async def _turn(engine: AsyncEngine) -> AsyncIterator[None]:
    """This process's turn to write. Who waits for it holds no connection, so reads find one, and waits in order."""
    lock = _TURNS.setdefault(engine, asyncio.Lock())
    try:
        async with asyncio.timeout(engine.pool.timeout()):  # type: ignore[attr-defined]  # both our pools are queues
            await lock.acquire()
    except TimeoutError as error:
        error_reports.log_error(error, problems.BUSY.code, "others in this process were writing")
        raise problems.Problem(problems.BUSY) from error
    try:
        yield
    finally:
        lock.release()


def _to_write(engine: AsyncEngine) -> dict[str, Any]:
    return {"writing": True} if engine.dialect.name == "sqlite" else {"isolation_level": "READ COMMITTED"}


@asynccontextmanager
async def write_transaction(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """A session of the one writer: committed at the end of the block, rolled back if it raises."""
    async with _turn(engine), engine.connect() as connection:
        await connection.execution_options(**_to_write(engine))
        async with connection.begin():
            if connection.dialect.name == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER_LOCK_KEY})
            info: dict[str, Any] = {"settings": _SETTINGS[engine], "finish": []}
            async with AsyncSession(connection, expire_on_commit=False, info=info) as session:
                yield session
                await session.flush()
                for finish in info["finish"]:
                    await finish(session)


def settings_of(session: AsyncSession) -> Settings:
    """The settings of the engine that a session is of."""
    found: Settings = session.info["settings"]
    return found


def before_commit(session: AsyncSession, finish: BeforeCommit) -> None:
    """Let something be done once everything else of a writing session's transaction is."""
    session.info["finish"].append(finish)


@asynccontextmanager
async def staging_transaction(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """A transaction of rows that nobody else reads yet: on PostgreSQL beside the one writer, on SQLite in its turn."""
    turn = _turn(engine) if engine.dialect.name == "sqlite" else nullcontext()
    async with turn, engine.connect() as connection:
        await connection.execution_options(**_to_write(engine))
        info = {"settings": _SETTINGS[engine]}
        async with connection.begin(), AsyncSession(connection, expire_on_commit=False, info=info) as session:
            yield session
            await session.flush()


@asynccontextmanager
async def read_transaction(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """A session that sees one moment of the database, for reads of several statements; it waits for nobody."""
    async with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        info = {"settings": _SETTINGS[engine]}
        async with connection.begin(), AsyncSession(connection, expire_on_commit=False, info=info) as session:
            yield session


@asynccontextmanager
async def single_statement(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection for a single statement: one round trip, no transaction around it."""
    async with engine.connect() as connection:
        yield connection


async def is_ready(engine: AsyncEngine) -> bool:
    """Whether the database answers."""
    try:
        async with single_statement(engine) as connection:
            await connection.execute(select(func.now()))
    except (DBAPIError, PoolTimeout, OSError) as error:
        error_reports.log_error(error, problems.UNAVAILABLE.code)
        return False
    return True
