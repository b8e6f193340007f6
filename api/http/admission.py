"""Admission of requests: limits on open connections and on the requests of an address."""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.core import problems
from api.http.problem_responses import problem_response
from api.http.rate_limits import RateLimiter

TOO_MANY_CONNECTIONS = "crowded"
"""The key of an ASGI scope's state that says that the server has more open connections than it serves."""

TOO_MANY_REQUESTS_IN_FLIGHT = problems.problem_type(
    "too-many-connections",
    503,
    ("Too many connections are open", "Der er for mange åbne forbindelser"),
    (
        "Try again in a moment, and use one connection for many requests.",
        "Prøv igen om lidt, og brug den samme forbindelse til mange forespørgsler.",
    ),
    audience="operator",
    retryable=True,
)


class AdmissionMiddleware:
    """Refuse requests beyond the limits. Health checks are always admitted.

    It is the innermost middleware, so that a refusal gets the headers of every response, and a frontend on another
    origin can read it. CORS preflights are answered outside of it and not counted: a frontend whose preflight was
    refused could not find out why.
    """

    def __init__(self, app: ASGIApp, *, rate: RateLimiter) -> None:
        self.app, self.rate = app, rate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith("/health/"):
            try:
                self._admit(scope)
            except problems.Problem as problem:
                await problem_response(Request(scope), problem)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _admit(self, scope: Scope) -> None:
        """Raise `too-many-connections` or `too-many-requests` if a limit is exceeded; else count the request."""
        state = scope["state"]
        if state.get(TOO_MANY_CONNECTIONS):
            raise problems.Problem(TOO_MANY_REQUESTS_IN_FLIGHT, headers={"Connection": "close"})
        state["address_rate"] = self.rate.admit(state["network"])
