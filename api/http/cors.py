"""CORS: Starlette's middleware, with refused preflights as problems."""

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response

from api.core import logs, problems
from api.http.problem_responses import problem_response

CROSS_ORIGIN_REFUSED = problems.problem_type(
    "cross-origin-refused",
    400,
    ("This origin, method or header is not allowed by CORS", "Oprindelsen, metoden eller headeren er ikke tilladt"),
    (
        "Use only the methods and headers that the response lists. The operator lists the allowed origins in "
        "SAMMEN_CORS_ORIGINS.",
        "Brug kun de metoder og headere, som svaret nævner. Driften angiver de tilladte oprindelser i "
        "SAMMEN_CORS_ORIGINS.",
    ),
    audience="developer",
)
_BODY_HEADERS = ("content-type", "content-length")


class CorsMiddleware(CORSMiddleware):
    """Starlette's CORS middleware, which would answer a refused preflight with a line of plain text.

    `preflight_response` is not documented by Starlette; tests/http/test_response_headers.py checks the problem and its
    headers.
    """

    def preflight_response(self, request_headers: Headers) -> Response:
        response = super().preflight_response(request_headers)
        if response.status_code < 400:
            return response
        headers = {name: value for name, value in response.headers.items() if name not in _BODY_HEADERS}
        # The scope is not passed to this method; of the request, the problem needs headers and id only.
        scope = {"type": "http", "headers": request_headers.raw, "state": {"request_id": logs.request_id.get()}}
        return problem_response(Request(scope), problems.Problem(CROSS_ORIGIN_REFUSED, headers=headers))
