"""Helpers shared by tests."""

from collections.abc import Iterator
from typing import Any

from api.openapi.schema_normalization import inner
from tests.support.operations import contract, operations, resolved


def schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema of the contract, the nested ones too, with the way to it."""

    def walk(place: str, schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        yield place, schema
        for name, part in schema.get("properties", {}).items():
            yield from walk(f"{place}.{name}", part)
        for part in inner({word: value for word, value in schema.items() if word != "properties"}):
            yield from walk(f"{place}[]", part)

    for name, schema in contract()["components"]["schemas"].items():
        yield from walk(name, schema)
    for operation in operations():
        for part in operation.parameters:
            yield from walk(f"{operation.name}?{part['name']}", part["schema"])
        for answer in (*operation.written["responses"].values(), operation.written.get("requestBody", {})):
            for media_type, content in resolved(answer).get("content", {}).items():
                yield from walk(f"{operation.name}:{media_type}", content["schema"])


def unbounded(schema: dict[str, Any]) -> str | None:
    types = schema.get("type", [])
    types = types if isinstance(types, list) else [types]
    if "enum" in schema or "const" in schema:
        return None
    if "string" in types and "maxLength" not in schema:
        return "maxLength"
    for word in ("minimum", "maximum"):
        if {"integer", "number"} & set(types) and not {word, f"exclusive{word.capitalize()}"} & set(schema):
            return word
    if "array" in types and not {"maxItems", "items"} <= set(schema):
        return "maxItems"
    if "object" in types and isinstance(schema.get("additionalProperties"), dict) and "maxProperties" not in schema:
        return "maxProperties"
    return None
