"""What can go wrong, each saying what to do next.

`Problem` and its kin are refusals by the service (RFC 9457). The others are about getting an answer at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sammen.fault import Fault, fault_of, list_of, text_of
from sammen.next_steps import Told, next_step

if TYPE_CHECKING:
    import httpx  # which takes a while to import


class SammenError(Exception):
    """Base of everything that this package raises on purpose.

    `typed` is the same in the words of the command, where programs are told in those of Python.
    """

    def __init__(self, message: str = "", *, typed: str | None = None) -> None:
        super().__init__(message)
        self._typed = typed

    @property
    def typed(self) -> str:
        """What is told to somebody who typed a command."""
        return str(self) if self._typed is None else self._typed


class ConnectionFailed(SammenError):
    """The service could not be reached, or the connection was lost before it answered."""


class TimedOut(ConnectionFailed):
    """The service was reached, or tried, but did not answer in time."""


class SignInNeeded(SammenError):
    """There is no valid sign-in, and nothing to renew it with."""


class UnexpectedAnswer(SammenError):
    """The answer is not what the contract promises: another service, a proxy in between, or a newer major version."""


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
        self.detail = text_of(members.get("detail"))
        self.errors = tuple(fault_of(entry) for entry in list_of(members.get("errors")))
        self.request_id = text_of(members.get("request_id")) or response.headers.get("x-request-id")
        self.retryable = members.get("retryable") is True
        self.overridable = members.get("overridable") is True
        self.retry_after = None
        super().__init__(self._message())

    @property
    def next_step(self) -> str | None:
        """What to do about it, where that can be said in general."""
        return self._next("python")

    @property
    def typed(self) -> str:
        """What is told to somebody who typed a command."""
        return self._message("command")

    def _next(self, told: Told) -> str | None:
        if self.detail and self.status in {403, 404}:
            return None  # the service says so itself
        return next_step(self.code, self.status, self.language, overridable=self.overridable, told=told)

    @property
    def language(self) -> str:
        """The language in which the service answered."""
        return str(self.response.headers.get("content-language", "en"))

    def _message(self, to: Told = "python") -> str:
        # A fault's own words may be those of the whole: each sentence is told once, where it says most.
        told = {fault.detail for fault in self.errors if fault.place}
        parts = [f"{self.title} ({self.code}, {self.status})"]
        if self.detail and self.detail != self.title and self.detail not in told and not self._names_the_state:
            parts.append(self.detail)
        said = {self.title, self.detail} - told
        faults = [fault for fault in self.errors if fault.place or fault.detail not in said]
        # Where the state of things is what forbids it, nothing in the body is amiss.
        told_as = ((fault.detail if self.status == 409 and fault.pointer == "" else fault) for fault in faults)
        parts += [f"- {told}" for fault, told in zip(faults, told_as, strict=True) if fault.detail != self.title]
        # Where a fault says no more than the title does, its place is what is left to tell.
        places = [fault.place for fault in faults if fault.detail == self.title and fault.place and fault.pointer != ""]
        if places:
            parts.append(f"{'Det gælder' if self.language == 'da' else 'This is about'} {', '.join(places)}.")
        parts += self._rows()
        if step := self._next(to):
            parts.append(step)
        if self.request_id:
            parts.append(f"{'Forespørgslens id' if self.language == 'da' else 'Request id'}: {self.request_id}")
        return "\n".join(dict.fromkeys(parts))

    @property
    def _names_the_state(self) -> bool:
        """Whether it says which state a thing is in, so that nobody needs to be told to look."""
        return self.code == "wrong-state" and any(fault.detail not in {None, self.title} for fault in self.errors)

    def _rows(self) -> list[str]:
        """The lines of a file that it is about, the first of them, each with what has become of it."""
        line, more = ("linje", "og {} mere") if self.language == "da" else ("line", "and {} more")
        rows = list_of(self.members.get("rows"))
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
