"""The request body schemas of the OpenAPI document, and the largest body that each allows."""

import json
from typing import Any

from tests.support.operations import Operation, operations, resolve_reference


def json_body_schemas() -> list[tuple[Operation, Any]]:
    """Return each operation with a JSON body, with the schema of the body."""
    contents = [
        (operation, resolve_reference(operation.definition["requestBody"])["content"])
        for operation in operations()
        if "requestBody" in operation.definition
    ]
    return [
        (operation, content["application/json"]["schema"])
        for operation, content in contents
        if "application/json" in content
    ]


def largest_body(schema: Any, list_limit: int = 10_000) -> Any:
    """Return the largest body of a schema: all members, the longest texts, and lists of at most `list_limit`."""
    schema = resolve_reference(schema)
    if alternatives := schema.get("anyOf", schema.get("oneOf")):
        bodies = (largest_body(alternative, list_limit) for alternative in alternatives)
        return max(bodies, key=lambda value: len(json.dumps(value)))
    if "enum" in schema:
        return max(map(str, schema["enum"]), key=len)
    kind = schema["type"]
    if "array" in kind:
        return [largest_body(schema["items"], list_limit)] * min(list_limit, schema["maxItems"])
    if isinstance(schema.get("additionalProperties"), dict):
        member = largest_body(schema["additionalProperties"], list_limit)
        return {f"{n:064}": member for n in range(schema["maxProperties"])}
    if "properties" in schema:
        return {name: largest_body(member, list_limit) for name, member in schema["properties"].items()}
    return "\U0001f600" * schema["maxLength"] if "string" in kind else -(10**18)


def count_values(body: Any) -> int:
    """Return the number of members and elements of a body, at every depth."""
    children = body.values() if isinstance(body, dict) else body if isinstance(body, list) else []
    return len(children) + sum(map(count_values, children))
