"""How much of everything is let in: so many connections, and so many requests of an address."""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.core import problems
from api.http.problem_responses import problem_response
from api.http.rate_limits import RateLimiter

TOO_MANY_CONNECTIONS = "crowded"  # in the state of a scope: the server has more connections than it is to serve

TOO_MANY_REQUESTS_IN_FLIGHT = problems.problem_type(
    "too-many-connections",
    503,
    ("More connections are open than can be served", "Der er flere forbindelser, end der kan betjenes"),
    (
        "Try again in a moment, and use one connection for many requests.",
        "Prøv igen om lidt, og brug den samme forbindelse til mange forespørgsler.",
    ),
    audience="operator",
    retryable=True,
)


class AdmissionMiddleware:
    """The innermost middleware, so that a refusal is dressed, and read by a frontend of another origin, as any answer.

    What a browser asks before it asks is answered outside of it, and not counted: a frontend that was refused there
    could not tell why.
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
        """Raise what says that there is too much of it: connections, or requests from one address."""
        state = scope["state"]
        if state.get(TOO_MANY_CONNECTIONS):
            raise problems.Problem(TOO_MANY_REQUESTS_IN_FLIGHT, headers={"Connection": "close"})
        state["address_rate"] = self.rate.admit(state["network"])
