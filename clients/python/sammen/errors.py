"""The exceptions of this package.

`Problem` and its subclasses are error responses of the service (RFC 9457). The others mean that there was no usable
response.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sammen.error_details import ErrorDetail, objects_in, parse_error_detail, text_or_none
from sammen.next_steps import next_step
from sammen.problem_text import problem_text

if TYPE_CHECKING:
    import httpx  # takes long to import

    from sammen.requests import Request


class SammenError(Exception):
    """Base class of all exceptions of this package."""


class ConnectionFailed(SammenError):
    """The service could not be reached, or the connection was lost before it responded.

    `cause` is the message without the advice; `request` is set when the request may have been sent.
    """

    def __init__(self, message: str, *, cause: str | None = None, request: Request | None = None) -> None:
        super().__init__(message)
        self.cause = cause or message.split(". ", maxsplit=1)[0].rstrip(".")
        self.request = request


class RequestTimeout(ConnectionFailed):
    """The service did not respond in time."""


class SignInRequired(SammenError):
    """There is no valid access token, and no credentials to get one. `expired`: there was one."""

    def __init__(self, message: str, *, expired: bool = False) -> None:
        super().__init__(message)
        self.expired = expired


class UnexpectedResponse(SammenError):
    """The response does not follow the contract: another service, a proxy, or a newer major version."""


class Problem(SammenError):
    """An error response. `code` is part of the contract: it is the same in every language and version."""

    code: str
    status: int
    title: str
    detail: str | None
    errors: tuple[ErrorDetail, ...]
    request_id: str | None
    retryable: bool
    overridable: bool
    retry_after: float | None
    response: httpx.Response

    def __init__(self, response: httpx.Response, fields: Mapping[str, Any]) -> None:
        self.response = response
        self.fields = dict(fields)
        self.status = response.status_code
        self.code = str(fields.get("code") or f"http-{self.status}")
        self.title = str(fields.get("title") or response.reason_phrase or "Request rejected")
        self.detail = text_or_none(fields.get("detail"))
        self.errors = tuple(parse_error_detail(entry) for entry in objects_in(fields.get("errors")))
        self.request_id = text_or_none(fields.get("request_id")) or response.headers.get("x-request-id")
        self.retryable = fields.get("retryable") is True
        self.overridable = fields.get("overridable") is True
        self.retry_after = None
        super().__init__(problem_text(self, self.next_step))

    @property
    def next_step(self) -> str | None:
        """General advice on what to do, in the language of the response; None when there is none."""
        return next_step(self)

    @property
    def language(self) -> str:
        """The language of the response."""
        return str(self.response.headers.get("content-language", "en"))


class BadRequest(Problem):
    """400: the request cannot be parsed."""


class Unauthorized(Problem):
    """401: no valid access token."""


class Forbidden(Problem):
    """403: the caller's roles do not allow it."""


class NotFound(Problem):
    """404: does not exist, or is not visible to the caller; the response is the same."""


class Conflict(Problem):
    """409: the state of the resource does not allow it."""


class PreconditionFailed(Problem):
    """412: the resource was changed since it was read."""


class UnprocessableContent(Problem):
    """422: validation failed."""


class PreconditionRequired(Problem):
    """428: `If-Match` is missing."""


class TooManyRequests(Problem):
    """429: rate limit exceeded."""


class ServerError(Problem):
    """5xx: the service, or something that it depends on, failed."""


BY_STATUS: Mapping[int, type[Problem]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    412: PreconditionFailed,
    422: UnprocessableContent,
    428: PreconditionRequired,
    429: TooManyRequests,
}


def problem_class_for_status(status: int) -> type[Problem]:
    """The class for a status, used when this version does not know the problem code."""
    return BY_STATUS.get(status, ServerError if status >= 500 else Problem)
