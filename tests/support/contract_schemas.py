"""The schemas of the contract, nested ones too, and the bounds that they lack."""

from collections.abc import Iterator
from typing import Any

from api.openapi.schema_normalization import subschemas
from tests.support.operations import contract, operations, resolve_reference


def all_schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every schema with its place: of components, parameters, request bodies and responses."""

    def nested(place: str, schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        yield place, schema
        for name, property_schema in schema.get("properties", {}).items():
            yield from nested(f"{place}.{name}", property_schema)
        for part in subschemas({keyword: value for keyword, value in schema.items() if keyword != "properties"}):
            yield from nested(f"{place}[]", part)

    for name, schema in contract()["components"]["schemas"].items():
        yield from nested(name, schema)
    for operation in operations():
        for parameter in operation.parameters:
            yield from nested(f"{operation.name}?{parameter['name']}", parameter["schema"])
        for message in (*operation.definition["responses"].values(), operation.definition.get("requestBody", {})):
            for media_type, content in resolve_reference(message).get("content", {}).items():
                yield from nested(f"{operation.name}:{media_type}", content["schema"])


def missing_bound(schema: dict[str, Any]) -> str | None:
    """Return the keyword with which a text, number, array or map is not bounded, or None."""
    types = schema.get("type", [])
    types = types if isinstance(types, list) else [types]
    if "enum" in schema or "const" in schema:
        return None
    if "string" in types and "maxLength" not in schema:
        return "maxLength"
    for keyword in ("minimum", "maximum"):
        is_number = bool({"integer", "number"} & set(types))
        if is_number and not {keyword, f"exclusive{keyword.capitalize()}"} & set(schema):
            return keyword
    if "array" in types and not {"maxItems", "items"} <= set(schema):
        return "maxItems"
    if "object" in types and isinstance(schema.get("additionalProperties"), dict) and "maxProperties" not in schema:
        return "maxProperties"
    return None
