"""The house's own addresses: where to begin, whether it lives, its figures, what each refusal means."""

from typing import Annotated, Any, Literal

import orjson
from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field

from api.access.route_class import UnauthenticatedRoute, declared_problems
from api.core import problems
from api.core.problems import NOT_FOUND, PROBLEM_TYPES, UNAVAILABLE, Problem, ProblemType, problem_type
from api.core.schemas import ResponseSchema
from api.db import transactions
from api.documentation.problem_pages import problem_list_page, problem_page
from api.http import metrics
from api.http.content_negotiation import HTML, JSON, negotiate
from api.http.problem_responses import language_of
from api.http.response_headers import API_VERSION
from api.migrate import foreign_tables

router = APIRouter(route_class=UnauthenticatedRoute, tags=["service"])
routers = (router,)

NOT_MIGRATED = problem_type(
    "database-of-another-version",
    503,
    ("The database's tables are not those of this version", "Databasens tabeller er ikke denne versions"),
    (
        "Run `sammen-api migrate`: it makes them, or says why it cannot.",
        "Kør `sammen-api migrate`: den laver dem, eller siger, hvorfor den ikke kan.",
    ),
    audience="operator",
    retryable=True,
)


class Health(ResponseSchema):
    """How the service is."""

    status: Literal["alive", "ready"] = Field(
        description="`alive`: the process answers; `ready`: the database too, with its tables."
    )


class Index(ResponseSchema):
    """Where to begin."""

    name: Literal["Sammen"] = Field(description="What this service is.")
    api_version: str = Field(max_length=16, description="The version of the contract.")
    documentation: str = Field(max_length=64, description="The contract as a page that people read and try.")
    contract: str = Field(max_length=64, description="The contract itself (OpenAPI 3.1).")
    sign_in: str = Field(max_length=64, description="Where tokens are got (OAuth 2).")
    me: str = Field(max_length=64, description="Who the caller is, and what they may do.")
    vocabulary: str = Field(max_length=64, description="Every enumeration with its Danish and English labels.")
    problems: str = Field(max_length=64, description="What each refusal means.")
    health: str = Field(max_length=64, description="Whether requests can be served.")


class Refusal(ResponseSchema):
    """What a refusal means."""

    code: str = Field(max_length=64, description="The refusal's name.")
    status: int = Field(ge=400, le=599, description="The HTTP status that it is answered with.")
    title: str = Field(max_length=200, description="What is the matter.")
    mend: str = Field(max_length=1000, description="Who mends it, and how.")
    audience: problems.Audience = Field(description="Who can mend it.")
    retryable: bool = Field(description="Whether the same request may succeed later.")
    overridable: bool = Field(description="Whether the rule may be set aside with `because`.")


class Refusals(ResponseSchema):
    """Every refusal of the service."""

    items: list[Refusal] = Field(max_length=1000, description="Each refusal, by the order of their names.")


_INDEX = {
    "name": "Sammen", "api_version": API_VERSION, "documentation": "/docs", "contract": "/openapi.json",
    "sign_in": "/v1/token", "me": "/v1/me", "vocabulary": "/v1/vocabulary", "problems": "/problems",
    "health": "/health/ready",
}  # fmt: skip


@router.get("/", response_model=Index, responses={307: {"description": "To the documentation, for browsers."}})
async def show_index(request: Request) -> Response:
    """Say where to begin; a browser is led to the documentation."""
    if _for_people(request):
        return RedirectResponse("docs")
    return Response(orjson.dumps(_INDEX), media_type="application/json")


def _for_people(request: Request) -> bool:
    return negotiate(request.headers.get("accept", ""), (JSON, HTML)) == HTML


@router.get("/health/live", response_model=Health)
async def is_alive() -> Response:
    """Say that the process answers."""
    return Response(b'{"status":"alive"}', media_type="application/json")


@router.get("/health/ready", response_model=Health, openapi_extra=declared_problems(NOT_MIGRATED, UNAVAILABLE))
async def is_ready(request: Request) -> Response:
    """Say whether the database answers and has the tables of this version, so that requests can be served."""
    state = request.app.state
    if not await transactions.is_ready(state.engine):
        raise Problem(UNAVAILABLE, headers={"Retry-After": "5"})
    if not getattr(state, "has_its_tables", False):  # asked until it is so: tables do not go away again
        if await foreign_tables(state.engine):
            raise Problem(NOT_MIGRATED, headers={"Retry-After": "60"})
        state.has_its_tables = True
    return Response(b'{"status":"ready"}', media_type="application/json")


@router.get("/metrics", include_in_schema=False)
async def show_metrics(request: Request) -> Response:
    """The figures, for a monitor; what stands in front of the service keeps them inside."""
    return Response(request.app.state.metrics.text(), headers={"Content-Type": metrics.MEDIA_TYPE})


# --- what each refusal means ---

_PAGE: dict[str, Any] = {"content": {"text/html": {"schema": {"type": "string", "maxLength": 1_000_000}}}}


@router.get("/problems", response_model=Refusals, responses={200: _PAGE})
async def list_problems(request: Request) -> Response:
    """List every refusal: what it means, who mends it, and how; for people as a page."""
    language = language_of(request)
    headers, kinds = {"Content-Language": language}, [kind for _, kind in sorted(PROBLEM_TYPES.items())]
    if _for_people(request):
        return problem_list_page(kinds, language)
    answer = {"items": [_explained(kind, language) for kind in kinds]}
    return Response(orjson.dumps(answer), media_type="application/json", headers=headers)


@router.get("/problems/{code}", response_model=Refusal, responses={200: _PAGE})
async def explain_problem(
    request: Request,
    code: Annotated[
        str, Path(max_length=64, pattern="^[a-z0-9-]+$", description="The refusal's name.", examples=["cycle-overlaps"])
    ],
) -> Response:
    """Explain a refusal: what it means, who mends it, and how; for people as a page."""
    found = PROBLEM_TYPES.get(code)
    if found is None:
        raise Problem(NOT_FOUND)
    language = language_of(request)
    headers = {"Content-Language": language}
    if _for_people(request):
        return problem_page(found, language)
    return Response(orjson.dumps(_explained(found, language)), media_type="application/json", headers=headers)


def _explained(kind: ProblemType, language: str) -> dict[str, Any]:
    return {
        "code": kind.code,
        "status": kind.status,
        "title": getattr(kind.title, language),
        "mend": getattr(kind.mend, language),
        "audience": kind.audience,
        "retryable": kind.retryable,
        "overridable": kind.overridable,
    }
