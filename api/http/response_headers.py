"""The outermost middleware: headers of every response, the request id, the request log and metrics."""

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
_REQUEST_ID = re.compile(r"[A-Za-z0-9._\-]{1,64}")
# A random id is accepted even if some of its digits look like a CPR number.
_RANDOM_ID = re.compile(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")
_log = logs.get("api.request")

_ALWAYS = {
    "API-Version": API_VERSION,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_DEFAULTS = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
_BEHIND_TLS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
_VARY = "Authorization, Accept, Accept-Language"


def standard_headers(request_id: str, *, behind_tls: bool) -> dict[str, str]:
    """Return the headers of a response that is made outside of the application."""
    return {"X-Request-Id": request_id, **_ALWAYS, **_DEFAULTS, **(_BEHIND_TLS if behind_tls else {})}


def _request_id(scope: Scope) -> str:
    """Return the inbound X-Request-Id if it can be logged; else a new one."""
    inbound: str = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
    if _REQUEST_ID.fullmatch(inbound) and (_RANDOM_ID.fullmatch(inbound) or not looks_like_cpr_number(inbound)):
        return inbound
    return str(uuid4())


class ResponseHeadersMiddleware:
    """Add the headers of every response, log it and count it. It is plain ASGI, so that streams pass through."""

    def __init__(
        self, app: ASGIApp, *, metrics: Metrics, behind_tls: bool, rate: RateLimiter, caller_policy: str
    ) -> None:
        self.app = app
        self.metrics = metrics
        self.behind_tls = behind_tls
        self.rate = rate
        self.address_policy = rate.policy
        self.address_and_caller_policy = f"{rate.policy}, {caller_policy}"

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

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._add_headers(MutableHeaders(scope=message), request_id, state)
            elif method == "HEAD":
                message = {**message, "body": b""}
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception as error:
            # The route class turns the errors of an operation into problems: this one was raised outside of it, or
            # after the response had begun, which then can only be broken off.
            _log.error("unexpected error", exc_info=error)
            if status:
                raise
            response = problem_response(Request(scope), problems.Problem(problems.INTERNAL))
            await response(scope, receive, send_with_headers)
        finally:
            self._record(method, scope, status, time.perf_counter() - began)
            logs.request_id.reset(token)

    def _record(self, method: str, scope: Scope, status: int, seconds: float) -> None:
        """Log and count a request, by the template of its route."""
        route = getattr(scope.get("route"), "path_format", "")
        members = {"method": method, "route": route, "status": status, "milliseconds": round(seconds * 1000, 1)}
        _log.info("request", extra={"members": members})
        self.metrics.observe(route, method, status, seconds)

    def _add_headers(self, headers: MutableHeaders, request_id: str, state: dict[str, Any]) -> None:
        headers["X-Request-Id"] = request_id
        for name, value in _ALWAYS.items():
            headers[name] = value
        for name, value in _DEFAULTS.items():
            headers.setdefault(name, value)
        headers.add_vary_header(_VARY)
        if "RateLimit" not in headers:
            # Health checks and CORS preflights are not counted, but report the address's limit as well.
            address = state.get("address_rate") or self.rate.remaining(state["network"])
            caller = state.get("caller_rate")
            headers["RateLimit-Policy"] = self.address_and_caller_policy if caller else self.address_policy
            headers["RateLimit"] = f"{address}, {caller}" if caller else address
        if self.behind_tls:
            headers.update(_BEHIND_TLS)
