"""Opens every door: routers, problems, middleware, nothing else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Match

from api import house, vocabulary
from api.account import routes as account
from api.agreements import routes as agreements
from api.calendar import routes as calendar
from api.closures import routes as closures
from api.consultations import routes as consultations
from api.core import problems
from api.core.settings import Settings
from api.core.settings import settings as read_settings
from api.cycles import routes as cycles
from api.data_packages import routes as data_packages
from api.db.engine import make_engine
from api.dialogues import routes as dialogues
from api.documentation import routes as documentation
from api.focus_areas import routes as focus_areas
from api.follow_ups import routes as follow_ups
from api.grants import routes as grants
from api.heightened_supervision import routes as heightened_supervision
from api.http.admission import AdmissionMiddleware
from api.http.cors import CorsMiddleware
from api.http.metrics import Metrics
from api.http.problem_responses import UNKNOWN_INSTANCE, problem_response
from api.http.rate_limits import RateLimiter
from api.http.response_headers import ResponseHeadersMiddleware
from api.imports import routes as imports
from api.imports.actions.expire import expire_periodically
from api.indicators import routes as indicators
from api.institutions import routes as institutions
from api.journal import routes as journal
from api.machines import routes as machines
from api.measurements import routes as measurements
from api.municipal_sign_in.actions.sign_in import REFUSALS_ELSEWHERE, municipal_sign_in
from api.observation_guides import routes as observation_guides
from api.observations import routes as observations
from api.openapi import document, examples, tags
from api.people import routes as people
from api.privacy.routes import people as personal_data
from api.privacy.routes import redactions
from api.sign_in import signing_key
from api.stakeholder_input import routes as stakeholder_input
from api.supervision import routes as supervision
from api.themes import routes as themes
from api.threads import routes as threads

ROOMS = (
    account,
    journal,
    people,
    machines,
    grants,
    institutions,
    cycles,
    themes,
    focus_areas,
    indicators,
    data_packages,
    measurements,
    observation_guides,
    observations,
    stakeholder_input,
    consultations,
    agreements,
    dialogues,
    heightened_supervision,
    follow_ups,
    supervision,
    threads,
    calendar,
    closures,
    personal_data,
    redactions,
    imports,
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service for these settings; nothing is connected before the first request."""
    settings = settings or read_settings()
    metrics = Metrics()
    caller_rate = RateLimiter(settings.caller_requests, 60, name="caller")
    middleware = _middleware(settings, metrics, caller_rate.policy)
    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
        middleware=middleware,
    )
    app.state.settings, app.state.metrics = settings, metrics
    app.state.public_rate, app.state.caller_rate = RateLimiter(settings.public_requests, 60, name="public"), caller_rate
    app.state.engine = make_engine(settings)
    app.state.signer, app.state.verifier = signing_key.signer(settings), signing_key.verifier(settings)
    app.state.municipal = municipal_sign_in(settings, app.state.engine)
    for room in (*ROOMS, vocabulary, house, documentation):
        for router in room.routers:
            # Not include_router: it matches every route twice, and hides them from a walk over app.routes.
            app.router.routes.extend(router.routes)
    app.add_exception_handler(problems.Problem, _refuse)
    app.add_exception_handler(HTTPException, _refuse_http)
    app.openapi = lambda: _contract(app)  # type: ignore[method-assign]  # the framework's own way to do it
    return app


def _contract(app: FastAPI) -> dict[str, Any]:
    return document.openapi(app, examples.example, tags.HEADINGS, tags.LEADS, REFUSALS_ELSEWHERE)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    ending = asyncio.create_task(expire_periodically(app.state.engine))
    yield
    ending.cancel()
    await app.state.engine.dispose()


def _middleware(settings: Settings, metrics: Metrics, policy: str) -> list[Middleware]:
    rate = RateLimiter(settings.address_requests, 60)
    outer = Middleware(
        ResponseHeadersMiddleware, metrics=metrics, behind_tls=settings.behind_tls, rate=rate, caller_policy=policy
    )
    inner = Middleware(AdmissionMiddleware, rate=rate)
    if not settings.cors_origins:
        return [outer, inner]
    cors = Middleware(
        CorsMiddleware,
        allow_origins=list(settings.cors_origins),
        allow_methods=["GET", "POST", "PATCH", "PUT", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "If-Match", "If-None-Match", "Idempotency-Key", "X-Request-Id"],
        expose_headers=[
            "ETag",
            "Link",
            "Location",
            "Retry-After",
            "X-Request-Id",
            "API-Version",
            "Idempotency-Replayed",
            "RateLimit",
            "RateLimit-Policy",
            "Content-Disposition",
            "Deprecation",
            "Sunset",
        ],
        max_age=600,
    )
    return [outer, cors, inner]


async def _refuse(request: Request, problem: Exception) -> Response:
    return problem_response(request, cast(problems.Problem, problem))


async def _refuse_http(request: Request, error: Exception) -> Response:
    """What the framework itself refuses: an address that is none, a method that it does not take."""
    status = cast(HTTPException, error).status_code
    if status == 405:
        methods = _methods(request)
        allow = ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))
        return problem_response(request, problems.Problem(problems.METHOD_NOT_ALLOWED, headers={"Allow": allow}))
    request.scope["nearest"] = _nearest(request)
    kind = _REFUSED_BY_FRAMEWORK.get(status, problems.INTERNAL)
    # An address that is none is a program's mistake; a thing that is not there, at one that is, may be anybody's.
    return problem_response(request, problems.Problem(kind, audience="developer" if status == 404 else None))


def _nearest(request: Request) -> str:
    """The template that an address would have, were its ids some; else where all begins."""
    parts = request.scope["path"].split("/")
    for route in request.app.router.routes:
        template = str(getattr(route, "path_format", ""))
        wanted = template.split("/")
        if len(wanted) != len(parts):
            continue
        if all(name == part or (part and name[:1] == "{") for name, part in zip(wanted, parts, strict=True)):
            return template
    return "/v1" if parts[1:2] == ["v1"] else UNKNOWN_INSTANCE


_REFUSED_BY_FRAMEWORK = {400: problems.UNREADABLE_REQUEST, 404: problems.NOT_FOUND, 413: problems.TOO_LARGE}


def _methods(request: Request) -> set[str]:
    found: set[str] = set()
    for route in request.app.router.routes:
        match, _ = route.matches(request.scope)
        if match is not Match.NONE:
            found |= getattr(route, "methods", None) or set()
    return found
