"""Route of the index."""

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.access.route_class import UnauthenticatedRoute
from api.http.content_negotiation import prefers_html
from api.http.response_headers import API_VERSION
from api.index.schemas import Index

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
    if prefers_html(request.headers.get("accept", "")):
        return RedirectResponse("docs")
    return Response(orjson.dumps(_INDEX), media_type="application/json")
