"""The contract as it is written down: openapi.json, finished where the framework leaves it open."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.core.envelope import API_VERSION
from api.core.problems import KINDS, MEDIA_TYPE

_TITLE = "Sammen"
_ABOUT = """\
The open system by which a Danish municipality follows up on, and supervises, the quality of its day care, schools and
leisure services: through dialogue, in which numbers and the voices of children, parents and staff weigh the same."""

_STRING = {"type": "string", "maxLength": 2000}
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "A refusal (RFC 9457). `errors` lists all faults of the request at once.",
    "required": [
        "type",
        "code",
        "title",
        "status",
        "detail",
        "instance",
        "request_id",
        "retryable",
        "audience",
        "errors",
    ],
    "properties": {
        "type": {**_STRING, "format": "uri-reference", "description": "The address that explains the refusal."},
        "code": {**_STRING, "description": "The refusal's name; programs look at this."},
        "title": {**_STRING, "description": "What is the matter, in the caller's language."},
        "status": {"type": "integer", "minimum": 400, "maximum": 599, "description": "The HTTP status."},
        "detail": {**_STRING, "description": "What can be done about it."},
        "instance": {**_STRING, "description": "The route's template."},
        "request_id": {**_STRING, "description": "Give this to the operator."},
        "retryable": {"type": "boolean", "description": "Whether the same request may succeed later."},
        "audience": {"type": "string", "enum": ["user", "developer", "operator"], "description": "Who can mend it."},
        "overridable": {"type": "boolean", "description": "Whether the rule may be set aside with `because`."},
        "errors": {
            "type": "array",
            "maxItems": 10000,
            "items": {"$ref": "#/components/schemas/ProblemError"},
            "description": "Every fault, with its place.",
        },
    },
}
_ERROR: dict[str, Any] = {
    "type": "object",
    "description": "One fault of a request.",
    "required": ["code", "detail"],
    "properties": {
        "pointer": {**_STRING, "description": "JSON pointer (RFC 6901) into the body."},
        "parameter": {**_STRING, "description": "Name of the parameter or header."},
        "code": {**_STRING, "description": "The fault's name."},
        "detail": {**_STRING, "description": "The fault in the caller's language."},
        "overridable": {"type": "boolean", "description": "Whether this rule may be set aside with `because`."},
    },
}
_REFUSAL = {
    "description": "A refusal; its `code` says which.",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def openapi(app: FastAPI) -> dict[str, Any]:
    """The contract of the application's routes, made once."""
    if app.openapi_schema is None:
        app.openapi_schema = _finished(app)
    return app.openapi_schema


def _finished(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(
        title=_TITLE,
        version=API_VERSION,
        openapi_version="3.1.0",
        description=_ABOUT,
        routes=app.routes,
        contact={"name": "The Sammen project", "url": "https://github.com/sammen-dk/sammen"},
        license_info={"name": "MPL-2.0", "identifier": "MPL-2.0"},
        servers=[{"url": "/", "description": "This service"}],
    )
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas |= {"Problem": _PROBLEM, "ProblemError": _ERROR}
    made["components"]["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "From POST /v1/token."}
    }
    made["x-problems"] = {code: kind.status for code, kind in sorted(KINDS.items())}
    for path in made["paths"].values():
        for method, operation in path.items():
            _finish(method, operation)
    return made


def _finish(method: str, operation: dict[str, Any]) -> None:
    signed_in = "x-policy" in operation
    operation.pop("x-policy", None)
    operation["security"] = [{"bearer": []}] if signed_in else []
    answers = {code: answer for code, answer in operation["responses"].items() if code != "422"}
    codes = ["400", "404", "406", "413", "422", "429", "500", "503"] + (["401", "403"] if signed_in else [])
    codes += [code for code in answers if code >= "400"]  # a route may name others of its own
    if method != "get":
        codes += ["409", "415"]
        operation.setdefault("parameters", []).extend(_headers(method, operation))
    if any(parameter["name"] == "If-Match" for parameter in operation.get("parameters", [])):
        codes += ["412", "428"]
    operation["responses"] = answers | dict.fromkeys(sorted(codes), _REFUSAL)


def _headers(method: str, operation: dict[str, Any]) -> list[dict[str, Any]]:
    if operation.pop("x-unconditional", False):
        return []
    match = _header("If-Match", "The ETag of the thing as it was seen.", required=False)
    key = _header(
        "Idempotency-Key", "The same key and request have one effect, however often they are sent.", required=False
    )
    is_transition = method == "post" and "{id}" in operation.get("x-path", "")
    return [match] if method in {"patch", "put", "delete"} else [key, match] if is_transition else [key]


def _header(name: str, about: str, *, required: bool) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1, "maxLength": 128}
    return {"name": name, "in": "header", "required": required, "description": about, "schema": schema}
