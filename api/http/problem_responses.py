"""Problems as responses: application/problem+json (RFC 9457) in the caller's language."""

from dataclasses import dataclass
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.core.problems import MAX_ERRORS, Problem

MEDIA_TYPE = "application/problem+json"
UNKNOWN_INSTANCE = "/"
"""The `instance` of a problem at an unknown address: never the address itself, which can contain personal data."""


@dataclass(slots=True)
class RenderedProblem:
    """A problem with the members that depend on the request."""

    problem: Problem
    instance: str
    request_id: str
    language: str

    def body(self) -> bytes:
        """Return the body of the response."""
        kind, language = self.problem.kind, self.language
        detail = self.problem.detail or kind.mend  # what to do; what is wrong is in `title` and `errors`
        members: dict[str, Any] = {
            "type": f"/problems/{kind.code}",
            "code": kind.code,
            "title": getattr(kind.title, language),
            "status": kind.status,
            "detail": getattr(detail, language),
            "instance": self.instance,
            "request_id": self.request_id,
            "retryable": kind.retryable,
            "audience": self.problem.audience,
            "errors": [fault.as_error(language) for fault in self.problem.faults[:MAX_ERRORS]],
        }
        if kind.overridable:
            members["overridable"] = True
        return orjson.dumps({**members, **self.problem.members})


def language_of(request: Request) -> str:
    """Return `da` if Accept-Language prefers Danish to English, else `en`."""
    qualities: dict[str, float] = {}
    for part in request.headers.get("accept-language", "")[:200].split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            qualities.setdefault(tag.split("-")[0].lower(), float(quality or 1))
        except ValueError:
            continue
    return "da" if qualities.get("da", 0) > qualities.get("en", 0) else "en"


def problem_response(request: Request, problem: Problem) -> Response:
    """Return the response of a problem: application/problem+json in the caller's language."""
    route = request.scope.get("route")
    template = getattr(route, "path_format", None) or request.scope.get("nearest") or UNKNOWN_INSTANCE
    language = language_of(request)
    rendered = RenderedProblem(problem, template, getattr(request.state, "request_id", ""), language)
    headers = {"Content-Language": language, "Cache-Control": "no-store", **problem.headers}
    if problem.kind.retryable:
        headers.setdefault("Retry-After", "1")
    return Response(rendered.body(), problem.kind.status, headers, MEDIA_TYPE)
