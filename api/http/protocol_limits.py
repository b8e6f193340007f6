"""HTTP/1.1 connections with limits that uvicorn does not have: on heads, trailers, slow bodies and open connections.

`BoundedHttpProtocol` overrides the callbacks of uvicorn's httptools protocol and reads its attributes (`connections`,
`cycle`, `flow`, `pipeline`, `scope`, `transport`). None of this is a public interface of uvicorn. Without the limits,
one client could occupy connections and memory for as long as it likes. `tests/http/test_protocol_limits.py` (in this
process, with short timeouts) and `tests/serving/test_serve.py` (against a started server) fail if uvicorn changes it.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple, cast
from uuid import uuid4

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.core import logs, problems
from api.core.settings import Settings
from api.http.admission import TOO_MANY_CONNECTIONS
from api.http.problem_responses import MEDIA_TYPE, UNKNOWN_INSTANCE, RenderedProblem
from api.http.response_headers import standard_headers

HEAD_BYTES = 65_536  # the largest request line with headers, beyond the one chunk that they arrive in
HEAD_SECONDS = 20  # until they have arrived
BODY_SECONDS = 30  # until a body has arrived, and one second more for each `BODY_BYTES_A_SECOND` received
BODY_BYTES_A_SECOND = 20_000
UNREAD_BYTES = 16_000_000  # of a body that is still being sent after its request has been answered

_log = logs.get("api.connection")


class ConnectionSettings(NamedTuple):
    """The settings of a connection; uvicorn passes them to its workers by pickle."""

    connections: int
    behind_tls: bool


def bounded_http_protocol(settings: Settings) -> type[asyncio.Protocol]:
    """Return uvicorn's option `http`: what makes the protocol of each connection, with these settings.

    It is not a class, as uvicorn's annotation asks for, but uvicorn only calls it; and unlike a class made here, it can
    be pickled for workers.
    """
    limits = ConnectionSettings(settings.connections, settings.behind_tls)
    return cast(type[asyncio.Protocol], partial(BoundedHttpProtocol, limits=limits))


class BoundedHttpProtocol(HttpToolsProtocol):
    """uvicorn's HTTP/1.1 protocol with limits on the size and the duration of heads and bodies."""

    _timer: asyncio.TimerHandle | None = None
    _reading = "head"  # or "body", or "" between the end of a request and the next
    _unparsed = 0  # bytes received since the parser last called back
    _received = 0  # bytes of this request's body
    _body_began = 0.0

    def __init__(self, *args: Any, limits: ConnectionSettings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._limits = limits

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        super().connection_made(transport)
        self._start_timer(HEAD_SECONDS, self.transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["state"][TOO_MANY_CONNECTIONS] = len(self.connections) > self._limits.connections
        self._unparsed, self._reading = 0, "head"
        self._start_timer(HEAD_SECONDS, self.transport.close)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Drop trailers, which follow a chunked body: uvicorn would add them to the headers of the request."""
        if self._reading == "head":
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        super().on_headers_complete()  # raises for an address that is not a path, such as that of CONNECT
        self._reading, self._unparsed, self._received = "body", 0, 0
        self._body_began = self.loop.time()
        self._start_timer(BODY_SECONDS, self._check_body_rate)

    def on_body(self, body: bytes) -> None:
        self._unparsed, self._received = 0, self._received + len(body)
        super().on_body(body)
        if self.cycle.response_complete and self._received > UNREAD_BYTES:
            self.transport.close()

    def on_message_complete(self) -> None:
        self._stop_timer()
        self._reading = ""
        super().on_message_complete()

    def data_received(self, data: bytes) -> None:
        self._unparsed += len(data)
        super().data_received(data)
        if self._reading:
            if self._unparsed > HEAD_BYTES:
                self.send_400_response("")  # an endless head, endless trailers, or an endless chunk extension
            return
        self._unparsed = 0
        if self._timer is None and (self.cycle is None or self.cycle.response_complete):
            # Empty lines between requests have cancelled uvicorn's own keep-alive timer.
            self._start_timer(HEAD_SECONDS, self.transport.close)

    def send_400_response(self, msg: str) -> None:
        """Answer an invalid request with a problem; uvicorn answers it with plain text."""
        self._refuse(problems.UNREADABLE_REQUEST)

    def _check_body_rate(self) -> None:
        """Refuse a body that arrives too slowly. Time in which the service itself did not read does not count."""
        now = self.loop.time()
        if self.flow.read_paused or self.cycle.waiting_for_100_continue:
            self._body_began, self._received = now, 0
        remaining = self._body_began + BODY_SECONDS + self._received / BODY_BYTES_A_SECOND - now
        if remaining > 0:
            self._start_timer(remaining, self._check_body_rate)
        else:
            self._refuse(problems.TOO_SLOW)

    def _refuse(self, kind: problems.ProblemType) -> None:
        """Send a problem from outside of the application, unless a response has begun, and close the connection."""
        self._stop_timer()
        if self.transport.is_closing():
            return
        cycle, in_body = self.cycle, self._reading == "body"
        response_begun = cycle.response_started if in_body else cycle is not None and not cycle.response_complete
        if not response_begun and not self.pipeline:
            id = str(uuid4())
            body = RenderedProblem(problems.Problem(kind), UNKNOWN_INSTANCE, id, "en").body()
            headers = standard_headers(id, behind_tls=self._limits.behind_tls) | {
                "Content-Type": MEDIA_TYPE,
                "Content-Language": "en",
                "Content-Length": str(len(body)),
                "Cache-Control": "no-store",
                "Connection": "close",
            }
            head = [f"HTTP/1.1 {kind.status} Refused", *(f"{name.lower()}: {value}" for name, value in headers.items())]
            self.transport.write("\r\n".join([*head, "", ""]).encode() + body)
            _log.info("refused", extra={"members": {"status": kind.status, "code": kind.code, "request_id": id}})
        self.transport.close()

    def _start_timer(self, seconds: float, callback: Callable[[], object]) -> None:
        self._stop_timer()
        self._timer = self.loop.call_later(seconds, callback)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
