"""What the contract's operations share: the one shape of every refusal, the headers, who signs in."""

from typing import Any

from api.core.contract_shapes import TEXT
from api.core.problems import MEDIA_TYPE

Part = dict[str, Any]

_STRING: Part = {"type": "string", "maxLength": 2000, "pattern": TEXT}
_WHOLE: Part = {"type": "integer", "format": "int64", "minimum": 0, "maximum": 2**53 - 1}
_NULLABLE: Part = {**_WHOLE, "type": ["integer", "null"]}
PROBLEM: Part = {
    "type": "object",
    "description": "A refusal (RFC 9457). `errors` lists all faults of the request at once.",
    "required": [
        "type", "code", "title", "status", "detail", "instance", "request_id", "retryable", "audience", "errors",
    ],
    "properties": {
        "type": {
            "type": "string", "maxLength": 2000, "format": "uri-reference",
            "description": "The address that explains the refusal.", "examples": ["/problems/invalid-input"],
        },
        "code": {**_STRING, "description": "The refusal's name; programs look at this.", "examples": ["invalid-input"]},
        "title": {
            **_STRING, "description": "What is the matter, in the caller's language.",
            "examples": ["Something in the request is not valid"],
        },
        "status": {
            "type": "integer", "format": "int32", "minimum": 400, "maximum": 599, "description": "The HTTP status.",
            "examples": [422],
        },
        "detail": {
            **_STRING, "description": "What can be done about it.",
            "examples": ["Mend each place that the errors point to; all faults are listed."],
        },
        "instance": {
            **_STRING,
            "description": "The address by its template, with `{id}` in braces as in this contract, not the id.",
            "examples": ["/v1/institutions/{id}"],
        },
        "request_id": {**_STRING, "description": "Give this to the operator.", "examples": ["0d1f6a0e"]},
        "retryable": {"type": "boolean", "description": "Whether the same request may succeed later."},
        "audience": {
            "type": "string", "enum": ["user", "developer", "operator"], "description": "Who can mend it.",
        },
        "overridable": {"type": "boolean", "description": "Whether the rule may be set aside with `because`."},
        "errors": {
            "type": "array",
            "maxItems": 1000,
            "items": {"$ref": "#/components/schemas/ProblemError"},
            "description": "Every fault, with its place; the first thousand.",
        },
        "current_version": {
            **_WHOLE, "description": "With `changed-meanwhile`: the version that it has by now.", "examples": [4],
        },
        "line": {**_WHOLE, "description": "With a file that cannot be read: the line of it.", "examples": [17]},
        "rejected": {
            **_WHOLE, "description": "With `plan-has-rejected-rows`: how many of the plan's rows are refused.",
            "examples": [2],
        },
        "rows_changed": {
            **_WHOLE,
            "description": "With `plan-outdated` and `import-changed-since`: at least so many rows stand in the way.",
            "examples": [1],
        },
        "rows": {
            "type": "array",
            "maxItems": 1000,
            "items": {"$ref": "#/components/schemas/ProblemRow"},
            "description": "With `plan-outdated` and `import-changed-since`: these rows, the first thousand.",
        },
        "error": {
            **_STRING, "description": "At `/v1/token` and `/v1/token/revoke`: the error of RFC 6749.",
            "examples": ["invalid_grant"],
        },
        "error_description": {
            **_STRING, "description": "At `/v1/token` and `/v1/token/revoke`: `title` in English.",
            "examples": ["Name and password do not fit"],
        },
    },
    "examples": [
        {
            "type": "/problems/invalid-input", "code": "invalid-input", "status": 422,
            "title": "Something in the request is not valid",
            "detail": "Mend each place that the errors point to; all faults are listed.",
            "instance": "/v1/institutions", "request_id": "0d1f6a0e", "retryable": False, "audience": "user",
            "errors": [{"pointer": "/name", "code": "required", "detail": "This is required."}],
        }
    ],
}  # fmt: skip
PROBLEM_ERROR: Part = {
    "type": "object",
    "description": "One fault of a request.",
    "required": ["code", "detail"],
    "properties": {
        "pointer": {**_STRING, "description": "JSON pointer (RFC 6901) into the body.", "examples": ["/name"]},
        "parameter": {**_STRING, "description": "Name of the parameter or header.", "examples": ["limit"]},
        "code": {**_STRING, "description": "The fault's name.", "examples": ["required"]},
        "detail": {
            **_STRING,
            "description": "The fault in the caller's language.",
            "examples": ["This is required."],
        },
        "overridable": {"type": "boolean", "description": "Whether this rule may be set aside with `because`."},
    },
}
PROBLEM_ROW: Part = {
    "type": "object",
    "description": "A row of a file whose thing is not as the import saw it.",
    "required": ["line", "source_line", "thing_id", "now"],
    "properties": {
        "line": {**_WHOLE, "description": "The line of the file.", "examples": [17]},
        "source_line": {
            **_NULLABLE, "description": "The line of the file that a program made this one from.", "examples": [9],
        },
        "thing_id": {
            "type": ["string", "null"], "format": "uuid", "maxLength": 36,
            "description": "What the row is about; null where there is none.",
            "examples": ["0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77"],
        },
        "planned": {**_STRING, "description": "What was planned: an `Outcome`.", "examples": ["update"]},
        "now": {
            **_STRING,
            "description": "What it would do now, an `Outcome`; to one who puts back: `changed`, `gone` or `in-use`.",
            "examples": ["rejected"],
        },
        "code": {
            **_STRING, "type": ["string", "null"], "description": "Why it would be refused.", "examples": ["not-there"],
        },
        "seen_version": {**_NULLABLE, "description": "The version that the plan saw.", "examples": [3]},
        "current_version": {**_NULLABLE, "description": "The version that it has by now.", "examples": [4]},
        "changed_at": {
            "type": ["string", "null"], "format": "date-time", "maxLength": 40,
            "description": "When it was last changed.", "examples": ["2026-09-01T08:00:00Z"],
        },
    },
}  # fmt: skip

_MEANINGS = {
    "400": "The request cannot be read.",
    "401": "No valid token.",
    "403": "The caller sees this but may not do it.",
    "404": "There is no such thing within the caller's reach.",
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
