"""Examples of the fields of the contract: invented, and all from one municipality."""

import re
from hashlib import blake2b
from typing import Any

from api.openapi.example_values import ANY_DATE, ANY_TIMESTAMP, BY_FIELD, BY_SCHEMA, DATES, NAMES, TIMESTAMPS

Schema = dict[str, Any]

_SCHEMA_SUFFIX = re.compile(
    r"(Public|Whole|Detail|Line|Fields|Answer|Create|Update|Shape|Served|Thread|WithSecret|Correction)$"
)
_BY_SCHEMA_AND_FIELD = {
    (schema_name, field_name): value
    for field_name, values in BY_SCHEMA.items()
    for schema_names, value in values.items()
    for schema_name in schema_names.split()
}


def example(schema_name: str, field_name: str, field: Schema) -> Any:
    """Return an example of a schema's field that the field's own schema allows; None if there is none."""
    stem = _SCHEMA_SUFFIX.sub("", schema_name)
    value = _BY_SCHEMA_AND_FIELD.get((stem, field_name), BY_FIELD.get(field_name))
    if value is None or not allows(field, value):
        value = _by_type(stem, field_name, field)
    return value if allows(field, value) else None


def _by_type(stem: str, field_name: str, field: Schema) -> Any:
    types, format = _types(field), field.get("format")
    if format == "uuid":
        return _id(stem if field_name == "id" else field_name.removesuffix("_id"))
    if format == "date" or (field_name.endswith("_on") and "string" in types):
        return DATES.get(field_name, ANY_DATE)
    if format == "date-time":
        return TIMESTAMPS.get(field_name, ANY_TIMESTAMP)
    if "integer" in types:
        return 3
    if field_name.endswith(("_name", "_title")):
        return NAMES.get(field_name.rpartition("_")[0])
    return None


def _id(resource: str) -> str:
    """Return the same id for a resource, whether it is the field `id` of its schema or a reference to it."""
    snake_case = re.sub(r"(?<!^)(?=[A-Z])", "_", resource).lower()
    return f"0198f3a0-7b8c-7d3e-9a51-{blake2b(snake_case.encode(), digest_size=6).hexdigest()}"


def _types(field: Schema) -> list[str]:
    types = field.get("type", [])
    return types if isinstance(types, list) else [types]


_PYTHON_TYPES = {"string": str, "integer": int, "number": float, "array": list, "object": dict}


def allows(field: Schema, value: Any) -> bool:
    """Return whether a field's own schema allows a value; references are not followed."""
    if value is None or {"enum", "const"} & set(field) or "$ref" in field or "$ref" in field.get("items", {}):
        return False
    if not any(type(value) is _PYTHON_TYPES.get(type_name) for type_name in _types(field)):
        return False
    if isinstance(value, str):
        fits = field.get("minLength", 0) <= len(value) <= field.get("maxLength", len(value))
        return fits and re.search(field.get("pattern", ""), value) is not None
    if isinstance(value, int | float):
        return bool(field.get("minimum", value) <= value <= field.get("maximum", value))
    if isinstance(value, list):
        return all(allows(field["items"], element) for element in value)
    return True
