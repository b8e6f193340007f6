"""The database engine: PostgreSQL and SQLite, configured to behave alike."""

from contextlib import suppress
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from api.core.settings import Settings

_SETTINGS: WeakKeyDictionary[AsyncEngine, Settings] = WeakKeyDictionary()


def make_engine(settings: Settings) -> AsyncEngine:
    """Return an engine for the settings' database; it connects at first use."""
    engine = _sqlite(settings) if settings.database_url.startswith("sqlite") else _postgresql(settings)
    _SETTINGS[engine] = settings
    return engine


def settings_of_engine(engine: AsyncEngine) -> Settings:
    """Return the settings with which an engine was made."""
    return _SETTINGS[engine]


def missing_file(settings: Settings) -> Path | None:
    """Return the file of a SQLite database if it does not exist: connecting would create it."""
    url = make_url(settings.database_url)
    file = Path(url.database or ":memory:")
    is_file = url.get_backend_name() == "sqlite" and not str(file).startswith((":memory:", "file:"))
    return file if is_file and not file.exists() else None


def _postgresql(settings: Settings) -> AsyncEngine:
    milliseconds = int(settings.lock_timeout_seconds * 1000)
    return create_async_engine(
        settings.database_url,
        pool_size=settings.database_pool,
        max_overflow=0,
        pool_timeout=settings.lock_timeout_seconds,
        pool_pre_ping=False,
        # Prefer the connections used last: their statements are prepared already.
        pool_use_lifo=True,
        # A single statement is one round trip, without a transaction around it; `transactions` begins transactions
        # where they are needed. `skip_autocommit_rollback` saves the driver's rollback when a connection is returned
        # to the pool. tests/db/test_transactions.py checks that a returned connection is in autocommit and idle.
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
    def create_private_file(*_: Any) -> None:
        if missing := missing_file(settings):
            with suppress(OSError):  # SQLite reports what is wrong with the path
                missing.touch(0o600)  # SQLite creates the -wal and -shm files with the mode of the database file

    @event.listens_for(engine.sync_engine, "connect")
    def configure_connection(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # sqlite3 begins no transaction by itself: `begin` below does
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        # A writer takes the lock at once. A transaction that begins as a reader and writes later can fail with
        # SQLITE_BUSY without waiting, because another has written since.
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine
