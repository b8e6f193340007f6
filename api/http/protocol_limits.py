"""Connections over HTTP/1.1 with the bounds that uvicorn has not: on heads, trailers, slow bodies and their number."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.core import logs, problems
from api.core.settings import settings
from api.http.admission import TOO_MANY_CONNECTIONS
from api.http.problem_responses import MEDIA_TYPE, UNKNOWN_INSTANCE, RenderedProblem
from api.http.response_headers import standard_headers

HEAD_BYTES = 65_536  # of a request's first line and headers, beside the one chunk that they arrive in
HEAD_SECONDS = 20  # until they are there
BODY_SECONDS = 30  # until a body is there, and a second more for each so many bytes that have come:
BODY_BYTES_A_SECOND = 20_000
UNREAD_BYTES = 16_000_000  # of a body that is still being sent when its request is answered already

_log = logs.get("api.connection")


class BoundedHttpProtocol(HttpToolsProtocol):
    """HTTP/1.1 whose heads and bodies are neither endless nor forever on their way."""

    _timer: asyncio.TimerHandle | None = None
    _reading = "head"  # or "body", or "" between the end of a request and the next
    _unparsed = 0  # bytes that came since the parser last handed on something
    _received = 0  # bytes of this request's body
    _began = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        super().connection_made(transport)
        self._wait(HEAD_SECONDS, self.transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        self._calm()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["state"][TOO_MANY_CONNECTIONS] = len(self.connections) > settings().connections
        self._unparsed, self._reading = 0, "head"
        self._wait(HEAD_SECONDS, self.transport.close)

    def on_header(self, name: bytes, value: bytes) -> None:
        """As uvicorn's; what follows a body in chunks (trailers) is no header of the request and is dropped."""
        if self._reading == "head":
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        super().on_headers_complete()  # raises for an address that is none, such as CONNECT has
        self._reading, self._unparsed, self._received, self._began = "body", 0, 0, self.loop.time()
        self._wait(BODY_SECONDS, self._late)

    def on_body(self, body: bytes) -> None:
        self._unparsed, self._received = 0, self._received + len(body)
        super().on_body(body)
        if self.cycle.response_complete and self._received > UNREAD_BYTES:
            self.transport.close()

    def on_message_complete(self) -> None:
        self._calm()
        self._reading = ""
        super().on_message_complete()

    def data_received(self, data: bytes) -> None:
        self._unparsed += len(data)
        super().data_received(data)
        if self._reading:
            if self._unparsed > HEAD_BYTES:
                self.send_400_response("")  # a head without end, or trailers, or words beside a chunk's length
            return
        self._unparsed = 0
        if self._timer is None and (self.cycle is None or self.cycle.response_complete):
            self._wait(HEAD_SECONDS, self.transport.close)  # empty lines have put off uvicorn's own patience

    def send_400_response(self, msg: str) -> None:
        """As uvicorn's, in the form that all refusals have."""
        self._refuse(problems.UNREADABLE_REQUEST)

    def _late(self) -> None:
        """Refuse a body that comes too slowly; time in which we did not read on is not the sender's."""
        now = self.loop.time()
        if self.flow.read_paused or self.cycle.waiting_for_100_continue:
            self._began, self._received = now, 0
        left = self._began + BODY_SECONDS + self._received / BODY_BYTES_A_SECOND - now
        if left > 0:
            self._wait(left, self._late)
        else:
            self._refuse(problems.TOO_SLOW)

    def _refuse(self, kind: problems.ProblemType) -> None:
        """Refuse outside of the application, which has no say any more, and hang up."""
        self._calm()
        if self.transport.is_closing():
            return
        cycle, in_body = self.cycle, self._reading == "body"
        begun = cycle.response_started if in_body else cycle is not None and not cycle.response_complete
        if not begun and not self.pipeline:
            id = str(uuid4())
            body = RenderedProblem(problems.Problem(kind), UNKNOWN_INSTANCE, id, "en").body()
            headers = standard_headers(id, behind_tls=settings().behind_tls) | {
                "Content-Type": MEDIA_TYPE,
                "Content-Language": "en",
                "Content-Length": str(len(body)),
                "Cache-Control": "no-store",
                "Connection": "close",
            }
            head = [f"HTTP/1.1 {kind.status} Refused", *(f"{name.lower()}: {told}" for name, told in headers.items())]
            self.transport.write("\r\n".join([*head, "", ""]).encode() + body)
            _log.info("refused", extra={"members": {"status": kind.status, "code": kind.code, "request_id": id}})
        self.transport.close()

    def _wait(self, seconds: float, then: Callable[[], object]) -> None:
        self._calm()
        self._timer = self.loop.call_later(seconds, then)

    def _calm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
