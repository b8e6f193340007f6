"""The ASGI application: routers, middleware, exception handlers and its state."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Match

from api.account import routes as account
from api.agreements import routes as agreements
from api.calendar import routes as calendar
from api.closures import routes as closures
from api.consultations import routes as consultations
from api.core import clock, problems
from api.core.settings import Settings
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
from api.index import routes as index
from api.indicators import routes as indicators
from api.institutions import routes as institutions
from api.journal import routes as journal
from api.machines import routes as machines
from api.measurements import routes as measurements
from api.monitoring import routes as monitoring
from api.municipal_sign_in.actions.sign_in import MUNICIPAL_SIGN_IN_PROBLEMS, create_municipal_sign_in
from api.observation_guides import routes as observation_guides
from api.observations import routes as observations
from api.openapi import document, examples, tags
from api.people import routes as people
from api.privacy.routes import people as personal_data
from api.privacy.routes import redactions
from api.problems import routes as problem_list
from api.sign_in import signing_key
from api.stakeholder_input import routes as stakeholder_input
from api.supervision import routes as supervision
from api.themes import routes as themes
from api.threads import routes as threads
from api.vocabulary import routes as vocabulary

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
    vocabulary,
    index,
    monitoring,
    problem_list,
    documentation,
)
"""Every module of routes, in the order of the contract."""


def create_app(settings: Settings) -> FastAPI:
    """Return the application for these settings, which are the only ones it uses; it connects at the first request.

    Its `state` holds what requests share: the settings, the engine, rate limiters, keys, and the municipality's own
    sign-in.
    """
    clock.configure(settings)
    metrics = Metrics()
    caller_rate = RateLimiter(settings.caller_requests, 60, name="caller")
    app = FastAPI(
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
        middleware=_middleware(settings, metrics, caller_rate.policy),
    )
    app.state.settings, app.state.metrics = settings, metrics
    app.state.public_rate = RateLimiter(settings.public_requests, 60, name="public")
    app.state.caller_rate = caller_rate
    app.state.engine = make_engine(settings)
    app.state.signer, app.state.verifier = signing_key.create_signer(settings), signing_key.create_verifier(settings)
    app.state.municipal = create_municipal_sign_in(settings, app.state.engine)
    for room in ROOMS:
        for router in room.routers:
            # Instead of include_router, which wraps the routes of a router: Starlette would then match each route
            # twice, and walking over `app.routes` (the contract, `_methods`, tests) would not find them.
            # tests/house/test_contract.py fails if the routes are no longer found.
            app.router.routes.extend(router.routes)
    app.add_exception_handler(problems.Problem, _answer_problem)
    app.add_exception_handler(HTTPException, _answer_http_exception)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]  # FastAPI's documented way to extend the document
    return app


def _openapi(app: FastAPI) -> dict[str, Any]:
    return document.build_document(
        app, examples.example, tags.TAG_DESCRIPTIONS, tags.EXTRA_LINKS, MUNICIPAL_SIGN_IN_PROBLEMS
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    expiry = asyncio.create_task(expire_periodically(app.state.engine))
    yield
    expiry.cancel()
    await app.state.engine.dispose()


def _middleware(settings: Settings, metrics: Metrics, caller_policy: str) -> list[Middleware]:
    """Return the middleware, outermost first; CORS only if origins are allowed."""
    rate = RateLimiter(settings.address_requests, 60)
    response_headers = Middleware(
        ResponseHeadersMiddleware,
        metrics=metrics,
        behind_tls=settings.behind_tls,
        rate=rate,
        caller_policy=caller_policy,
    )
    admission = Middleware(AdmissionMiddleware, rate=rate)
    if not settings.cors_origins:
        return [response_headers, admission]
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
    return [response_headers, cors, admission]


async def _answer_problem(request: Request, problem: Exception) -> Response:
    return problem_response(request, cast(problems.Problem, problem))


async def _answer_http_exception(request: Request, error: Exception) -> Response:
    """Answer an HTTPException of Starlette itself: an unknown address, or a method that a route does not support."""
    status = cast(HTTPException, error).status_code
    if status == 405:
        methods = _methods(request)
        allow = ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))
        return problem_response(request, problems.Problem(problems.METHOD_NOT_ALLOWED, headers={"Allow": allow}))
    request.scope["nearest"] = _nearest_template(request)
    kind = _HTTP_EXCEPTION_PROBLEMS.get(status, problems.INTERNAL)
    # An unknown address is an error of the client's developer; an unknown resource can be anybody's.
    return problem_response(request, problems.Problem(kind, audience="developer" if status == 404 else None))


_HTTP_EXCEPTION_PROBLEMS = {400: problems.UNREADABLE_REQUEST, 404: problems.NOT_FOUND, 413: problems.TOO_LARGE}


def _nearest_template(request: Request) -> str:
    """Return the template that the address would have with valid ids; else `/v1` or `/`."""
    parts = request.scope["path"].split("/")
    for route in request.app.router.routes:
        template = str(getattr(route, "path_format", ""))
        template_parts = template.split("/")
        if len(template_parts) == len(parts) and all(
            name == part or (part and name[:1] == "{") for name, part in zip(template_parts, parts, strict=True)
        ):
            return template
    return "/v1" if parts[1:2] == ["v1"] else UNKNOWN_INSTANCE


def _methods(request: Request) -> set[str]:
    """Return the methods of every route that matches the address."""
    methods: set[str] = set()
    for route in request.app.router.routes:
        match, _ = route.matches(request.scope)
        if match is not Match.NONE:
            methods |= getattr(route, "methods", None) or set()
    return methods
