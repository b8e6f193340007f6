"""Routes that explain problems."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path, Request, Response

from api.access.route_class import UnauthenticatedRoute
from api.core.problems import NOT_FOUND, PROBLEM_TYPES, Problem, ProblemType
from api.documentation.problem_pages import problem_list_page, problem_page
from api.http.content_negotiation import prefers_html
from api.http.problem_responses import language_of
from api.problems.schemas import Refusal, Refusals

router = APIRouter(route_class=UnauthenticatedRoute, tags=["service"])
routers = (router,)

_HTML_PAGE: dict[str, Any] = {"content": {"text/html": {"schema": {"type": "string", "maxLength": 1_000_000}}}}


@router.get("/problems", response_model=Refusals, responses={200: _HTML_PAGE})
async def list_problems(request: Request) -> Response:
    """List every problem: what is wrong, what to do, and who can solve it; as a page for browsers."""
    language = language_of(request)
    problem_types = [problem_type for _, problem_type in sorted(PROBLEM_TYPES.items())]
    if prefers_html(request.headers.get("accept", "")):
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
    if prefers_html(request.headers.get("accept", "")):
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
