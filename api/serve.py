"""The service over HTTP: the database made ready, then uvicorn, with bounds that it does not have by itself."""

import gc
from collections.abc import Callable
from typing import Any

import uvicorn
from fastapi import FastAPI
from sqlalchemy.exc import ArgumentError, DBAPIError

from api.app import create_app
from api.core import logs
from api.core.settings import settings
from api.db.engine import make_engine
from api.db.error_reports import describe_cause
from api.http.protocol_limits import BoundedHttpProtocol
from api.migrate import ForeignTables, foreign_tables, is_current, migrate
from api.municipal_sign_in.actions.sign_in import municipal_sign_in
from api.sign_in import signing_key

STOP_SECONDS = 20  # for the requests that run when the service is asked to stop
# A worker that has not answered for so long is started anew. A loaded machine takes its time to start several at once;
# with uvicorn's own 5 seconds none of them ever got ready.
HUNG_SECONDS = 60


def make() -> FastAPI:
    """The service as each worker makes it."""
    logs.configure()
    app = create_app()
    gc.collect()
    gc.freeze()  # what is there from now on to the end is not looked through again: a third of a long answer's time
    return app


async def prepare(*, migrated: bool, tell: Callable[[str], object] = len) -> str | None:
    """Make the database ready: the embedded one is migrated, another one if `migrated` says so. Answers why not.

    `tell` is told what was done, and on which database.
    """
    try:
        engine = make_engine(settings())
    except ArgumentError:
        return "SAMMEN_DATABASE_URL is no address of a database, like postgresql+psycopg://name:password@host/database."
    place = engine.url.render_as_string(hide_password=True)
    try:
        if migrated or engine.dialect.name == "sqlite":
            made = await migrate(engine, settings().municipality)
            tell(f"{'Made the tables of' if made else 'Nothing to do: the tables are there in'} {place}.")
        elif not await is_current(engine):
            return "The database is not at the newest migration: run `sammen-api migrate`, or serve with --migrate."
        else:
            return await foreign_tables(engine)
    except ForeignTables as error:
        return f"{error} ({place})"
    except (DBAPIError, OSError) as error:
        return f"The database {place} cannot be used: {describe_cause(error)}."
    finally:
        await engine.dispose()
    return None


def serve(host: str, port: int, workers: int = 1, *, behind: str | None = None, **more: Any) -> None:
    """Serve until told to stop; requests that run then are finished. The database is ready (`prepare`).

    `behind` names the addresses of proxies whose word on the caller's address is taken; nobody's by default.
    """
    signing_key.load_signing_key(settings())  # made here once, not by several workers at the same moment
    municipal_sign_in(settings(), make_engine(settings()))  # what is wrong is told here, not by each worker
    logs.configure()
    uvicorn.run(
        "api.serve:make",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        http=BoundedHttpProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=behind is not None,
        forwarded_allow_ips=behind,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=STOP_SECONDS,
        timeout_worker_healthcheck=HUNG_SECONDS,
        **more,
    )
