"""The contract's shapes, finished: nullable in one way, every number bounded, every field described."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Schema = dict[str, Any]
_REF = "#/components/schemas/"
_WHOLE = 2**53 - 1  # the largest whole number that every reader of JSON holds
# What `columns.clean_text` takes: no control character but tab and newline, none that turns the direction of writing.
TEXT = r"^[^\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]*$"
ANY_TEXT = r"^[^\x00]*$"  # what is written as a file
_LENGTHS = {"uuid": 36, "date": 10, "date-time": 40}

# pydantic's own words, where a bound stands on a type that is read by a function of ours
_BOUNDS = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}
_REFERENCES = {"_id": "The id of its {}.", "_name": "The name of its {}.", "_title": "The title of its {}."}
_ANSWERED = re.compile(r"(Public|Shown|Whole|Detail|Fields|Answer)$")
_KNOWN = {
    "id": "Its id.",
    "version": "Counts its changes, from 1.",
    "created_at": "When it was made.",
    "updated_at": "When it was last changed.",
    "external_ids": "What other systems call it.",
    "area": "The area that it belongs to.",
    "status": "The state that it is in.",
    "kind": "What it is.",
    "reasons": "Why rules were set aside for it.",
    "at": "When.",
    "author_name": "Who.",
}


def inner(schema: Any) -> Iterator[Schema]:
    """The schemas directly inside a schema."""
    if not isinstance(schema, dict):
        return
    yield from schema.get("properties", {}).values()
    for word in ("anyOf", "oneOf", "allOf", "prefixItems"):
        yield from schema.get(word, [])
    for word in ("items", "additionalProperties", "propertyNames"):
        if isinstance(schema.get(word), dict):
            yield schema[word]


def tidy(schema: Schema) -> None:
    """Remove made-up titles and write nullable as `type: [X, "null"]`, in a schema and all that it holds."""
    for part in inner(schema):
        tidy(part)
    if isinstance(schema.get("title"), str):
        schema.pop("title")
    choices = schema.get("anyOf", [])
    rest = [part for part in choices if part != {"type": "null"}]
    if len(rest) == len(choices) or len(rest) != 1 or "type" not in rest[0]:
        return
    [part] = rest
    schema.pop("anyOf")
    schema.update({name: value for name, value in part.items() if name not in schema})
    schema["type"] = [part["type"], "null"]
    if "enum" in part:
        schema["enum"] = [*part["enum"], None]


def without_null(schema: Schema) -> Schema:
    """A parameter's schema: what is absent from an address is not null."""
    rest = [part for part in schema.pop("anyOf", []) if part != {"type": "null"}]
    if len(rest) == 1:
        schema = {**rest[0], **schema}
    elif rest:
        schema["anyOf"] = rest
    for word in ("title", "description"):
        schema.pop(word, None)
    if schema.get("default", 0) is None:
        schema.pop("default")
    return schema


def read_from_requests(schemas: dict[str, Schema], bodies: Iterable[Schema]) -> set[str]:
    """The names of the schemas that some request's body is read with."""
    found: set[str] = set()
    waiting = list(bodies)
    while waiting:
        schema = waiting.pop()
        waiting.extend(inner(schema))
        name = schema.get("$ref", "").removeprefix(_REF)
        if name in schemas and name not in found:
            found.add(name)
            waiting.append(schemas[name])
    return found


def bound(schema: Schema, *, answered: bool) -> None:
    """State the lengths that a format implies; what is only answered holds whole numbers that JSON readers hold."""
    for part in inner(schema):
        bound(part, answered=answered)
    for theirs, ours in _BOUNDS.items():
        if theirs in schema:  # what pydantic writes where a bound stands outside of "or null"
            schema[ours] = schema.pop(theirs)
        if isinstance(schema.get(ours), float) and schema[ours].is_integer():
            schema[ours] = int(schema[ours])
    types = schema.get("type", "")
    types = types if isinstance(types, list) else [types]
    if "string" in types:
        _bound_text(schema)
    if "integer" in types:
        if answered:
            schema.setdefault("minimum", -_WHOLE)
            schema.setdefault("maximum", _WHOLE)
        schema.setdefault("format", "int64")
    if "number" in types:
        if answered:
            schema.setdefault("minimum", -1e15)
            schema.setdefault("maximum", 1e15)
        schema.setdefault("format", "double")


def _bound_text(schema: Schema) -> None:
    if schema.get("format") in _LENGTHS:
        schema.setdefault("maxLength", _LENGTHS[schema["format"]])
    if not {"format", "pattern", "enum", "const"} & set(schema):
        schema["pattern"] = TEXT


def _said(schemas: dict[str, Schema], stem: str, name: str) -> str | None:
    for kin in ("Create", "Update", "Fields", "Shape"):
        words = schemas.get(stem + kin, {}).get("properties", {}).get(name, {}).get("description")
        if words:
            return str(words)
    if name in _KNOWN:
        return _KNOWN[name]
    for ending, words in _REFERENCES.items():
        if name.endswith(ending):
            return words.format(name.removesuffix(ending).replace("_", " "))
    return None


def describe(schemas: dict[str, Schema]) -> None:
    """Let an answer's field say what the same field of its request says, where it says nothing itself."""
    for title, schema in schemas.items():
        stem = _ANSWERED.sub("", title)
        if title.startswith("Page_"):
            schema.setdefault("description", "One page of a list, in the order that was asked for.")
        for name, part in schema.get("properties", {}).items():
            words = part.get("description") or _said(schemas, stem, name)
            if words:
                part["description"] = words


def exemplify(schemas: dict[str, Schema], example: Callable[[str, str, Schema], Any]) -> None:
    """Show an example of each field of which one is known."""
    for title, schema in schemas.items():
        for name, part in schema.get("properties", {}).items():
            if name == "version":
                part["minimum"] = 1
            shown = None if "examples" in part else example(title, name, part)
            if shown is not None:
                part["examples"] = [shown]
