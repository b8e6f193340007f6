"""`/docs` and `/openapi.json`: guides, reference, glossary and change log, and the files that these pages load."""

import json
import re
from functools import lru_cache
from importlib import resources
from typing import Any, Final
from urllib.parse import urlsplit

import orjson
from fastapi import APIRouter, Request, Response

from api.access.route_class import UnauthenticatedRoute
from api.core.problems import NOT_FOUND, Problem
from api.documentation.navigation import ADDRESSES, NAVIGATION
from api.documentation.sections import SECTIONS
from api.web import rendering
from api.web.markdown import render_document

router = APIRouter(route_class=UnauthenticatedRoute, tags=["documentation"], include_in_schema=False)
routers = (router,)


@router.get("/openapi.json")
async def openapi(request: Request) -> Response:
    """Return the OpenAPI document."""
    return rendering.file_response(request, orjson.dumps(request.app.openapi()), "application/json")


@router.get("/docs")
async def show_docs() -> Response:
    """Show the start page of the documentation."""
    document = render_document(_guide("home"), link_prefix="docs/")
    return rendering.page(
        "documentation/guide.html", address="docs", title=document.title, navigation=NAVIGATION, document=document
    )


@router.get("/docs/{name}")
async def show_page(request: Request, name: str) -> Response:
    """Show a guide, the glossary, the change log or the reference; or return a file that these load."""
    if name == "reference":
        return _reference(request)
    if name in _MEDIA_TYPES:
        return rendering.file_response(request, _file(name), _MEDIA_TYPES[name])
    if f"docs/{name}" not in ADDRESSES:
        raise Problem(NOT_FOUND)
    document = render_document(_at_this_address(request, _guide(name)))
    generated = SECTIONS[name]() if name in SECTIONS else {}
    return rendering.page(
        f"documentation/{name if generated else 'guide'}.html",
        address=f"docs/{name}",
        title=document.title,
        navigation=NAVIGATION,
        document=document,
        **generated,
    )


@lru_cache(maxsize=50)
def _guide(name: str) -> str:
    """Return the Markdown of a guide."""
    return (resources.files("api.web") / "guides" / f"{name}.md").read_text(encoding="utf-8")


_WRITTEN_ADDRESS: Final = "http://127.0.0.1:8000"
# What may replace it: a client chooses the Host header, and the address is set into Markdown.
_ADDRESS: Final = re.compile(r"https?://(?:[A-Za-z0-9.-]{1,253}|\[[0-9a-f:]{2,45}\])(?::[0-9]{1,5})?")


def _at_this_address(request: Request, text: str) -> str:
    """Let samples call the service at the address at which the guide is read."""
    address = str(request.base_url).rstrip("/")
    return text.replace(_WRITTEN_ADDRESS, address) if _ADDRESS.fullmatch(address) else text


# --- the reference ---

_SWAGGER_OPTIONS: Final[dict[str, Any]] = {
    "url": "../openapi.json",
    "dom_id": "#content",
    "deepLinking": True,
    "docExpansion": "none",
    "filter": True,
    "validatorUrl": None,
    "syntaxHighlight": False,
    "showExtensions": True,  # x-roles: who may call an operation
}
_SWAGGER_START: Final = f"SwaggerUIBundle({json.dumps(_SWAGGER_OPTIONS)});\n".encode()
_SWAGGER_FILES: Final = {"swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"}
_MEDIA_TYPES: Final = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "favicon-32x32.png": "image/png",
    "site.css": "text/css",
    "reference.css": "text/css",
    "reference.js": "text/javascript",
    "start.js": "text/javascript",
}


def _reference(request: Request) -> Response:
    """Show the reference. It may call the municipality's sign-in, where one is configured, and no other host."""
    issuer = urlsplit(request.app.state.settings.oidc_issuer)
    policy = rendering.content_security_policy(
        script_src="'self'",
        style_src="'self' 'unsafe-inline'",  # Swagger UI writes style attributes
        img_src="'self' data:",
        connect_src=f"'self' {issuer.scheme}://{issuer.netloc}" if issuer.netloc else "'self'",
    )
    return rendering.page(
        "documentation/reference.html",
        address="docs/reference",
        policy=policy,
        title="API reference",
        navigation=NAVIGATION,
    )


@lru_cache(maxsize=len(_MEDIA_TYPES))
def _file(name: str) -> bytes:
    if name == "start.js":
        return _SWAGGER_START
    if name in _SWAGGER_FILES:
        return (resources.files("fastapi_swagger") / "resources" / name).read_bytes()
    return rendering.static_file(name)
