"""Routes of the service itself: the index, health checks, metrics, and the list of problems."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from api.access.route_class import UnauthenticatedRoute, declared_problems
from api.core.problems import NOT_FOUND, PROBLEM_TYPES, UNAVAILABLE, Problem, ProblemType
from api.db import transactions
from api.documentation.problem_pages import problem_list_page, problem_page
from api.http import metrics
from api.http.content_negotiation import HTML, JSON, negotiate
from api.http.problem_responses import language_of
from api.http.response_headers import API_VERSION
from api.migrate import foreign_tables
from api.service.rules import NOT_MIGRATED
from api.service.schemas import Health, Index, Refusal, Refusals

router = APIRouter(route_class=UnauthenticatedRoute, tags=["service"])
routers = (router,)

_INDEX = {
    "name": "Sammen",
    "api_version": API_VERSION,
    "documentation": "/docs",
    "contract": "/openapi.json",
    "sign_in": "/v1/token",
    "me": "/v1/me",
    "vocabulary": "/v1/vocabulary",
    "problems": "/problems",
    "health": "/health/ready",
}


@router.get(
    "/", response_model=Index, responses={307: {"description": "A redirect to the documentation, for browsers."}}
)
async def show_index(request: Request) -> Response:
    """Return the entry points of the service; a browser is redirected to the documentation."""
    if _prefers_html(request):
        return RedirectResponse("docs")
    return Response(orjson.dumps(_INDEX), media_type="application/json")


def _prefers_html(request: Request) -> bool:
    return negotiate(request.headers.get("accept", ""), (JSON, HTML)) == HTML


# --- health and metrics ---


@router.get("/health/live", response_model=Health)
async def is_alive() -> Response:
    """Return 200 if the process responds (liveness)."""
    return Response(b'{"status":"alive"}', media_type="application/json")


@router.get("/health/ready", response_model=Health, openapi_extra=declared_problems(NOT_MIGRATED, UNAVAILABLE))
async def is_ready(request: Request) -> Response:
    """Return 200 if requests can be served (readiness): the database responds and has the tables of this version."""
    state = request.app.state
    if not await transactions.is_ready(state.engine):
        raise Problem(UNAVAILABLE, headers={"Retry-After": "5"})
    # The tables are checked until they are right once: they do not disappear again.
    if not getattr(state, "has_its_tables", False):
        if await foreign_tables(state.engine):
            raise Problem(NOT_MIGRATED, headers={"Retry-After": "60"})
        state.has_its_tables = True
    return Response(b'{"status":"ready"}', media_type="application/json")


@router.get("/metrics", include_in_schema=False)
async def show_metrics(request: Request) -> Response:
    """Return the metrics for Prometheus; the reverse proxy must keep this address internal."""
    return Response(request.app.state.metrics.text(), headers={"Content-Type": metrics.MEDIA_TYPE})


# --- problems ---

_HTML_PAGE: dict[str, Any] = {"content": {"text/html": {"schema": {"type": "string", "maxLength": 1_000_000}}}}


@router.get("/problems", response_model=Refusals, responses={200: _HTML_PAGE})
async def list_problems(request: Request) -> Response:
    """List every problem: what is wrong, what to do, and who can solve it; as a page for browsers."""
    language = language_of(request)
    problem_types = [problem_type for _, problem_type in sorted(PROBLEM_TYPES.items())]
    if _prefers_html(request):
        return problem_list_page(problem_types, language)
    content = {"items": [_explanation(problem_type, language) for problem_type in problem_types]}
    headers = {"Content-Language": language}
    return Response(orjson.dumps(content), media_type="application/json", headers=headers)


@router.get("/problems/{code}", response_model=Refusal, responses={200: _HTML_PAGE})
async def explain_problem(
    request: Request,
    code: Annotated[
        str,
        Path(
            max_length=64, pattern="^[a-z0-9-]+$", description="The code of the problem.", examples=["cycle-overlaps"]
        ),
    ],
) -> Response:
    """Explain a problem: what is wrong, what to do, and who can solve it; as a page for browsers."""
    problem_type = PROBLEM_TYPES.get(code)
    if problem_type is None:
        raise Problem(NOT_FOUND)
    language = language_of(request)
    if _prefers_html(request):
        return problem_page(problem_type, language)
    content, headers = _explanation(problem_type, language), {"Content-Language": language}
    return Response(orjson.dumps(content), media_type="application/json", headers=headers)


def _explanation(problem_type: ProblemType, language: str) -> dict[str, Any]:
    return {
        "code": problem_type.code,
        "status": problem_type.status,
        "title": getattr(problem_type.title, language),
        "mend": getattr(problem_type.mend, language),
        "audience": problem_type.audience,
        "retryable": problem_type.retryable,
        "overridable": problem_type.overridable,
    }
