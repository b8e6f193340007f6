"""The service over HTTP: the database made ready, then uvicorn, with bounds that it does not have by itself."""

import asyncio
from typing import Any

import uvicorn
from fastapi import FastAPI
from sqlalchemy.exc import DBAPIError
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.access import own_key
from api.app import create_app
from api.core import database, logs, problems
from api.core.settings import settings
from api.migrate import is_current, migrate

HEAD_BYTES = 65_536  # of a request's first line and headers, beside the one chunk that they arrive in
HEAD_SECONDS = 20  # until they are there
STOP_SECONDS = 20  # for the requests that run when the service is asked to stop

# There is no request yet, so that no id, language or route can be said.
_UNREADABLE = problems.Refused(problems.Problem(problems.UNREADABLE), "", "", "en").body()


class Bounded(HttpToolsProtocol):
    """HTTP/1.1 whose heads are neither endless nor forever on their way."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        self._head, self._patience = 0, None
        self._in_head = True
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._calm()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head, self._in_head = 0, True
        self._wait()

    def on_headers_complete(self) -> None:
        self._calm()
        self._in_head = False
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._in_head and not self.transport.is_closing():
            self._head += len(data)
            if self._head > HEAD_BYTES:
                self.send_400_response("")

    def send_400_response(self, msg: str) -> None:
        """As uvicorn's, in the form that all refusals have."""
        self._calm()
        head = (
            "HTTP/1.1 400 Bad Request", f"content-type: {problems.MEDIA_TYPE}", f"content-length: {len(_UNREADABLE)}",
            "cache-control: no-store", "connection: close", "", "",
        )  # fmt: skip
        self.transport.write("\r\n".join(head).encode() + _UNREADABLE)
        self.transport.close()

    _patience: asyncio.TimerHandle | None

    def _wait(self) -> None:
        self._calm()
        self._patience = self.loop.call_later(HEAD_SECONDS, self.transport.close)

    def _calm(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None


def make() -> FastAPI:
    """The service as each worker makes it."""
    logs.configure()
    return create_app()


async def prepare(*, migrated: bool) -> str | None:
    """Make the database ready: the embedded one is migrated, another one if `migrated` says so. Answers why not."""
    engine = database.make_engine(settings())
    try:
        if migrated or engine.dialect.name == "sqlite":
            await migrate(engine, settings().municipality)
        elif not await is_current(engine):
            return "The database is not at the newest migration: run `sammen-api migrate`, or serve with --migrate."
    except (DBAPIError, OSError) as error:
        why = type(getattr(error, "orig", None) or error).__name__
        return f"The database {engine.url.render_as_string(hide_password=True)} cannot be used: {why}."
    finally:
        await engine.dispose()
    return None


def serve(host: str, port: int, workers: int = 1, *, behind: str | None = None, **more: Any) -> None:
    """Serve until told to stop; requests that run then are finished. The database is ready (`prepare`).

    `behind` names the addresses of proxies whose word on the caller's address is taken; nobody's by default.
    """
    own_key.own_key(settings())  # made here once, not by several workers at the same moment
    logs.configure()
    uvicorn.run(
        "api.serve:make",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        http=Bounded,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=behind is not None,
        forwarded_allow_ips=behind,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=STOP_SECONDS,
        **more,
    )
