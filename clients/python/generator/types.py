"""Schemas as annotations, for parameters and answers."""

from collections.abc import Mapping
from typing import Any

from generator.contract import Contract, Operation, Schema
from generator.models import plain

_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
_FORMATS = {"uuid": "Id", "date": "date | str", "date-time": "datetime | str"}


def answer(contract: Contract, operation: Operation) -> str:
    """What a method answers: a model, text, nothing, or plain JSON."""
    if operation.answer is None:
        return "None"
    if operation.answer.get("x-text"):
        return "str"
    if operation.paged:
        return model(contract, operation.answer["properties"]["items"].get("items", {}))
    return model(contract, operation.answer)


def model(contract: Contract, schema: Mapping[str, Any]) -> str:
    if "$ref" not in schema or contract.follow(schema).get("type") != "object":
        return "Any"
    return f"models.{plain(schema['$ref'].rsplit('/', 1)[1])}"


def parameter(contract: Contract, schema: Mapping[str, Any]) -> str:
    """The annotation of a query parameter."""
    schema = contract.follow(schema)
    if "enum" in schema:
        return f"Literal[{', '.join(repr(value) for value in schema['enum'] if value is not None)}]"
    for many in ("anyOf", "oneOf"):
        if many in schema:
            kinds = dict.fromkeys(parameter(contract, part) for part in schema[many])
            return " | ".join(kind for kind in kinds if kind != "None") or "Any"
    kind = schema.get("type")
    if isinstance(kind, list):
        return parameter(contract, {**schema, "type": next((one for one in kind if one != "null"), "string")})
    if kind == "array":
        return f"Sequence[{parameter(contract, schema.get('items', {}))}]"
    if kind == "null":
        return "None"
    return _FORMATS.get(schema.get("format", ""), _PLAIN.get(str(kind), "Any"))


def words(contract: Contract, schema: Schema) -> tuple[str, ...]:
    """The words that a member accepts, itself or each of its list; none where others are accepted, too."""
    schema = contract.follow(schema)
    parts = schema.get("anyOf", schema.get("oneOf", ()))
    parts = [one for one in parts if contract.follow(one).get("type") != "null"]
    if parts:
        found = [words(contract, one) for one in parts]
        return tuple(dict.fromkeys(word for some in found for word in some)) if all(found) else ()
    if "items" in schema:
        return words(contract, schema["items"])
    return tuple(word for word in schema.get("enum", ()) if isinstance(word, str))
