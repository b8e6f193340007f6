"""The engine and its transactions: PostgreSQL and SQLite made to behave alike."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Boolean, Select, String, event, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from api.core import outages, problems
from api.core.settings import Settings

_TURNS: WeakKeyDictionary[AsyncEngine, asyncio.Lock] = WeakKeyDictionary()
_SETTINGS: WeakKeyDictionary[AsyncEngine, Settings] = WeakKeyDictionary()
Finish = Callable[[AsyncSession], Awaitable[None]]
WRITER = 0x53414D4D454E  # "SAMMEN": the key of the one writer's advisory lock


def make_engine(settings: Settings) -> AsyncEngine:
    """An engine for the settings' database; nothing is connected before first use."""
    made = _sqlite(settings) if settings.database_url.startswith("sqlite") else _postgresql(settings)
    _SETTINGS[made] = settings
    return made


def missing_file(settings: Settings) -> Path | None:
    """The file of an embedded database that is not there: to connect would make it."""
    url = make_url(settings.database_url)
    file = Path(url.database or ":memory:")
    embedded = url.get_backend_name() == "sqlite" and not str(file).startswith((":memory:", "file:"))
    return file if embedded and not file.exists() else None


def _postgresql(settings: Settings) -> AsyncEngine:
    milliseconds = int(settings.lock_timeout_seconds * 1000)
    return create_async_engine(
        settings.database_url,
        pool_size=settings.database_pool,
        max_overflow=0,
        pool_timeout=settings.lock_timeout_seconds,
        pool_pre_ping=False,
        pool_use_lifo=True,  # few connections with their statements prepared, before many that have to learn them
        # A glance is one round trip and nothing is set or undone around it; those who want a transaction say so.
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        connect_args={
            "connect_timeout": 5,
            "prepare_threshold": 2,
            "options": f"-c timezone=UTC -c lock_timeout={milliseconds}",
        },
    )


def _sqlite(settings: Settings) -> AsyncEngine:
    engine = create_async_engine(
        settings.database_url,
        pool_size=settings.database_pool,
        max_overflow=0,
        pool_timeout=settings.lock_timeout_seconds,
        connect_args={"timeout": settings.lock_timeout_seconds},
    )

    @event.listens_for(engine.sync_engine, "do_connect")
    def keep_private(*_: Any) -> None:
        if missing := missing_file(settings):
            with suppress(OSError):  # SQLite says what is wrong with the place
                missing.touch(0o600)  # what stands beside it, of what is being written, is made like it

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself: we say BEGIN
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


@asynccontextmanager
async def _turn(engine: AsyncEngine) -> AsyncIterator[None]:
    """This process's turn to write. Who waits for it holds no connection, so reads find one, and waits in order."""
    lock = _TURNS.setdefault(engine, asyncio.Lock())
    try:
        async with asyncio.timeout(engine.pool.timeout()):  # type: ignore[attr-defined]  # both our pools are queues
            await lock.acquire()
    except TimeoutError as error:
        outages.tell(error, problems.BUSY.code, "others in this process were writing")
        raise problems.Problem(problems.BUSY) from error
    try:
        yield
    finally:
        lock.release()


def _to_write(engine: AsyncEngine) -> dict[str, Any]:
    return {"writing": True} if engine.dialect.name == "sqlite" else {"isolation_level": "READ COMMITTED"}


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """A session of the one writer: committed at the end of the block, rolled back if it raises."""
    async with _turn(engine), engine.connect() as connection:
        await connection.execution_options(**_to_write(engine))
        async with connection.begin():
            if connection.dialect.name == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER})
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


def before_commit(session: AsyncSession, finish: Finish) -> None:
    """Let something be done once everything else of a writing session's transaction is."""
    session.info["finish"].append(finish)


@asynccontextmanager
async def aside(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """A transaction of rows that nobody else reads yet: on PostgreSQL beside the one writer, on SQLite in its turn."""
    turn = _turn(engine) if engine.dialect.name == "sqlite" else nullcontext()
    async with turn, engine.connect() as connection:
        await connection.execution_options(**_to_write(engine))
        info = {"settings": _SETTINGS[engine]}
        async with connection.begin(), AsyncSession(connection, expire_on_commit=False, info=info) as session:
            yield session
            await session.flush()


@asynccontextmanager
async def reading(engine: AsyncEngine) -> AsyncIterator[AsyncSession]:
    """A session that sees one moment of the database, for reads of several statements; it waits for nobody."""
    async with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        info = {"settings": _SETTINGS[engine]}
        async with connection.begin(), AsyncSession(connection, expire_on_commit=False, info=info) as session:
            yield session


@asynccontextmanager
async def glancing(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection for a single statement: one round trip, no transaction around it."""
    async with engine.connect() as connection:
        yield connection


class any_of(FunctionElement[bool]):  # reads as the SQL word it stands for
    """`column` is among what a one-column select gives, asked once for a statement and not once for a row."""

    type = Boolean()
    inherit_cache = True

    def __init__(self, column: Any, among: Select[Any]) -> None:
        super().__init__(column, among.scalar_subquery())


@compiles(any_of)
def _in_subquery(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    column, among = element.clauses
    return f"{compiler.process(column, **kw)} IN {compiler.process(among, **kw)}"


@compiles(any_of, "postgresql")
def _any_array(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    # An IN over a subquery was planned afresh for each row: 96 requests a second where this gives 476.
    column, among = element.clauses
    return f"{compiler.process(column, **kw)} = ANY(ARRAY{compiler.process(among, **kw)})"


class uuid_text(FunctionElement[str]):  # reads as the SQL function it stands for
    """A UUID column spelled as in the contract, for where it goes into JSON inside the database."""

    type = String()
    inherit_cache = True


@compiles(uuid_text)
def _spelled(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    [column] = element.clauses
    hex = compiler.process(column, **kw)
    pieces = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    return "(" + " || '-' || ".join(f"substr({hex}, {start}, {length})" for start, length in pieces) + ")"


@compiles(uuid_text, "postgresql")
def _cast(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    [column] = element.clauses
    return f"CAST({compiler.process(column, **kw)} AS TEXT)"


_NOT_MIGRATED = ("no such table", "no such column", "has no column named")


def refusal_of(error: Exception) -> problems.Problem | None:
    """The named problem behind an error of the database, if it has one."""
    if isinstance(error, PoolTimeout):
        return problems.Problem(problems.BUSY)
    if isinstance(error, IntegrityError):
        return problems.Problem(problems.CONFLICT)
    if not isinstance(error, DBAPIError):
        return None
    words = str(error.orig).lower()
    if any(missing in words for missing in _NOT_MIGRATED):
        return None  # SQLite calls it operational, but to wait for it would help nobody
    if getattr(error.orig, "sqlstate", None) == "55P03" or "database is locked" in words or "busy" in words:
        return problems.Problem(problems.BUSY)
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return problems.Problem(problems.UNAVAILABLE, headers={"Retry-After": "5"})
    return None


async def is_ready(engine: AsyncEngine) -> bool:
    """Whether the database answers."""
    try:
        async with glancing(engine) as connection:
            await connection.execute(select(func.now()))
    except (DBAPIError, PoolTimeout, OSError) as error:
        outages.tell(error, problems.UNAVAILABLE.code)
        return False
    return True
