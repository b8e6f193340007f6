"""Render pages from Jinja2 templates: the environment, the headers of a page, and the files that pages load."""

from importlib import resources
from typing import Any, Final

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from api.http import conditional_requests
from api.web.markdown import render_inline
from api.web.strings import strings

_POLICY: Final = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}


def _make_environment() -> Environment:
    """Make the environment of all templates: everything is escaped, an unknown variable is an error."""
    environment = Environment(
        loader=PackageLoader("api.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["markdown"] = render_inline
    return environment


_ENVIRONMENT: Final = _make_environment()


def content_security_policy(**directives: str) -> str:
    """Return the policy of a page. `form_action="'self'"` replaces or adds the directive `form-action`."""
    changed = {name.replace("_", "-"): sources for name, sources in directives.items()}
    return "; ".join(f"{name} {sources}" for name, sources in {**_POLICY, **changed}.items())


def render(template: str, *, address: str, language: str = "en", **variables: Any) -> str:
    """Render a template to text.

    `address` is the page's path from the service's root, without a leading slash. Links are relative to it, so that
    they stay right behind a proxy that serves Sammen below a prefix.
    """
    root = "../" * address.count("/")
    text = strings(language)
    return _ENVIRONMENT.get_template(template).render(
        address=address, language=language, root=root, text=text, **variables
    )


def page(template: str, *, address: str, language: str = "en", policy: str | None = None, **variables: Any) -> Response:
    """Respond with a page; `policy` is its Content-Security-Policy, if not the default one."""
    headers = {
        "Content-Security-Policy": policy or content_security_policy(),
        "Content-Language": language,
        "Vary": "Accept, Accept-Language",
    }
    return HTMLResponse(render(template, address=address, language=language, **variables), headers=headers)


def static_file(name: str) -> bytes:
    """Return the content of a file in `static/`."""
    return (resources.files("api.web") / "static" / name).read_bytes()


def file_response(request: Request, content: bytes, media_type: str) -> Response:
    """Respond with a file that pages load, or with 304 if the browser has this version."""
    etag = conditional_requests.etag(content)
    headers = {"ETag": etag, "Cache-Control": "public, no-cache"}
    if conditional_requests.matches_if_none_match(request, etag):
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=media_type)
