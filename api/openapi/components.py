"""What the contract's operations share: the answers of refusals, the headers, who signs in."""

from typing import Any

from api.openapi.schema_normalization import TEXT
from api.http.problem_responses import MEDIA_TYPE

Part = dict[str, Any]

_MEANINGS = {
    "400": "The request cannot be read.",
    "401": "No valid token.",
    "403": "The caller sees this but may not do it.",
    "404": "There is no such thing within the caller's reach.",
    "406": "Nothing of what Accept asks for is answered here.",
    "408": "The request took too long to arrive.",
    "409": "The state of things forbids it.",
    "410": "It is no longer kept.",
    "412": "It was changed meanwhile.",
    "413": "The request is too large.",
    "415": "The body is of a type that is not read here.",
    "422": "Something in the request is not valid; `errors` says all of it.",
    "428": "If-Match is missing.",
    "429": "Too many requests; wait as long as Retry-After says.",
    "500": "Something went wrong here; nothing was changed.",
    "503": "Not just now; wait as long as Retry-After says.",
}


def _text(about: str, example: str, most: int = 256) -> Part:
    return {
        "description": about,
        "schema": {"type": "string", "maxLength": most, "pattern": TEXT, "examples": [example]},
    }


HEADERS: dict[str, Part] = {
    "X-Request-Id": _text("The request's id, as in logs and journal.", "0d1f6a0e", 64),
    "API-Version": _text("The version of this contract.", "1.0", 16),
    "ETag": _text("What was answered; the version of a thing is its first part.", '"3-9c56cc51b374c3ba189210d5"'),
    "Location": _text("The address of the new thing.", "/v1/institutions/0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77", 2000),
    "Link": _text("The next page (RFC 8288), if there is one.", '</v1/institutions?cursor=W10>; rel="next"', 4000),
    "Idempotency-Replayed": _text("`true`: the key was known, and this is what was answered then.", "true", 5),
    "Retry-After": _text("Seconds to wait.", "1", 16),
    "RateLimit": _text(
        "What is left of each quota, and the seconds until it is whole; absent where health is asked for, which is not "
        "counted.",
        '"caller";r=11999;t=1',
    ),
    "RateLimit-Policy": _text("Each quota, and the seconds that it is for.", '"caller";q=12000;w=60'),
    "WWW-Authenticate": _text("The scheme to sign in with.", 'Bearer realm="sammen"'),
    "Access-Control-Allow-Origin": _text(
        "The caller's origin, if the settings of the service name it.", "https://portal.example"
    ),
    "Content-Language": _text("The language of title and detail.", "da", 8),
}


def headers(*names: str) -> Part:
    """References to the headers of an answer; every answer has the first four, and across origins the fifth."""
    always = ("X-Request-Id", "API-Version", "RateLimit", "RateLimit-Policy", "Access-Control-Allow-Origin")
    return {name: {"$ref": f"#/components/headers/{name}"} for name in (*always, *names)}


_EXTRA = {
    "401": ("WWW-Authenticate",),
    "429": ("Retry-After",),
    "503": ("Retry-After",),
}
REFUSALS: dict[str, Part] = {
    f"Refusal{status}": {
        "description": meaning,
        "headers": headers("Content-Language", *_EXTRA.get(status, ())),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status, meaning in _MEANINGS.items()
}
NOT_MODIFIED: Part = {"description": "The caller has this very answer already.", "headers": headers("ETag")}


def refusal(status: str) -> Part:
    """A reference to the refusals of a status."""
    return {"$ref": f"#/components/responses/Refusal{status}"}


def _header(name: str, about: str, pattern: str, example: str, *, required: bool = False) -> Part:
    schema = {"type": "string", "minLength": 1, "maxLength": 128, "pattern": pattern, "examples": [example]}
    return {"name": name, "in": "header", "required": required, "description": about, "schema": schema}


IF_MATCH = _header(
    "If-Match",
    "The ETag of the thing as it was seen, in quotes; its version counts. `*` (any version) is refused.",
    r'^"[0-9]{1,15}(-[0-9a-f]{1,64})?"$',
    '"3-9c56cc51b374c3ba189210d5"',
    required=True,
)
IF_NONE_MATCH = _header(
    "If-None-Match",
    "The ETag of an earlier answer; 304 if nothing changed since.",
    r'^((W/)?"[0-9a-f\-]{0,80}"|\*)$',
    '"9c56cc51b374c3ba189210d5"',
)
IDEMPOTENCY_KEY = _header(
    "Idempotency-Key",
    "The same key and request have one effect, however often they are sent.",
    "^[!-~]+$",
    "5b0e6c8e-6f4c-4b0a-9d0c-2f6b1c9d7e11",
)
PARAMETERS = {part["name"]: part for part in (IF_MATCH, IF_NONE_MATCH, IDEMPOTENCY_KEY)}
_VERIFIED = "Access tokens are JWTs, made and verified as RFC8725 asks."
_TOKEN = {"tokenUrl": "/v1/token", "scopes": {}}
SECURITY = {
    "person": {
        "type": "oauth2",
        "description": "Somebody, by username and password; client id and secret stay empty. " + _VERIFIED,
        "flows": {"password": {**_TOKEN, "refreshUrl": "/v1/token"}},
    },
    "machine": {
        "type": "oauth2",
        "description": "A machine, by its id and secret. " + _VERIFIED,
        "flows": {"clientCredentials": _TOKEN},
    },
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "A token from POST /v1/token. " + _VERIFIED,
    },
}


def security(provider: str) -> Part:
    """The ways to sign in; those of the service itself, and the municipality's own where its issuer is given."""
    if not provider:
        return SECURITY
    told = {
        "type": "openIdConnect",
        "openIdConnectUrl": provider.rstrip("/") + "/.well-known/openid-configuration",
        "description": "The municipality's own sign-in: its access tokens are taken as they are. " + _VERIFIED,
    }
    return SECURITY | {"municipality": told}


SIGNED_IN: list[Part] = [{name: []} for name in SECURITY]


def parameter(part: Part) -> Part:
    """A reference to a parameter that operations share."""
    return {"$ref": f"#/components/parameters/{part['name']}"}
