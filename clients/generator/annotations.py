"""Schemas as Python annotations, for parameters and responses."""

from collections.abc import Mapping
from typing import Any

from generator.contract import Contract, Operation, Schema
from generator.models import class_name

_TYPES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool"}
_FORMATS = {"uuid": "Id", "date": "date | str", "date-time": "datetime | str"}


def response_type(contract: Contract, operation: Operation) -> str:
    """The annotation of a response: a model, `str` for text, `None`, or `Any` for plain JSON."""
    if operation.response is None:
        return "None"
    if operation.response.get("x-text"):
        return "str"
    if operation.paged:
        return model_type(contract, operation.response["properties"]["items"].get("items", {}))
    return model_type(contract, operation.response)


def model_type(contract: Contract, schema: Mapping[str, Any]) -> str:
    """The annotation of a named object schema; `Any` for other schemas."""
    if "$ref" not in schema or contract.resolve(schema).get("type") != "object":
        return "Any"
    return f"models.{class_name(schema['$ref'].rsplit('/', 1)[1])}"


def parameter_type(contract: Contract, schema: Mapping[str, Any]) -> str:
    """The annotation of a query parameter."""
    schema = contract.resolve(schema)
    if "enum" in schema:
        return f"Literal[{', '.join(repr(value) for value in schema['enum'] if value is not None)}]"
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            types = dict.fromkeys(parameter_type(contract, option) for option in schema[keyword])
            return " | ".join(name for name in types if name != "None") or "Any"
    json_type = schema.get("type")
    if isinstance(json_type, list):
        return parameter_type(contract, {**schema, "type": next((t for t in json_type if t != "null"), "string")})
    if json_type == "array":
        return f"Sequence[{parameter_type(contract, schema.get('items', {}))}]"
    if json_type == "null":
        return "None"
    return _FORMATS.get(schema.get("format", ""), _TYPES.get(str(json_type), "Any"))


def enum_values(contract: Contract, schema: Schema) -> tuple[str, ...]:
    """The values that a field, or each item of a list, accepts; empty when others are accepted too."""
    schema = contract.resolve(schema)
    options = [
        option
        for option in schema.get("anyOf", schema.get("oneOf", ()))
        if contract.resolve(option).get("type") != "null"
    ]
    if options:
        values = [enum_values(contract, option) for option in options]
        return tuple(dict.fromkeys(value for group in values for value in group)) if all(values) else ()
    if "items" in schema:
        return enum_values(contract, schema["items"])
    return tuple(value for value in schema.get("enum", ()) if isinstance(value, str))
