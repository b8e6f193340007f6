"""The contract as it is written down: openapi.json, finished where the framework leaves it open."""

import re
import sys
from collections.abc import Callable, Collection, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from api.openapi import components as parts
from api.openapi import problem_schema as refusals
from api.openapi import schema_normalization as shapes
from api.openapi.links import Leads, add_links
from api.openapi.declared_problems import problems_of
from api.http.response_headers import API_VERSION
from api.http.pagination import LISTINGS
from api.core.problems import PROBLEM_TYPES, ProblemType

_TITLE = "Sammen"
_ABOUT = """\
The open system by which a Danish municipality follows up on, and supervises, the quality of its day care, schools and
leisure services: through dialogue, in which numbers and the voices of children, parents and staff weigh the same.

* HEAD is answered wherever GET is, as GET without the body.
* A list is answered as CSV where Accept prefers `text/csv` (or `text/csv; dialect=danish`) to JSON.
* `RateLimit-Policy` and `RateLimit` (IETF draft) say how often an address and a caller may come, and what is left.
* Refusals are in Danish where Accept-Language prefers it; `errors` tells all faults of a request at once.
* `x-problems` names every refusal that an operation can answer, by its code; `/problems/{code}` explains each.
* Bodies are JSON in UTF-8, sent as they are; only files for imports may be packed with gzip."""
_HERE = "The service that this was fetched from: in production, on test or local"
_ON_A_THING = re.compile(r"\{id\}/[a-z\-]+$")
_JSON = "application/json"
_MERGE_PATCH = (
    "A JSON merge patch (RFC 7396): what is absent stays as it is, null clears. It may be called "
    "`application/merge-patch+json` as well."
)
_SOME_ID = "0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77"
_SAID = {"201": "It was made; this is it.", "204": "It is done; there is nothing to show."}

Operation = dict[str, Any]
Example = Callable[[str, str, dict[str, Any]], Any]


def openapi(
    app: FastAPI, example: Example, headings: Mapping[str, str], leads: Leads, elsewhere: Collection[ProblemType] = ()
) -> dict[str, Any]:
    """The contract of the application's routes, made once.

    `example` answers one for a shape's field, or None; `headings` says of each tag what stands below it; `leads`
    of operations where they lead, where their addresses do not tell; `elsewhere` are the refusals of a sign-in that is
    not the service's own.
    """
    if app.openapi_schema is None:
        app.openapi_schema = _finished(app, headings, elsewhere)
        add_links(app.openapi_schema, leads)
        shapes.exemplify(app.openapi_schema["components"]["schemas"], example)
        _show_ids(app.openapi_schema)
    return app.openapi_schema


def is_conditional(method: str, path: str) -> bool:
    """Whether an operation changes a thing that is there, and so has to name the version that was seen."""
    return method in {"patch", "put", "delete"} or (method == "post" and _ON_A_THING.search(path) is not None)


def _finished(app: FastAPI, headings: Mapping[str, str], elsewhere: Collection[ProblemType]) -> dict[str, Any]:
    routes = [route for route in app.routes if isinstance(route, APIRoute) and route.include_in_schema]
    made = get_openapi(
        title=_TITLE,
        version=API_VERSION,
        openapi_version="3.1.0",
        description=_ABOUT,
        routes=routes,
        contact={"name": "The Sammen project", "url": "https://github.com/sammen-dk/sammen"},
        license_info={"name": "MPL-2.0", "identifier": "MPL-2.0"},
        servers=[{"url": "/", "description": _HERE, "x-internal": False}],
        tags=_tags(routes, headings),
    )
    made["x-problems"] = {code: kind.status for code, kind in sorted(PROBLEM_TYPES.items())}
    for route in routes:
        for method in route.methods or ():
            operation = made["paths"][route.path_format][method.lower()]
            operation["operationId"] = route.name
            operation["summary"] = route.name.replace("_", " ").capitalize()
            operation["tags"] = [_readable(str(tag)) for tag in route.tags]
            _finish(method.lower(), route, operation, elsewhere)
            if operation["security"] and app.state.settings.oidc_issuer:
                operation["security"] = [*operation["security"], {"municipality": []}]
    _finish_components(made, app.state.settings.oidc_issuer)
    return made


def _tags(routes: list[APIRoute], headings: Mapping[str, str]) -> list[dict[str, str]]:
    """Each tag with what is said of it, in the order of the house; a room's own sentence where nothing is."""
    found: dict[str, str] = {}
    for route in routes:
        place = sys.modules[route.endpoint.__module__.removesuffix(".routes")]
        name = _readable(str(route.tags[0]))
        found.setdefault(name, headings.get(name) or (place.__doc__ or "").strip())
    return [{"name": name, "description": about} for name, about in found.items()]


def _readable(tag: str) -> str:
    """A tag as a heading: `data-packages` is `Data packages`, but `sign-in` is a word."""
    words = tag if tag in _HYPHENATED else tag.replace("-", " ")
    return words[:1].upper() + words[1:]


_HYPHENATED = {"sign-in", "follow-ups"}


def _operations(made: dict[str, Any]) -> list[Operation]:
    return [operation for path in made["paths"].values() for operation in path.values()]


def _finish_components(made: dict[str, Any], provider: str) -> None:
    components = made.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    bodies = []
    for operation in _operations(made):
        for answer in (*operation["responses"].values(), operation.get("requestBody", {})):
            for kind, content in answer.get("content", {}).items():
                shapes.tidy(content.setdefault("schema", {}))
                if kind.startswith("text/") and "format" not in content["schema"]:
                    content["schema"].setdefault("pattern", shapes.ANY_TEXT)
        asked_for = [content["schema"] for content in operation.get("requestBody", {}).get("content", {}).values()]
        for schema in asked_for:
            shapes.bound(schema, answered=False)
        bodies += asked_for
    asked = shapes.read_from_requests(schemas, bodies)
    for name, schema in schemas.items():
        shapes.tidy(schema)
        shapes.bound(schema, answered=name not in asked)
    shapes.describe(schemas)
    schemas |= refusals.SCHEMAS
    used = {
        answer["$ref"]
        for operation in _operations(made)
        for answer in operation["responses"].values()
        if "$ref" in answer
    }
    components |= {
        "responses": {name: part for name, part in parts.REFUSALS.items() if f"#/components/responses/{name}" in used},
        "parameters": parts.PARAMETERS,
        "headers": parts.HEADERS,
        "securitySchemes": parts.security(provider),
    }


def _finish(method: str, route: APIRoute, operation: Operation, elsewhere: Collection[ProblemType]) -> None:
    signed_in, listed, path = "x-policy" in operation, _is_list(operation), route.path_format
    unconditional = operation.pop("x-unconditional", False)
    conditional = signed_in and not unconditional and is_conditional(method, path)
    refused = problems_of(
        method, operation, route, conditional=conditional, is_list=listed, external_sign_in=elsewhere
    )
    operation["security"] = parts.SIGNED_IN if signed_in else []
    parameters = operation.setdefault("parameters", [])
    for parameter in parameters:
        parameter["schema"] = shapes.without_null(parameter["schema"])
        shapes.bound(parameter["schema"], answered=False)
        parameter.setdefault("description", f"The {parameter['name'].replace('_', ' ')} of the thing.")
    has_tag = signed_in and method == "get"
    parameters += [
        parts.parameter(part)
        for part, wanted in (
            (parts.IF_MATCH, conditional),
            (parts.IF_NONE_MATCH, has_tag),
            (parts.IDEMPOTENCY_KEY, signed_in and method == "post"),
        )
        if wanted
    ]
    if listed:
        _finish_list(path, operation)
    if method == "patch":
        # One type only, though the door takes both: of two, generators make a body of two kinds.
        operation["requestBody"]["description"] = _MERGE_PATCH
    answers = {code: answer for code, answer in operation["responses"].items() if code < "400"}
    for code, answer in answers.items():
        _finish_answer(method, code, answer, tagged=signed_in, listed=listed)
    if has_tag:
        answers["304"] = parts.NOT_MODIFIED
    operation["x-problems"] = [kind.code for kind in refused]
    statuses = sorted({str(kind.status) for kind in refused})
    operation["responses"] = answers | {status: parts.refusal(status) for status in statuses}


def _show_ids(made: dict[str, Any]) -> None:
    """Let the id in an address be shown as that of its thing is."""
    for path, methods in made["paths"].items():
        thing = made["paths"].get(path.partition("{id}")[0] + "{id}", {}).get("get", {})
        name = thing.get("responses", {}).get("200", {}).get("content", {}).get(_JSON, {}).get("schema", {}).get("$ref")
        for part in (part for operation in methods.values() for part in operation["parameters"]):
            if part.get("name") == "id" and part["in"] == "path":
                shape = made["components"]["schemas"].get((name or "").rpartition("/")[2], {})
                shown = shape.get("properties", {}).get("id", {})
                part["schema"]["examples"] = shown.get("examples", [_SOME_ID])


def _is_list(operation: Operation) -> bool:
    content = operation["responses"].get("200", {}).get("content", {})
    return bool(content.get(_JSON, {}).get("schema", {}).get("$ref", "").startswith("#/components/schemas/Page_"))


def _finish_answer(method: str, code: str, answer: dict[str, Any], *, tagged: bool, listed: bool) -> None:
    if answer.get("description") == "Successful Response":
        answer["description"] = _SAID.get(code) or _what_comes(method, tagged=tagged, listed=listed)
    names = ["ETag"] if tagged and code != "204" else []
    names += ["Location"] if code == "201" else []
    names += ["Link"] if listed else []
    names += ["Idempotency-Replayed"] if tagged and method == "post" else []
    answer["headers"] = {**parts.headers(*names), **answer.get("headers", {})}
    if listed:
        about = "The whole filtered list, whatever `limit`; with `dialect=danish` as Danish spreadsheets read it."
        answer["content"]["text/csv"] = {"schema": {"type": "string", "maxLength": 2**31, "description": about}}


def _what_comes(method: str, *, tagged: bool, listed: bool) -> str:
    if listed:
        return "A page of it, or as CSV all of it."
    if method == "get":
        return "It, as it stands for who asks." if tagged else "It, as it stands for everyone."
    return "It, as this has left it." if tagged else "It was taken."


def _finish_list(path: str, operation: Operation) -> None:
    """Name the fields that the list can be sorted by."""
    listing = LISTINGS.get(path.removeprefix("/v1/"))
    for parameter in operation["parameters"]:
        if listing is not None and parameter.get("name") == "sort":
            offered = [sign + field for field in listing.sorts for sign in ("", "-")]
            parameter["schema"] = {"type": "string", "enum": offered, "default": listing.default_sort}
