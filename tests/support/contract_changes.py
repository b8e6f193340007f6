"""Edits of the contract, for tests of its comparison: breaking and compatible changes, by name."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from tests.support.operations import contract

Edit = Callable[[Any], Any]
LIST, ITEM = "/v1/institutions", "/v1/institutions/{id}"
SCHEMAS = ("components", "schemas")


def at(root: Any, *path: Any) -> Any:
    for name in path:
        root = root[name]
    return root


def set_value(*path_and_value: Any) -> Edit:
    """Return an edit that sets the value at a path."""
    *path, name, value = path_and_value
    return lambda root: at(root, *path).__setitem__(name, value)


def delete(*path: Any) -> Edit:
    """Return an edit that deletes a path."""
    return lambda root: at(root, *path[:-1]).__delitem__(path[-1])


def append(*path_and_item: Any) -> Edit:
    """Return an edit that appends an item to the list at a path."""
    *path, item = path_and_item
    return lambda root: at(root, *path).append(item)


def remove(*path_and_item: Any) -> Edit:
    """Return an edit that removes an item from the list at a path."""
    *path, item = path_and_item
    return lambda root: at(root, *path).remove(item)


def parameter(name: str) -> Callable[[Any], Any]:
    return lambda root: next(part for part in root["paths"][LIST]["get"]["parameters"] if part.get("name") == name)


def edit_parameter(name: str, edit: Edit) -> Edit:
    return lambda root: edit(parameter(name)(root))


CREATE, PUBLIC = (*SCHEMAS, "InstitutionCreate"), (*SCHEMAS, "InstitutionPublic")
NEW_PARAMETER = {"name": "colour", "in": "query", "required": False, "schema": {"type": "string"}, "description": "x"}
BODY = ("paths", LIST, "post", "requestBody")

NESTED, REQUEST_NUMBER = (*SCHEMAS, "ExternalIdShape"), (*SCHEMAS, "MeasurementCreate", "properties", "value")


def _as_alternatives(part: Any) -> Any:
    """Return a nullable text as two alternatives."""
    return {"anyOf": [{**part, "type": "string"}, {"type": "null"}]}


def _rename_schema(root: Any, old: str, new: str) -> None:
    text = json.dumps(root).replace(f'/schemas/{old}"', f'/schemas/{new}"')
    root.clear()
    root.update(json.loads(text))
    root["components"]["schemas"][new] = root["components"]["schemas"].pop(old)


BREAKING: dict[str, Edit] = {
    "a path is removed": delete("paths", LIST),
    "an operation is removed": delete("paths", LIST, "post"),
    "an operation is renamed": set_value("paths", LIST, "get", "operationId", "find_institutions"),
    "a parameter is removed": lambda root: root["paths"][LIST]["get"]["parameters"].remove(parameter("q")(root)),
    "a parameter becomes required": edit_parameter("q", set_value("required", True)),
    "a new parameter is required": append("paths", LIST, "get", "parameters", {**NEW_PARAMETER, "required": True}),
    "a bound of a parameter is narrower": edit_parameter("limit", set_value("schema", "maximum", 100)),
    "a default of a parameter changes": edit_parameter("limit", set_value("schema", "default", 20)),
    "a parameter has another type": edit_parameter("q", set_value("schema", "type", "integer")),
    "a parameter has fewer values": edit_parameter("sort", lambda part: part["schema"]["enum"].remove("name")),
    "a body is no longer accepted": delete("paths", LIST, "post", "requestBody"),
    "a media type of a body is removed": lambda root: at(root, *BODY, "content").update(
        {"application/xml": at(root, *BODY, "content").pop("application/json")}
    ),
    "a field of a request is removed": delete(*CREATE, "properties", "address"),
    "a field becomes required": append(*CREATE, "required", "address"),
    "a new field is required": lambda root: at(root, *CREATE).update(
        properties={**at(root, *CREATE, "properties"), "colour": {"type": "string"}},
        required=[*at(root, *CREATE, "required"), "colour"],
    ),
    "a field no longer accepts null": set_value(*CREATE, "properties", "address", "type", "string"),
    "the maximum length of a field shrinks": set_value(*CREATE, "properties", "name", "maxLength", 20),
    "the minimum length of a field grows": set_value(*CREATE, "properties", "name", "minLength", 20),
    "the maximum number of items shrinks": set_value(*CREATE, "properties", "external_ids", "maxItems", 1),
    "the pattern of a field changes": set_value(*CREATE, "properties", "number", "pattern", "^x$"),
    "a field gets a bound": set_value(*CREATE, "properties", "address", "minLength", 5),
    "an enumeration loses a value": remove(*SCHEMAS, "Kind", "enum", "school"),
    "a field of a response is removed": delete(*PUBLIC, "properties", "address"),
    "a field of a response becomes optional": remove(*PUBLIC, "required", "name"),
    "a field of a response becomes nullable": set_value(*PUBLIC, "properties", "name", "type", ["string", "null"]),
    "a field of a response has another type": set_value(*PUBLIC, "properties", "version", "type", "string"),
    "a field of a response has another format": delete(*PUBLIC, "properties", "id", "format"),
    "a response is removed": delete("paths", LIST, "post", "responses", "201"),
    "a media type of a response is removed": delete("paths", LIST, "get", "responses", "200", "content", "text/csv"),
    "a header of a response is removed": delete("paths", LIST, "post", "responses", "201", "headers", "Location"),
    "a problem code is removed": delete("x-problems", "in-use"),
    "a problem has another status": set_value("x-problems", "in-use", 422),
    "authentication becomes required": set_value("paths", "/v1/vocabulary", "get", "security", [{"bearer": []}]),
    "a security scheme is removed": set_value("paths", LIST, "get", "security", [{"person": []}]),
    "a role loses an operation": remove("paths", LIST, "get", "x-roles", "leader"),
    "two security schemes become required together": set_value(
        "paths", LIST, "get", "security", [{"person": [], "machine": []}, {"bearer": []}]
    ),
    "the serialization of a parameter changes": edit_parameter("q", set_value("explode", False)),
    "the default of a field changes": set_value(*CREATE, "properties", "ownership", "default", "private"),
    "a field of a nested schema becomes required": append(*NESTED, "required", "label"),
    "allOf makes a field required": lambda root: at(root, *CREATE).update(allOf=[{"required": ["address"]}]),
    "allOf narrows a field": lambda root: at(root, *CREATE, "properties", "name").update(
        allOf=[{"maxLength": 5}]
    ),
    "the type of items changes": set_value(*CREATE, "properties", "external_ids", "items", {"type": "string"}),
    "items become unique": set_value(*CREATE, "properties", "external_ids", "uniqueItems", True),
    "a number gets steps": set_value(*REQUEST_NUMBER, "multipleOf", 10),
    "a number becomes an integer": set_value(*REQUEST_NUMBER, "type", "integer"),
    "a field becomes an enumeration": set_value(*CREATE, "properties", "city", "enum", ["Egeby"]),
    "an alternative of a request is removed": set_value(
        *CREATE, "properties", "address", {"anyOf": [{"type": "null"}, {"type": "integer"}]}
    ),
    "an alternative of a response is added": lambda root: at(root, *PUBLIC, "properties").update(
        name={"anyOf": [{"type": "string"}, {"type": "integer"}]}
    ),
    "a reference in a response becomes nullable": set_value(
        *PUBLIC, "properties", "kind", {"anyOf": [{"$ref": "#/components/schemas/Kind"}, {"type": "null"}]}
    ),
    "an enumeration in a response becomes any text": lambda root: root["components"]["schemas"].update(
        Kind={"type": "string", "maxLength": 20}
    ),
    "a constant in a response changes": set_value(*SCHEMAS, "Index", "properties", "name", "const", "Together"),
    "items of a response have another type": set_value(
        *PUBLIC, "properties", "external_ids", "items", {"type": "string"}
    ),
    "a success status changes": lambda root: at(root, "paths", LIST, "post", "responses").update(
        {"202": at(root, "paths", LIST, "post", "responses").pop("201")}
    ),
    "a second success status is added": set_value("paths", LIST, "post", "responses", "202", {"description": "x"}),
    "a header has another type": set_value("components", "headers", "ETag", "schema", "type", "integer"),
    "a link is removed": delete("paths", LIST, "post", "responses", "201", "links", "read"),
    "a path gets a new version": lambda root: root["paths"].update({"/v2/institutions": root["paths"].pop(LIST)}),
    "a field of the problem schema is removed": delete(*SCHEMAS, "Problem", "properties", "code"),
}  # fmt: skip

COMPATIBLE: dict[str, Edit] = {
    "nothing": lambda root: None,
    "a new path": lambda root: root["paths"].update({"/v1/colours": root["paths"][LIST]}),
    "a new operation": lambda root: root["paths"][ITEM].update(put=root["paths"][ITEM]["patch"]),
    "a new parameter": append("paths", LIST, "get", "parameters", NEW_PARAMETER),
    "a wider bound": edit_parameter("limit", set_value("schema", "maximum", 500)),
    "another description": set_value("paths", LIST, "get", "description", "Another."),
    "another summary": set_value("paths", LIST, "get", "summary", "Another"),
    "another example": set_value(*PUBLIC, "properties", "name", "examples", ["Another"]),
    "a new optional field of a request": set_value(*CREATE, "properties", "colour", {"type": "string"}),
    "a field of a request becomes optional": remove(*CREATE, "required", "name"),
    "a field of a request becomes nullable": set_value(*CREATE, "properties", "name", "type", ["string", "null"]),
    "the maximum length of a field grows": set_value(*CREATE, "properties", "name", "maxLength", 500),
    "a new value of an enumeration": append(*SCHEMAS, "Kind", "enum", "library"),
    "a new field of a response": set_value(*PUBLIC, "properties", "colour", {"type": "string"}),
    "a field of a response becomes required": append(*SCHEMAS, "TokenAnswer", "required", "refresh_token"),
    "a field of a response is no longer nullable": set_value(*PUBLIC, "properties", "address", "type", "string"),
    "a new problem code": set_value("x-problems", "too-colourful", 422),
    "a new header": set_value("paths", LIST, "get", "responses", "200", "headers", "X-Colour", {}),
    "a new media type": set_value("paths", LIST, "get", "responses", "200", "content", "application/xml", {}),
    "a new role": append("paths", "/v1/people", "get", "x-roles", "staff"),
    "another order": lambda root: root.update(paths=dict(reversed(list(root["paths"].items())))),
    "an operation is deprecated": set_value("paths", LIST, "get", "deprecated", True),
    "another security scheme": lambda root: at(root, "paths", LIST, "get", "security").append({"municipality": []}),
    "an error response is removed": delete("paths", LIST, "post", "responses", "409"),
    "an operation declares another problem": append("paths", LIST, "post", "x-problems", "too-colourful"),
    "a pattern is removed": delete(*CREATE, "properties", "number", "pattern"),
    "an integer becomes a number": lambda root: at(root, *SCHEMAS, "InputCreate", "properties", "people_count").update(
        type="number", format="double"
    ),
    "a bound of a response is narrower": set_value(*PUBLIC, "properties", "name", "maxLength", 20),
    "a bound of a response is wider": set_value(*PUBLIC, "properties", "name", "maxLength", 2000),
    "an alternative of a request is added": lambda root: at(root, *CREATE, "properties").update(
        address={"anyOf": [{"type": ["string", "null"], "maxLength": 500}, {"type": "integer"}]}
    ),
    "a nullable type is written as alternatives": lambda root: at(root, *PUBLIC, "properties").update(
        address=_as_alternatives(at(root, *PUBLIC, "properties", "address"))
    ),
    "a schema is written as allOf": lambda root: at(root, *PUBLIC, "properties").update(
        name={"allOf": [at(root, *PUBLIC, "properties", "name")]}
    ),
    "a schema is renamed": lambda root: _rename_schema(root, "InstitutionPublic", "Institution"),
    "another link": set_value("paths", LIST, "post", "responses", "201", "links", "paint", {"operationId": "x"}),
    "another default in a response": set_value(*PUBLIC, "properties", "name", "default", "x"),
    "authentication is no longer required": set_value("paths", LIST, "get", "security", []),
}  # fmt: skip


def edited(edit: Edit) -> Any:
    """Return a copy of the contract with an edit."""
    copy = deepcopy(contract())
    edit(copy)
    return copy
