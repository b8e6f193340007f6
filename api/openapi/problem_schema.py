"""The schemas of problems: the members of RFC 9457, and the extension members of this service."""

from typing import Any

from api.openapi.schema_normalization import TEXT

Part = dict[str, Any]

_STRING: Part = {"type": "string", "maxLength": 2000, "pattern": TEXT}
_COUNT: Part = {"type": "integer", "format": "int64", "minimum": 0, "maximum": 2**53 - 1}
_NULLABLE_COUNT: Part = {**_COUNT, "type": ["integer", "null"]}
PROBLEM: Part = {
    "type": "object",
    "description": "A problem (RFC 9457). `errors` lists every error of the request at once.",
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
        "type": {
            "type": "string",
            "maxLength": 2000,
            "format": "uri-reference",
            "description": "The address of the documentation of this problem.",
            "examples": ["/problems/invalid-input"],
        },
        "code": {
            **_STRING,
            "description": "The code of the problem, for use in programs.",
            "examples": ["invalid-input"],
        },
        "title": {
            **_STRING,
            "description": "What is wrong, in the caller's language.",
            "examples": ["The request is not valid"],
        },
        "status": {
            "type": "integer",
            "format": "int32",
            "minimum": 400,
            "maximum": 599,
            "description": "The HTTP status.",
            "examples": [422],
        },
        "detail": {
            **_STRING,
            "description": "What to do about it.",
            "examples": ["Correct each field or parameter that `errors` points to; all errors are listed."],
        },
        "instance": {
            **_STRING,
            "description": "The path template of the operation as in this contract, with `{id}` in place of the id.",
            "examples": ["/v1/institutions/{id}"],
        },
        "request_id": {
            **_STRING,
            "description": "The id of the request; give it to the operator.",
            "examples": ["0d1f6a0e"],
        },
        "retryable": {"type": "boolean", "description": "Whether the same request may succeed later."},
        "audience": {
            "type": "string",
            "enum": ["user", "developer", "operator"],
            "description": "Who can solve the problem.",
        },
        "overridable": {
            "type": "boolean",
            "description": "Whether the rule can be overridden, with a reason in `because`.",
        },
        "errors": {
            "type": "array",
            "maxItems": 1000,
            "items": {"$ref": "#/components/schemas/ProblemError"},
            "description": "Every error, with its place; at most the first thousand.",
        },
        "current_version": {
            **_COUNT,
            "description": "With `changed-meanwhile`: the current version.",
            "examples": [4],
        },
        "line": {**_COUNT, "description": "With a file that cannot be read: the number of the line.", "examples": [17]},
        "rejected": {
            **_COUNT,
            "description": "With `plan-has-rejected-rows`: the number of rejected rows of the plan.",
            "examples": [2],
        },
        "rows_changed": {
            **_COUNT,
            "description": "With `plan-outdated` and `import-changed-since`: the number of changed rows; there may be more.",
            "examples": [1],
        },
        "rows": {
            "type": "array",
            "maxItems": 1000,
            "items": {"$ref": "#/components/schemas/ProblemRow"},
            "description": "With `plan-outdated` and `import-changed-since`: the changed rows, at most a thousand.",
        },
        "error": {
            **_STRING,
            "description": "Of `/v1/token` and `/v1/token/revoke`: the error code of RFC 6749.",
            "examples": ["invalid_grant"],
        },
        "error_description": {
            **_STRING,
            "description": "Of `/v1/token` and `/v1/token/revoke`: `title` in English.",
            "examples": ["Name and password do not fit"],
        },
    },
    "examples": [
        {
            "type": "/problems/invalid-input",
            "code": "invalid-input",
            "status": 422,
            "title": "The request is not valid",
            "detail": "Correct each field or parameter that `errors` points to; all errors are listed.",
            "instance": "/v1/institutions",
            "request_id": "0d1f6a0e",
            "retryable": False,
            "audience": "user",
            "errors": [{"pointer": "/name", "code": "required", "detail": "This is required."}],
        }
    ],
}
PROBLEM_ERROR: Part = {
    "type": "object",
    "description": "One error of a request.",
    "required": ["code", "detail"],
    "properties": {
        "pointer": {
            **_STRING,
            "description": "The place in the body, as a JSON pointer (RFC 6901).",
            "examples": ["/name"],
        },
        "parameter": {**_STRING, "description": "The name of the parameter or header.", "examples": ["limit"]},
        "code": {**_STRING, "description": "The code of the error.", "examples": ["required"]},
        "detail": {
            **_STRING,
            "description": "What is wrong, in the caller's language.",
            "examples": ["This is required."],
        },
        "overridable": {
            "type": "boolean",
            "description": "Whether this rule can be overridden, with a reason in `because`.",
        },
    },
}
PROBLEM_ROW: Part = {
    "type": "object",
    "description": "A row of a file whose resource has changed since the import read it.",
    "required": ["line", "source_line", "thing_id", "now"],
    "properties": {
        "line": {**_COUNT, "description": "The number of the line in the file.", "examples": [17]},
        "source_line": {
            **_NULLABLE_COUNT,
            "description": "The number of the line in the original file, if a program has converted it.",
            "examples": [9],
        },
        "thing_id": {
            "type": ["string", "null"],
            "format": "uuid",
            "maxLength": 36,
            "description": "The id of the row's resource; null if there is none.",
            "examples": ["0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77"],
        },
        "planned": {**_STRING, "description": "The planned outcome: an `Outcome`.", "examples": ["update"]},
        "now": {
            **_STRING,
            "description": "The outcome now: an `Outcome`; when an import is reversed: `changed`, `gone` or `in-use`.",
            "examples": ["rejected"],
        },
        "code": {
            **_STRING,
            "type": ["string", "null"],
            "description": "Why the row would be rejected.",
            "examples": ["not-there"],
        },
        "seen_version": {**_NULLABLE_COUNT, "description": "The version that the plan is based on.", "examples": [3]},
        "current_version": {**_NULLABLE_COUNT, "description": "The current version.", "examples": [4]},
        "changed_at": {
            "type": ["string", "null"],
            "format": "date-time",
            "maxLength": 40,
            "description": "When the resource was last changed.",
            "examples": ["2026-09-01T08:00:00Z"],
        },
    },
}

SCHEMAS: Part = {"Problem": PROBLEM, "ProblemError": PROBLEM_ERROR, "ProblemRow": PROBLEM_ROW}
