"""The engine: PostgreSQL and SQLite, set up to behave alike."""

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
