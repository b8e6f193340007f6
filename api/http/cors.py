"""Frontends of other origins: what a browser asks before it asks is refused in the form that all refusals have."""

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response

from api.core import logs, problems
from api.http.problem_responses import problem_response

CROSS_ORIGIN_REFUSED = problems.problem_type(
    "cross-origin-refused",
    400,
    ("Pages of this origin may not ask for this", "Sider herfra må ikke bede om dette"),
    (
        "Ask with a method and headers that the answer names; the operator names the origins in SAMMEN_CORS_ORIGINS.",
        "Spørg med en metode og headere, som svaret nævner; driften nævner oprindelserne i SAMMEN_CORS_ORIGINS.",
    ),
    audience="developer",
)
_OF_ITS_WORDS = ("content-type", "content-length")  # which are not ours


class CorsMiddleware(CORSMiddleware):
    """Starlette's, whose own refusal is a line of plain text."""

    def preflight_response(self, request_headers: Headers) -> Response:
        made = super().preflight_response(request_headers)
        if made.status_code < 400:
            return made
        told = {name: value for name, value in made.headers.items() if name not in _OF_ITS_WORDS}
        asked = {"type": "http", "headers": request_headers.raw, "state": {"request_id": logs.request_id.get()}}
        return problem_response(Request(asked), problems.Problem(CROSS_ORIGIN_REFUSED, headers=told))
