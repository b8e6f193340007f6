"""The paths to the values of a request body, and bodies with one value replaced."""

from collections.abc import Iterator
from typing import Any

from tests.support.operations import Operation, resolve_reference

FieldPath = tuple[str, ...]
"""Names of fields from the top of a body; `0` is the first item of an array, `x` any name of a map."""


def schema_paths(schema: dict[str, Any], path: FieldPath = ()) -> Iterator[FieldPath]:
    """Yield the path to each value that a schema allows."""
    schema = resolve_reference(schema)
    for alternative in [*schema.get("anyOf", []), *schema.get("oneOf", [])]:
        yield from schema_paths(alternative, path)
    if path:
        yield path
    if "items" in schema:
        yield from schema_paths(schema["items"], (*path, "0"))
    for name, property_schema in schema.get("properties", {}).items():
        yield from schema_paths(property_schema, (*path, name))
    if isinstance(schema.get("additionalProperties"), dict):
        yield from schema_paths(schema["additionalProperties"], (*path, "x"))


def replace_value(body: Any, path: FieldPath, value: Any) -> Any:
    """Return the body with the value at the path; arrays and objects that are missing on the path are created."""
    if not path:
        return value
    if path[0] == "0":
        first, rest = (body[0], body[1:]) if isinstance(body, list) and body else ({}, [])
        return [replace_value(first, path[1:], value), *rest]
    fields = dict(body) if isinstance(body, dict) else {}
    return {**fields, path[0]: replace_value(fields.get(path[0]), path[1:], value)}


def body_paths(operation: Operation) -> list[FieldPath]:
    """Return the path to each value of an operation's JSON body."""
    schema = resolve_reference(operation.definition["requestBody"])["content"]["application/json"]["schema"]
    return list(dict.fromkeys(schema_paths(schema)))
