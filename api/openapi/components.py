"""Components that operations share: problem responses, headers, parameters and security schemes."""

from typing import Any

from api.http.problem_responses import MEDIA_TYPE
from api.openapi.schema_normalization import TEXT

Part = dict[str, Any]

_PROBLEM_DESCRIPTIONS = {
    "400": "The request cannot be read.",
    "401": "There is no valid access token.",
    "403": "The caller can see the resource but is not allowed to do this.",
    "404": "The resource does not exist, or the caller has no access to it.",
    "406": "None of the media types in Accept is available.",
    "408": "The request took too long to arrive.",
    "409": "The current state does not allow the request.",
    "410": "The resource is no longer stored.",
    "412": "The resource has been changed in the meantime.",
    "413": "The request is too large.",
    "415": "The media type or the encoding of the body is not supported.",
    "422": "The request is not valid; `errors` lists every error.",
    "428": "If-Match is missing.",
    "429": "Too many requests; wait for the number of seconds in Retry-After.",
    "500": "An unexpected error occurred; nothing was changed.",
    "503": "Temporarily unavailable; wait for the number of seconds in Retry-After.",
}


def _header_part(description: str, example: str, max_length: int = 256) -> Part:
    return {
        "description": description,
        "schema": {"type": "string", "maxLength": max_length, "pattern": TEXT, "examples": [example]},
    }


HEADERS: dict[str, Part] = {
    "X-Request-Id": _header_part("The id of the request, as in the logs and the audit trail.", "0d1f6a0e", 64),
    "API-Version": _header_part("The version of this contract.", "1.0", 16),
    "ETag": _header_part(
        "The entity tag of the response; its first part is the version of the resource.",
        '"3-9c56cc51b374c3ba189210d5"',
    ),
    "Location": _header_part(
        "The address of the new resource.", "/v1/institutions/0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77", 2000
    ),
    "Link": _header_part(
        "The next page (RFC 8288), if there is one.", '</v1/institutions?cursor=W10>; rel="next"', 4000
    ),
    "Idempotency-Replayed": _header_part(
        "`true` if the idempotency key was known and this is the stored response.", "true", 5
    ),
    "Retry-After": _header_part("The number of seconds to wait.", "1", 16),
    "RateLimit": _header_part(
        "For each quota, the remaining requests and the seconds until it is full again; health checks are not counted.",
        '"caller";r=11999;t=1',
    ),
    "RateLimit-Policy": _header_part(
        "Each quota, and the number of seconds that it applies to.", '"caller";q=12000;w=60'
    ),
    "WWW-Authenticate": _header_part("The authentication scheme to use.", 'Bearer realm="sammen"'),
    "Access-Control-Allow-Origin": _header_part(
        "The caller's origin, if it is among the allowed origins of the service.", "https://portal.example"
    ),
    "Content-Language": _header_part("The language of `title` and `detail`.", "da", 8),
}


def headers(*names: str) -> Part:
    """Return references to the headers of a response: those of every response, and the named ones."""
    always = ("X-Request-Id", "API-Version", "RateLimit", "RateLimit-Policy", "Access-Control-Allow-Origin")
    return {name: {"$ref": f"#/components/headers/{name}"} for name in (*always, *names)}


_EXTRA_HEADERS = {
    "401": ("WWW-Authenticate",),
    "429": ("Retry-After",),
    "503": ("Retry-After",),
}
REFUSALS: dict[str, Part] = {
    f"Refusal{status}": {
        "description": description,
        "headers": headers("Content-Language", *_EXTRA_HEADERS.get(status, ())),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, description in _PROBLEM_DESCRIPTIONS.items()
}
NOT_MODIFIED: Part = {"description": "The caller already has this response.", "headers": headers("ETag")}


def refusal(status: str) -> Part:
    """Return a reference to the problem response of a status."""
    return {"$ref": f"#/components/responses/Refusal{status}"}


def _header_parameter(name: str, description: str, pattern: str, example: str, *, required: bool = False) -> Part:
    schema = {"type": "string", "minLength": 1, "maxLength": 128, "pattern": pattern, "examples": [example]}
    return {"name": name, "in": "header", "required": required, "description": description, "schema": schema}


IF_MATCH = _header_parameter(
    "If-Match",
    "The ETag of the resource as the caller has seen it, in quotes; its version must be the current one. `*` (any "
    "version) is refused.",
    r'^"[0-9]{1,15}(-[0-9a-f]{1,64})?"$',
    '"3-9c56cc51b374c3ba189210d5"',
    required=True,
)
IF_NONE_MATCH = _header_parameter(
    "If-None-Match",
    "The ETag of an earlier response; 304 if nothing has changed since.",
    r'^((W/)?"[0-9a-f\-]{0,80}"|\*)$',
    '"9c56cc51b374c3ba189210d5"',
)
IDEMPOTENCY_KEY = _header_parameter(
    "Idempotency-Key",
    "A key of the client's choice. A repeated request with the same key is not carried out again; it is answered with "
    "the stored response.",
    "^[!-~]+$",
    "5b0e6c8e-6f4c-4b0a-9d0c-2f6b1c9d7e11",
)
PARAMETERS = {part["name"]: part for part in (IF_MATCH, IF_NONE_MATCH, IDEMPOTENCY_KEY)}
_RFC_8725 = (
    "Access tokens are JWTs, issued and verified as in RFC8725."  # RFC8725 in one word: OWASP's rules look for it
)
_TOKEN = {"tokenUrl": "/v1/token", "scopes": {}}
SECURITY = {
    "person": {
        "type": "oauth2",
        "description": "A person, by username and password; client id and secret stay empty. " + _RFC_8725,
        "flows": {"password": {**_TOKEN, "refreshUrl": "/v1/token"}},
    },
    "machine": {
        "type": "oauth2",
        "description": "A machine, by its id and secret. " + _RFC_8725,
        "flows": {"clientCredentials": _TOKEN},
    },
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "An access token from POST /v1/token. " + _RFC_8725,
    },
}


def security(provider: str) -> Part:
    """Return the security schemes: the service's own, and OpenID Connect if the municipality's issuer is given."""
    if not provider:
        return SECURITY
    municipality = {
        "type": "openIdConnect",
        "openIdConnectUrl": provider.rstrip("/") + "/.well-known/openid-configuration",
        "description": "The municipality's own sign-in: the provider's access tokens are accepted. " + _RFC_8725,
    }
    return SECURITY | {"municipality": municipality}


SIGNED_IN: list[Part] = [{name: []} for name in SECURITY]


def parameter(part: Part) -> Part:
    """Return a reference to a shared parameter."""
    return {"$ref": f"#/components/parameters/{part['name']}"}
