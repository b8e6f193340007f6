"""What every answer carries, whoever made it: the request's id, the version of the contract, headers of safety."""

import re
import time
from typing import Any
from uuid import uuid4

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.core import logs, problems
from api.core.cpr_numbers import looks_like_cpr_number
from api.http.metrics import Metrics
from api.http.problem_responses import problem_response
from api.http.rate_limits import RateLimiter, network_key

API_VERSION = "1.0"
_ID = re.compile(r"[A-Za-z0-9._\-]{1,64}")
_RANDOM = re.compile(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")  # its digits mean nothing
_log = logs.get("api.request")

_ALWAYS = {
    "API-Version": API_VERSION,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_UNLESS_SET = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
_BEHIND_TLS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
_VARY = "Authorization, Accept, Accept-Language"


def standard_headers(request_id: str, *, behind_tls: bool) -> dict[str, str]:
    """The headers of an answer that is made outside of the application and carries what all of them do."""
    return {"X-Request-Id": request_id, **_ALWAYS, **_UNLESS_SET, **(_BEHIND_TLS if behind_tls else {})}


def _request_id(scope: Scope) -> str:
    """The inbound one, if it is one that may be written down; else a new one."""
    inbound: str = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
    if _ID.fullmatch(inbound) and (_RANDOM.fullmatch(inbound) or not looks_like_cpr_number(inbound)):
        return inbound
    return str(uuid4())


class ResponseHeadersMiddleware:
    """The outermost middleware: plain ASGI, so that streams stay streams."""

    def __init__(
        self, app: ASGIApp, *, metrics: Metrics, behind_tls: bool, rate: RateLimiter, caller_policy: str
    ) -> None:
        self.app = app
        self.metrics = metrics
        self.behind_tls = behind_tls
        self.rate = rate
        self.policies = (rate.policy, f"{rate.policy}, {caller_policy}")  # of an address; and of a caller, too

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _request_id(scope)
        state = scope.setdefault("state", {})
        state["request_id"], state["network"] = request_id, network_key((scope.get("client") or (None,))[0])
        token = logs.request_id.set(request_id)
        began, status, method = time.perf_counter(), 0, scope["method"]
        if method == "HEAD":  # answered as GET, without the body
            scope = {**scope, "method": "GET"}

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._dress(MutableHeaders(scope=message), request_id, state)
            elif method == "HEAD":
                message = {**message, "body": b""}
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception as error:
            # Doors name their errors themselves: what comes here is outside of them, or came after the answer began.
            _log.error("unexpected error", exc_info=error)
            if status:
                raise
            refusal = problem_response(Request(scope), problems.Problem(problems.INTERNAL))
            await refusal(scope, receive, sending)
        finally:
            self._note(method, scope, status, time.perf_counter() - began)
            logs.request_id.reset(token)

    def _note(self, method: str, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path_format", "")
        members = {"method": method, "route": route, "status": status, "milliseconds": round(seconds * 1000, 1)}
        _log.info("request", extra={"members": members})
        self.metrics.observe(route, method, status, seconds)

    def _dress(self, headers: MutableHeaders, request_id: str, state: dict[str, Any]) -> None:
        headers["X-Request-Id"] = request_id
        for name, value in _ALWAYS.items():
            headers[name] = value
        for name, value in _UNLESS_SET.items():
            headers.setdefault(name, value)
        headers.add_vary_header(_VARY)
        if "RateLimit" not in headers:
            # What is not counted (health, what a browser asks before it asks) tells it too.
            address, caller = state.get("address_rate") or self.rate.left(state["network"]), state.get("caller_rate")
            headers["RateLimit-Policy"] = self.policies[caller is not None]
            headers["RateLimit"] = f"{address}, {caller}" if caller else address
        if self.behind_tls:
            headers.update(_BEHIND_TLS)
