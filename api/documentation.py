"""/docs: guides, reference, glossary and change log, as pages that ask no other host for anything."""

import json
import re
from collections.abc import Callable
from functools import lru_cache
from html import escape
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api import site
from api.access.models import Role
from api.access.roles import POLICY, READ, ROLE_LABELS, TRANSITION, WRITE, Action
from api.access.route_class import UnauthenticatedRoute
from api.core.problems import NOT_FOUND, Problem
from api.imports.queries.columns import RECOGNISED_BY, columns_of
from api.vocabulary import ENUMERATION_LABELS

router = APIRouter(route_class=UnauthenticatedRoute, tags=["house"], include_in_schema=False)
routers = (router,)


@router.get("/openapi.json")
async def openapi(request: Request) -> Response:
    """The contract."""
    return site.asset(request, orjson.dumps(request.app.openapi()), "application/json")


@router.get("/docs")
async def show_docs() -> Response:
    """Where reading begins."""
    text = site.written("home.md")
    return site.page(_title(text), site.rendered(text).replace('href="', 'href="docs/'), here="docs")


@router.get("/docs/{name}")
async def show_page(request: Request, name: str) -> Response:
    """A guide, the glossary, the change log, the reference; or a file that these load."""
    if name == "reference":
        # It asks no other host for anything, but the municipality's sign-in where there is one.
        issuer = urlsplit(request.app.state.settings.oidc_issuer)
        provider = f" {issuer.scheme}://{issuer.netloc}" if issuer.netloc else ""
        policy = _REFERENCE_POLICY.format(provider=provider)
        return HTMLResponse(_reference(), headers={"Content-Security-Policy": policy})
    if name in _FILES:
        return site.asset(request, _file(name), _FILES[name])
    if name == "start.js":
        return site.asset(request, _START.encode(), "text/javascript")
    if name == "glossary":
        text = site.written("glossary.md")
        return site.page(_title(text), site.rendered(text) + _enumerations(), here="docs/glossary")
    if name in _APPENDED:
        text = site.written(f"{name}.md")
        return site.page(_title(text), _here(request, site.rendered(text)) + _APPENDED[name](), here=f"docs/{name}")
    if f"docs/{name}" not in {one.address for one in (*site.GUIDES, *site.BESIDE)}:
        raise Problem(NOT_FOUND)
    text = site.written(f"{name}.md")
    return site.page(_title(text), _here(request, site.rendered(text)), here=f"docs/{name}")


_WRITTEN_ADDRESS = "http://127.0.0.1:8000"
_ADDRESS = re.compile(r"https?://(?:[A-Za-z0-9.-]{1,253}|\[[0-9a-f:]{2,45}\])(?::[0-9]{1,5})?")


def _here(request: Request, html: str) -> str:
    """Samples call the service at the address at which they are read."""
    address = str(request.base_url).rstrip("/")
    return html.replace(_WRITTEN_ADDRESS, address) if _ADDRESS.fullmatch(address) else html


def _title(text: str) -> str:
    return text.split("\n", 1)[0].removeprefix("# ")


_REQUIRED = {(True, False): "; required", (False, True): "; required for a new one", (False, False): ""}


@lru_cache(maxsize=1)
def _columns() -> str:
    """The columns of each resource that files can hold."""
    parts = [
        '<h2 id="columns">Columns</h2><p>The first line of a file names its columns; a column that is not here is '
    ]
    parts.append("refused. Rows of NDJSON have the same as members.</p>")
    head = '<tr><th scope="col">Column</th><th scope="col">What a cell says</th></tr>'
    for resource, key in RECOGNISED_BY.items():
        rows = "".join(
            f"<tr><td><code>{one.name}</code></td><td>{site.inline(one.holds)}{_REQUIRED[one.required, one.for_new]}"
            "</td></tr>"
            for one in columns_of(resource)
        )
        parts.append(f'<h3 id="{resource}">{resource}</h3><p>A row is recognised by {site.inline(key)}.</p>')
        parts.append(f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>")
    return "".join(parts)


@lru_cache(maxsize=1)
def _enumerations() -> str:
    """Every enumeration of the contract, as `GET /v1/vocabulary` answers it."""
    parts = ['<h2 id="enumerations">Values of the contract</h2>']
    for kind, words in sorted(ENUMERATION_LABELS.items(), key=lambda pair: pair[0].__name__):
        rows = "".join(
            f'<tr><td><code>{escape(str(value))}</code></td><td lang="da">{escape(da)}</td><td>{escape(en)}</td></tr>'
            for value, (da, en) in words.items()
        )
        head = '<tr><th scope="col">Value</th><th scope="col">Danish</th><th scope="col">English</th></tr>'
        name = kind.__name__
        parts.append(f'<h3 id="{name.lower()}">{name}</h3><table><thead>{head}</thead><tbody>{rows}</tbody></table>')
    return "".join(parts)


@lru_cache(maxsize=1)
def _roles() -> str:
    """What each role reads and changes, as the policy has it."""
    about = (
        '<h2 id="roles">Roles</h2><p>What each role opens, at the unit where it is held and below; the reference names '
        "the roles of each operation, and <code>GET /v1/me</code> what one's own allow.</p>"
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Role", "Reads", "Changes"))
    rows = "".join(
        f'<tr><td><code>{role}</code><br>{escape(label.en)}<br><span lang="da">{escape(label.da)}</span></td>'
        f"<td>{_opened(role, (READ,))}</td><td>{_opened(role, (WRITE, TRANSITION))}</td></tr>"
        for role, label in ROLE_LABELS.items()
    )
    return f"{about}<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _opened(role: Role, actions: tuple[Action, ...]) -> str:
    names = (name.replace("_", " ") for name, cells in POLICY.items() if cells[role].intersection(actions))
    return ", ".join(names) or "–"


_APPENDED: dict[str, Callable[[], str]] = {"imports": _columns, "signing-in": _roles}
"""What follows on a guide, made of what the code itself goes by."""


# --- the reference ---

# Swagger UI sets styles on its elements; scripts come from files of this service alone.
_REFERENCE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'{provider}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_OPTIONS: dict[str, Any] = {
    "url": "../openapi.json",
    "dom_id": "#contract",
    "deepLinking": True,
    "docExpansion": "none",
    "filter": True,
    "validatorUrl": None,
    "syntaxHighlight": False,
    "showExtensions": True,  # x-roles: who may call it
}
_FILES = {
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
    "favicon-32x32.png": "image/png",
    "site.css": "text/css",
    "reference.css": "text/css",
    "reference.js": "text/javascript",
}
_OURS = {"site.css", "reference.css", "reference.js"}
_START = f"SwaggerUIBundle({json.dumps(_OPTIONS)});\n"


def _reference() -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Reference · Sammen</title>'
        '<link rel="icon" href="favicon-32x32.png"><link rel="stylesheet" href="site.css">'
        '<link rel="stylesheet" href="swagger-ui.css"><link rel="stylesheet" href="reference.css"></head><body>'
        f'<a class="skip" href="#contract">Skip to the contract</a>{site.navigation("docs/reference")}'
        '<div id="contract" tabindex="-1"></div><script src="swagger-ui-bundle.js"></script>'
        '<script src="reference.js"></script><script src="start.js"></script></body></html>'
    )


@lru_cache(maxsize=len(_FILES))
def _file(name: str) -> bytes:
    if name in _OURS:
        return site.written(name).encode()
    return (resources.files("fastapi_swagger") / "resources" / name).read_bytes()
