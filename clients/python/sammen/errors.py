"""What can go wrong, each saying what to do next.

`Problem` and its kin are refusals by the service (RFC 9457). The others are about getting an answer at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx


class SammenError(Exception):
    """Base of everything that this package raises on purpose."""


class ConnectionFailed(SammenError):
    """The service could not be reached, or the connection was lost before it answered."""


class TimedOut(ConnectionFailed):
    """The service was reached, or tried, but did not answer in time."""


class SignInNeeded(SammenError):
    """There is no valid sign-in, and nothing to renew it with."""


class UnexpectedAnswer(SammenError):
    """The answer is not what the contract promises: another service, a proxy in between, or a newer major version."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a request: where (`pointer` into the body, or `parameter`), which rule, and in words."""

    pointer: str | None
    parameter: str | None
    code: str | None
    detail: str | None

    def __str__(self) -> str:
        place = self.pointer if self.pointer is not None else self.parameter
        words = self.detail or self.code or "refused"
        return f"{place}: {words}" if place else words


_NEXT_STEPS = {
    401: "Sign in again, then repeat the call.",
    403: "You can see it, but your roles do not allow this: ask who gives grants in your municipality.",
    404: "It does not exist, or it is outside your reach: check the id and your grants.",
    412: "It was changed since you read it: read it again and repeat your change.",
    413: "Send less at a time, or use an import.",
    428: "Say which version you have seen: pass the thing itself, or if_match=.",
    429: "Wait before trying again; `retry_after` says how many seconds.",
    503: "The service is busy or restarting: try again in a little while.",
}


class Problem(SammenError):
    """A refusal. `code` is part of the contract and stays the same in every language and version."""

    code: str
    status: int
    title: str
    detail: str | None
    errors: tuple[Fault, ...]
    request_id: str | None
    retryable: bool
    overridable: bool
    retry_after: float | None
    response: httpx.Response

    def __init__(self, response: httpx.Response, members: Mapping[str, Any]) -> None:
        self.response = response
        self.members = dict(members)
        self.status = response.status_code
        self.code = str(members.get("code") or f"http-{self.status}")
        self.title = str(members.get("title") or response.reason_phrase or "Refused")
        self.detail = _text(members.get("detail"))
        self.errors = tuple(_fault(entry) for entry in _list(members.get("errors")))
        self.request_id = _text(members.get("request_id")) or response.headers.get("x-request-id")
        self.retryable = members.get("retryable") is True
        self.overridable = members.get("overridable") is True
        self.retry_after = None
        super().__init__(self._message())

    @property
    def next_step(self) -> str | None:
        """What to do about it, where that can be said in general."""
        if self.overridable:
            return f'Who is responsible may set this rule aside: because={{"{self.code}": "the reason"}}.'
        if self.status >= 500 and self.status != 503:
            return "Tell those who run the service, with the request id."
        return _NEXT_STEPS.get(self.status)

    def _message(self) -> str:
        parts = [f"{self.title} ({self.code}, {self.status})"]
        if self.detail and self.detail != self.title:
            parts.append(self.detail)
        parts += [f"- {fault}" for fault in self.errors]
        if self.next_step:
            parts.append(self.next_step)
        if self.request_id:
            parts.append(f"Request id: {self.request_id}")
        return "\n".join(parts)


class BadRequest(Problem):
    """400: it could not be read."""


class Unauthorized(Problem):
    """401: no valid sign-in."""


class Forbidden(Problem):
    """403: seen, but not allowed."""


class NotFound(Problem):
    """404: unknown, or out of reach; the two cannot be told apart."""


class Conflict(Problem):
    """409: the state of things forbids it."""


class PreconditionFailed(Problem):
    """412: it was changed since it was read."""


class Invalid(Problem):
    """422: readable, but another value is needed."""


class PreconditionRequired(Problem):
    """428: which version have you seen?"""


class TooManyRequests(Problem):
    """429: wait a little."""


class ServiceFault(Problem):
    """5xx: the service, or what it stands on, failed."""


FAMILIES: Mapping[int, type[Problem]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    412: PreconditionFailed,
    422: Invalid,
    428: PreconditionRequired,
    429: TooManyRequests,
}


def family(status: int) -> type[Problem]:
    """The class for a status when the code itself is not known to this version."""
    return FAMILIES.get(status, ServiceFault if status >= 500 else Problem)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _list(value: object) -> list[Mapping[str, Any]]:
    return [entry for entry in value if isinstance(entry, Mapping)] if isinstance(value, list) else []


def _fault(entry: Mapping[str, Any]) -> Fault:
    return Fault(*(_text(entry.get(name)) for name in ("pointer", "parameter", "code", "detail")))
