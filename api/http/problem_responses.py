"""Render a problem as application/problem+json (RFC 9457) in the caller's language."""

from dataclasses import dataclass, field
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.core.problems import MAX_ERRORS, Problem

MEDIA_TYPE = "application/problem+json"
UNKNOWN_INSTANCE = "/"  # the instance of a refusal at an address that is none: never the address itself


@dataclass(slots=True)
class RenderedProblem:
    """What is written into an answer about a Problem."""

    problem: Problem
    instance: str
    request_id: str
    language: str
    headers: dict[str, str] = field(default_factory=dict)

    def body(self) -> bytes:
        kind, language = self.problem.kind, self.language
        detail = self.problem.detail or kind.mend  # what is wrong in which place is said in `errors`
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
            "errors": [fault.answer(language) for fault in self.problem.faults[:MAX_ERRORS]],
        }
        if kind.overridable:
            members["overridable"] = True
        return orjson.dumps({**members, **self.problem.members})


def language_of(request: Request) -> str:
    """Danish where Accept-Language prefers it to English, else English."""
    wishes: dict[str, float] = {}
    for part in request.headers.get("accept-language", "")[:200].split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            wishes.setdefault(tag.split("-")[0].lower(), float(quality or 1))
        except ValueError:
            continue
    return "da" if wishes.get("da", 0) > wishes.get("en", 0) else "en"


def problem_response(request: Request, problem: Problem) -> Response:
    """The Response of a refusal: application/problem+json in the caller's language."""
    route = request.scope.get("route")
    template = getattr(route, "path_format", None) or request.scope.get("nearest") or UNKNOWN_INSTANCE
    language = language_of(request)
    refused = RenderedProblem(problem, template, getattr(request.state, "request_id", ""), language)
    headers = {"Content-Language": language, "Cache-Control": "no-store", **problem.headers}
    if problem.kind.retryable:
        headers.setdefault("Retry-After", "1")
    return Response(refused.body(), problem.kind.status, headers, MEDIA_TYPE)
