"""The house's own addresses: whether it lives, its contract, its documentation, what each refusal means."""

from typing import Any

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.access.door import OpenDoor
from api.core import database, problems
from api.core.problems import KINDS, NOT_FOUND, UNAVAILABLE, Problem

router = APIRouter(route_class=OpenDoor, tags=["house"])
routers = (router,)


@router.get("/health/live", response_model=dict[str, str])
async def is_alive() -> Response:
    """Say that the process answers."""
    return Response(b'{"status":"alive"}', media_type="application/json")


@router.get("/health/ready", response_model=dict[str, str])
async def is_ready(request: Request) -> Response:
    """Say whether the database answers, so that requests can be served."""
    if not await database.is_ready(request.app.state.engine):
        raise Problem(UNAVAILABLE, headers={"Retry-After": "5"})
    return Response(b'{"status":"ready"}', media_type="application/json")


@router.get("/openapi.json", include_in_schema=False)
async def openapi(request: Request) -> Response:
    """The contract."""
    return Response(orjson.dumps(request.app.openapi()), media_type="application/json")


@router.get("/problems/{code}", response_model=dict[str, Any])
async def explain_problem(request: Request, code: str) -> Response:
    """Explain a refusal: what it means, who mends it, and how."""
    kind = KINDS.get(code)
    if kind is None:
        raise Problem(NOT_FOUND)
    language = problems.language_of(request)
    explained = {
        "code": kind.code,
        "status": kind.status,
        "title": getattr(kind.title, language),
        "mend": getattr(kind.mend, language),
        "audience": kind.audience,
        "retryable": kind.retryable,
        "overridable": kind.overridable,
    }
    headers = {"Content-Language": language}
    if "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(_page(explained, language), headers=headers)
    return Response(orjson.dumps(explained), media_type="application/json", headers=headers)


def _page(explained: dict[str, Any], language: str) -> str:
    title, mend = explained["title"], explained["mend"]
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>'
        f"<h1>{title}</h1><p>{mend}</p><p><code>{explained['status']} {explained['code']}</code></p></html>"
    )
