"""Routes of health checks and metrics."""

from fastapi import APIRouter, Request, Response

from api.access.route_class import UnauthenticatedRoute, declared_problems
from api.core.problems import UNAVAILABLE, Problem
from api.db import transactions
from api.http import metrics
from api.migrate import foreign_tables
from api.monitoring.rules import NOT_MIGRATED
from api.monitoring.schemas import Health

router = APIRouter(route_class=UnauthenticatedRoute, tags=["service"])
routers = (router,)


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
