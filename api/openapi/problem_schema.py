"""The one shape of every refusal in the contract, with what is said beside the members of RFC 9457."""

from typing import Any

from api.openapi.schema_normalization import TEXT

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
}
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
}

SCHEMAS: Part = {"Problem": PROBLEM, "ProblemError": PROBLEM_ERROR, "ProblemRow": PROBLEM_ROW}
