"""Serving the application over HTTP with uvicorn, and preparing the database first."""

import gc
from collections.abc import Callable
from functools import partial
from typing import Any

import uvicorn
from fastapi import FastAPI
from sqlalchemy.exc import ArgumentError, DBAPIError

from api.app import create_app
from api.core import logs
from api.core.settings import Settings
from api.db.engine import make_engine
from api.db.error_reports import describe_cause
from api.http.protocol_limits import bounded_http_protocol
from api.migrate import ForeignTables, foreign_tables, is_current, migrate
from api.municipal_sign_in.actions.sign_in import create_municipal_sign_in
from api.sign_in import signing_key

STOP_SECONDS = 20  # for running requests to finish when the service is stopped
# uvicorn restarts a worker that has not answered its health check for so long. On a loaded machine, several workers
# take longer to start at once than uvicorn's own 5 seconds: none of them ever became ready.
HEALTH_CHECK_SECONDS = 60


def make_app(settings: Settings | None = None) -> FastAPI:
    """Return the application as a process serves it; without settings, those of the environment.

    A worker of several is a process of its own: uvicorn imports this function there and calls it without arguments.
    """
    logs.configure()
    app = create_app(settings or Settings())
    gc.collect()
    # Exclude everything that exists now from garbage collection, which took a third of the time of a long response.
    gc.freeze()
    return app


async def prepare(settings: Settings, *, migrated: bool, report: Callable[[str], object] = len) -> str | None:
    """Prepare the database; return None if it can be used, else the reason, as a sentence for the operator.

    SQLite is always migrated, PostgreSQL if `migrated` is set. `report` is called with a message about what was done.
    """
    try:
        engine = make_engine(settings)
    except ArgumentError:
        return "SAMMEN_DATABASE_URL is not a database URL, such as postgresql+psycopg://name:password@host/database."
    url = engine.url.render_as_string(hide_password=True)
    try:
        if migrated or engine.dialect.name == "sqlite":
            changed = await migrate(engine, settings.municipality)
            report(f"Created the tables in {url}." if changed else f"Nothing to do: the tables exist already in {url}.")
        elif not await is_current(engine):
            return "The database is not at the newest migration: run `sammen-api migrate`, or serve with --migrate."
        else:
            return await foreign_tables(engine)
    except ForeignTables as error:
        return f"{error} ({url})"
    except (DBAPIError, OSError) as error:
        return f"The database {url} cannot be used: {describe_cause(error)}."
    finally:
        await engine.dispose()
    return None


def serve(
    settings: Settings, host: str, port: int, workers: int = 1, *, behind: str | None = None, **options: Any
) -> None:
    """Serve until stopped; running requests are finished. The database must be ready (`prepare`).

    `behind` lists the addresses of proxies whose X-Forwarded-For is trusted; by default no proxy is. `options` are
    further options of uvicorn.
    """
    signing_key.load_signing_key(settings)  # creates the key file here, and not in several workers at once
    create_municipal_sign_in(settings, make_engine(settings))  # reports invalid settings here, and not in each worker
    logs.configure()
    uvicorn.run(
        # Several workers are started from an import string only; they read the same environment.
        partial(make_app, settings) if workers == 1 else "api.serve:make_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        http=bounded_http_protocol(settings),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=behind is not None,
        forwarded_allow_ips=behind,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=STOP_SECONDS,
        timeout_worker_healthcheck=HEALTH_CHECK_SECONDS,
        **options,
    )
