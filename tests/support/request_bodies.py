"""The places in the body of a request, and bodies with something else in one of them."""

from collections.abc import Iterator
from typing import Any

from tests.support.operations import Operation, resolved

Way = tuple[str, ...]


def ways(schema: dict[str, Any], way: Way = ()) -> Iterator[Way]:
    """The way to each value of a body."""
    schema = resolved(schema)
    for part in [*schema.get("anyOf", []), *schema.get("oneOf", [])]:
        yield from ways(part, way)
    if way:
        yield way
    if "items" in schema:
        yield from ways(schema["items"], (*way, "0"))
    for name, part in schema.get("properties", {}).items():
        yield from ways(part, (*way, name))
    if isinstance(schema.get("additionalProperties"), dict):
        yield from ways(schema["additionalProperties"], (*way, "x"))


def placed(body: Any, way: Way, value: Any) -> Any:
    """The body with the value at its place; what is missing on the way is made."""
    if not way:
        return value
    if way[0] == "0":
        rest = list(body[1:]) if isinstance(body, list) else []
        return [placed(body[0] if isinstance(body, list) and body else {}, way[1:], value), *rest]
    members = dict(body) if isinstance(body, dict) else {}
    return {**members, way[0]: placed(members.get(way[0]), way[1:], value)}


def way_of(operation: Operation) -> list[Way]:
    schema = resolved(operation.written["requestBody"])["content"]["application/json"]["schema"]
    return list(dict.fromkeys(ways(schema)))
