"""What can go wrong, each saying what to do next.

`Problem` and its kin are refusals by the service (RFC 9457). The others are about getting an answer at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from sammen.next_steps import next_step


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
        place, words = self.place, self.detail or self.code or "refused"
        return f"{place}: {words}" if place else words

    @property
    def place(self) -> str | None:
        """Where it is, as people name it: the body as a whole has a name, too."""
        return self.parameter if self.pointer is None else self.pointer or "body"


_LINES = 10


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
        return next_step(self.code, self.status, self.language, overridable=self.overridable)

    @property
    def language(self) -> str:
        """The language in which the service answered."""
        return str(self.response.headers.get("content-language", "en"))

    def _message(self) -> str:
        # A fault's own words may be those of the whole: each sentence is told once, where it says most.
        told = {fault.detail for fault in self.errors if fault.place}
        parts = [f"{self.title} ({self.code}, {self.status})"]
        if self.detail and self.detail != self.title and self.detail not in told:
            parts.append(self.detail)
        said = {self.title, self.detail} - told
        faults = [fault for fault in self.errors if fault.place or fault.detail not in said]
        # Where a fault says no more than the title does, its place is what is left to tell.
        parts += [f"- {fault.place if fault.detail == self.title else fault}" for fault in faults]
        parts += self._rows()
        if self.next_step:
            parts.append(self.next_step)
        if self.request_id:
            parts.append(f"{'Forespørgslens id' if self.language == 'da' else 'Request id'}: {self.request_id}")
        return "\n".join(dict.fromkeys(parts))

    def _rows(self) -> list[str]:
        """The lines of a file that it is about, the first of them, each with what has become of it."""
        line, more = ("linje", "og {} mere") if self.language == "da" else ("line", "and {} more")
        rows = _list(self.members.get("rows"))
        told = [f"- {line} {row.get('source_line') or row.get('line')}: {row.get('now')}" for row in rows[:_LINES]]
        left = int(self.members.get("rows_changed") or 0) - len(told)
        return [*told, f"- {more.format(left)}"] if told and left > 0 else told


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
    pointer = entry.get("pointer")  # the empty one is that of the whole body
    others = (_text(entry.get(name)) for name in ("parameter", "code", "detail"))
    return Fault(pointer if isinstance(pointer, str) else None, *others)
