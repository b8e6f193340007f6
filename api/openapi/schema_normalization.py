"""Normalization of schemas: one way to write nullable, bounds for every number, a description for every field."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Schema = dict[str, Any]
_REF = "#/components/schemas/"
_LARGEST_INTEGER = 2**53 - 1  # that every JSON parser represents exactly
# What `field_types.clean_text` accepts: no control characters except tab and newline, and no bidirectional ones.
TEXT = r"^[^\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]*$"
ANY_TEXT = r"^[^\x00]*$"  # the content of files
_FORMAT_LENGTHS = {"uuid": 36, "date": 10, "date-time": 40}

# pydantic's keywords, which it writes into the schema of a bounded type with a custom validator.
_BOUND_KEYWORDS = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}
_REFERENCE_DESCRIPTIONS = {
    "_id": "The id of the {}.",
    "_name": "The name of the {}.",
    "_title": "The title of the {}.",
}
_RESPONSE_SUFFIX = re.compile(r"(Public|Shown|Whole|Detail|Fields|Answer)$")
_FIELD_DESCRIPTIONS = {
    "id": "The id.",
    "version": "The number of the version, from 1; each change increases it.",
    "created_at": "When it was created.",
    "updated_at": "When it was last changed.",
    "external_ids": "The ids in other systems.",
    "area": "The area that it belongs to.",
    "status": "The current status.",
    "kind": "The kind.",
    "reasons": "The rules that were overridden for it, with the reasons.",
    "at": "The time.",
    "author_name": "The name of the author.",
}


def subschemas(schema: Any) -> Iterator[Schema]:
    """Return the direct subschemas of a schema."""
    if not isinstance(schema, dict):
        return
    yield from schema.get("properties", {}).values()
    for keyword in ("anyOf", "oneOf", "allOf", "prefixItems"):
        yield from schema.get(keyword, [])
    for keyword in ("items", "additionalProperties", "propertyNames"):
        if isinstance(schema.get(keyword), dict):
            yield schema[keyword]


def normalize(schema: Schema) -> None:
    """Remove generated titles and write nullable as `type: [X, "null"]`, in a schema and its subschemas."""
    for part in subschemas(schema):
        normalize(part)
    if isinstance(schema.get("title"), str):
        schema.pop("title")
    alternatives = schema.get("anyOf", [])
    not_null = [part for part in alternatives if part != {"type": "null"}]
    if len(not_null) == len(alternatives) or len(not_null) != 1 or "type" not in not_null[0]:
        return
    [part] = not_null
    schema.pop("anyOf")
    schema.update({name: value for name, value in part.items() if name not in schema})
    schema["type"] = [part["type"], "null"]
    if "enum" in part:
        schema["enum"] = [*part["enum"], None]


def without_null(schema: Schema) -> Schema:
    """Return a parameter's schema without null: an optional parameter is left out of the address."""
    not_null = [part for part in schema.pop("anyOf", []) if part != {"type": "null"}]
    if len(not_null) == 1:
        schema = {**not_null[0], **schema}
    elif not_null:
        schema["anyOf"] = not_null
    for keyword in ("title", "description"):
        schema.pop(keyword, None)
    if schema.get("default", 0) is None:
        schema.pop("default")
    return schema


def names_in_requests(schemas: dict[str, Schema], bodies: Iterable[Schema]) -> set[str]:
    """Return the names of the schemas that request bodies consist of, directly or through references."""
    names: set[str] = set()
    waiting = list(bodies)
    while waiting:
        schema = waiting.pop()
        waiting.extend(subschemas(schema))
        name = schema.get("$ref", "").removeprefix(_REF)
        if name in schemas and name not in names:
            names.add(name)
            waiting.append(schemas[name])
    return names


def add_bounds(schema: Schema, *, answered: bool) -> None:
    """Add the lengths that formats imply, and to numbers of responses (`answered`) the bounds of JSON parsers."""
    for part in subschemas(schema):
        add_bounds(part, answered=answered)
    for pydantic_keyword, keyword in _BOUND_KEYWORDS.items():
        if pydantic_keyword in schema:
            schema[keyword] = schema.pop(pydantic_keyword)
        if isinstance(schema.get(keyword), float) and schema[keyword].is_integer():
            schema[keyword] = int(schema[keyword])
    types = schema.get("type", "")
    types = types if isinstance(types, list) else [types]
    if "string" in types:
        _bound_text(schema)
    if "integer" in types:
        if answered:
            schema.setdefault("minimum", -_LARGEST_INTEGER)
            schema.setdefault("maximum", _LARGEST_INTEGER)
        schema.setdefault("format", "int64")
    if "number" in types:
        if answered:
            schema.setdefault("minimum", -1e15)
            schema.setdefault("maximum", 1e15)
        schema.setdefault("format", "double")


def _bound_text(schema: Schema) -> None:
    if schema.get("format") in _FORMAT_LENGTHS:
        schema.setdefault("maxLength", _FORMAT_LENGTHS[schema["format"]])
    if not {"format", "pattern", "enum", "const"} & set(schema):
        schema["pattern"] = TEXT


def _description(schemas: dict[str, Schema], stem: str, name: str) -> str | None:
    """Return the description of a field of the same name in the resource's request schemas, else a general one."""
    for suffix in ("Create", "Update", "Fields", "Shape"):
        description = schemas.get(stem + suffix, {}).get("properties", {}).get(name, {}).get("description")
        if description:
            return str(description)
    if name in _FIELD_DESCRIPTIONS:
        return _FIELD_DESCRIPTIONS[name]
    for suffix, description in _REFERENCE_DESCRIPTIONS.items():
        if name.endswith(suffix):
            return description.format(name.removesuffix(suffix).replace("_", " "))
    return None


def add_descriptions(schemas: dict[str, Schema]) -> None:
    """Describe each field that has no description as the same field of the resource's requests."""
    for title, schema in schemas.items():
        stem = _RESPONSE_SUFFIX.sub("", title)
        if title.startswith("Page_"):
            schema.setdefault("description", "One page of a list, in the requested sort order.")
        for name, part in schema.get("properties", {}).items():
            description = part.get("description") or _description(schemas, stem, name)
            if description:
                part["description"] = description


def add_examples(schemas: dict[str, Schema], example: Callable[[str, str, Schema], Any]) -> None:
    """Add an example to each field for which one is known; versions begin at 1."""
    for title, schema in schemas.items():
        for name, part in schema.get("properties", {}).items():
            if name == "version":
                part["minimum"] = 1
            value = None if "examples" in part else example(title, name, part)
            if value is not None:
                part["examples"] = [value]
