"""Changes of the contract, each by what it does: breaking ones, and harmless ones."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from tests.support.operations import contract

Edit = Callable[[Any], Any]
LIST, ONE = "/v1/institutions", "/v1/institutions/{id}"
SCHEMAS = ("components", "schemas")


def at(root: Any, *path: Any) -> Any:
    for name in path:
        root = root[name]
    return root


def setting(*path: Any) -> Edit:
    """Set the place of a path; its last part is the value."""
    return lambda root: at(root, *path[:-2]).__setitem__(path[-2], path[-1])


def without(*path: Any) -> Edit:
    """Delete the place of a path."""
    return lambda root: at(root, *path[:-1]).__delitem__(path[-1])


def adding(*path: Any) -> Edit:
    """Add to the list at a path; its last part is the element."""
    return lambda root: at(root, *path[:-1]).append(path[-1])


def removing(*path: Any) -> Edit:
    """Remove from the list at a path; its last part is the element."""
    return lambda root: at(root, *path[:-1]).remove(path[-1])


def parameter(name: str) -> Callable[[Any], Any]:
    return lambda root: next(part for part in root["paths"][LIST]["get"]["parameters"] if part.get("name") == name)


def of_parameter(name: str, change: Edit) -> Edit:
    return lambda root: change(parameter(name)(root))


CREATE, PUBLIC = (*SCHEMAS, "InstitutionCreate"), (*SCHEMAS, "InstitutionPublic")
NEW = {"name": "colour", "in": "query", "required": False, "schema": {"type": "string"}, "description": "x"}
BODY = ("paths", LIST, "post", "requestBody")

PART, REQUEST_NUMBER = (*SCHEMAS, "ExternalIdShape"), (*SCHEMAS, "MeasurementCreate", "properties", "value")


def _as_alternatives(part: Any) -> Any:
    """Return a nullable text as two alternatives."""
    return {"anyOf": [{**part, "type": "string"}, {"type": "null"}]}


def _renamed(root: Any, old: str, new: str) -> None:
    text = json.dumps(root).replace(f'/schemas/{old}"', f'/schemas/{new}"')
    root.clear()
    root.update(json.loads(text))
    root["components"]["schemas"][new] = root["components"]["schemas"].pop(old)


BREAKING: dict[str, Edit] = {
    "a path is gone": without("paths", LIST),
    "an operation is gone": without("paths", LIST, "post"),
    "an operation has another operationId": setting("paths", LIST, "get", "operationId", "find_institutions"),
    "a parameter is gone": lambda root: root["paths"][LIST]["get"]["parameters"].remove(parameter("q")(root)),
    "a parameter is required": of_parameter("q", setting("required", True)),
    "a new parameter is required": adding("paths", LIST, "get", "parameters", {**NEW, "required": True}),
    "a parameter's bound is narrower": of_parameter("limit", setting("schema", "maximum", 100)),
    "a parameter has another default": of_parameter("limit", setting("schema", "default", 20)),
    "a parameter has another type": of_parameter("q", setting("schema", "type", "integer")),
    "a parameter has fewer values": of_parameter("sort", lambda part: part["schema"]["enum"].remove("name")),
    "a body is no longer accepted": without("paths", LIST, "post", "requestBody"),
    "a body's media type is gone": lambda root: at(root, *BODY, "content").update(
        {"application/xml": at(root, *BODY, "content").pop("application/json")}
    ),
    "a field of a request is gone": without(*CREATE, "properties", "address"),
    "a field is newly required": adding(*CREATE, "required", "address"),
    "a new field is required": lambda root: at(root, *CREATE).update(
        properties={**at(root, *CREATE, "properties"), "colour": {"type": "string"}},
        required=[*at(root, *CREATE, "required"), "colour"],
    ),
    "a field no longer accepts null": setting(*CREATE, "properties", "address", "type", "string"),
    "a field accepts shorter text only": setting(*CREATE, "properties", "name", "maxLength", 20),
    "a field requires longer text": setting(*CREATE, "properties", "name", "minLength", 20),
    "a field accepts fewer elements": setting(*CREATE, "properties", "external_ids", "maxItems", 1),
    "a field has another pattern": setting(*CREATE, "properties", "number", "pattern", "^x$"),
    "a field has a new bound": setting(*CREATE, "properties", "address", "minLength", 5),
    "an enumeration accepts fewer values": removing(*SCHEMAS, "Kind", "enum", "school"),
    "a field of a response is gone": without(*PUBLIC, "properties", "address"),
    "a field of a response can be absent": removing(*PUBLIC, "required", "name"),
    "a field of a response can be null": setting(*PUBLIC, "properties", "name", "type", ["string", "null"]),
    "a field of a response has another type": setting(*PUBLIC, "properties", "version", "type", "string"),
    "a field of a response has another format": without(*PUBLIC, "properties", "id", "format"),
    "a response is gone": without("paths", LIST, "post", "responses", "201"),
    "a media type of a response is gone": without("paths", LIST, "get", "responses", "200", "content", "text/csv"),
    "a header of a response is gone": without("paths", LIST, "post", "responses", "201", "headers", "Location"),
    "a problem is gone": without("x-problems", "in-use"),
    "a problem has another status": setting("x-problems", "in-use", 422),
    "authentication is required": setting("paths", "/v1/vocabulary", "get", "security", [{"bearer": []}]),
    "an authentication scheme is gone": setting("paths", LIST, "get", "security", [{"person": []}]),
    "a role is no longer allowed": removing("paths", LIST, "get", "x-roles", "leader"),
    "an authentication scheme is no longer sufficient": setting(
        "paths", LIST, "get", "security", [{"person": [], "machine": []}, {"bearer": []}]
    ),
    "a parameter has another serialization": of_parameter("q", setting("explode", False)),
    "an absent field has another meaning": setting(*CREATE, "properties", "ownership", "default", "private"),
    "a field of a nested object is newly required": adding(*PART, "required", "label"),
    "a part in allOf is newly required": lambda root: at(root, *CREATE).update(allOf=[{"required": ["address"]}]),
    "a part in allOf has fewer values": lambda root: at(root, *CREATE, "properties", "name").update(
        allOf=[{"maxLength": 5}]
    ),
    "elements accept fewer types": setting(*CREATE, "properties", "external_ids", "items", {"type": "string"}),
    "elements must be unique": setting(*CREATE, "properties", "external_ids", "uniqueItems", True),
    "a number must be a multiple": setting(*REQUEST_NUMBER, "multipleOf", 10),
    "a number must be an integer": setting(*REQUEST_NUMBER, "type", "integer"),
    "a text field accepts certain values only": setting(*CREATE, "properties", "city", "enum", ["Egeby"]),
    "an alternative is no longer accepted": setting(
        *CREATE, "properties", "address", {"anyOf": [{"type": "null"}, {"type": "integer"}]}
    ),
    "a response has a new alternative": lambda root: at(root, *PUBLIC, "properties").update(
        name={"anyOf": [{"type": "string"}, {"type": "integer"}]}
    ),
    "a reference can be null": setting(
        *PUBLIC, "properties", "kind", {"anyOf": [{"$ref": "#/components/schemas/Kind"}, {"type": "null"}]}
    ),
    "an enumeration of a response becomes any text": lambda root: root["components"]["schemas"].update(
        Kind={"type": "string", "maxLength": 20}
    ),
    "a constant of a response is another": setting(*SCHEMAS, "Index", "properties", "name", "const", "Together"),
    "an element of a response has another type": setting(
        *PUBLIC, "properties", "external_ids", "items", {"type": "string"}
    ),
    "a success status is another": lambda root: at(root, "paths", LIST, "post", "responses").update(
        {"202": at(root, "paths", LIST, "post", "responses").pop("201")}
    ),
    "there is a second success status": setting("paths", LIST, "post", "responses", "202", {"description": "x"}),
    "a header has another type": setting("components", "headers", "ETag", "schema", "type", "integer"),
    "a link is gone": without("paths", LIST, "post", "responses", "201", "links", "read"),
    "a path moves to another version": lambda root: root["paths"].update({"/v2/institutions": root["paths"].pop(LIST)}),
    "a member of problems is gone": without(*SCHEMAS, "Problem", "properties", "code"),
}  # fmt: skip

HARMLESS: dict[str, Edit] = {
    "nothing": lambda root: None,
    "a new path": lambda root: root["paths"].update({"/v1/colours": root["paths"][LIST]}),
    "a new operation": lambda root: root["paths"][ONE].update(put=root["paths"][ONE]["patch"]),
    "a new parameter": adding("paths", LIST, "get", "parameters", NEW),
    "a wider bound": of_parameter("limit", setting("schema", "maximum", 500)),
    "another description": setting("paths", LIST, "get", "description", "Another."),
    "another summary": setting("paths", LIST, "get", "summary", "Another"),
    "another example": setting(*PUBLIC, "properties", "name", "examples", ["Another"]),
    "a new optional field of a request": setting(*CREATE, "properties", "colour", {"type": "string"}),
    "a field is no longer required": removing(*CREATE, "required", "name"),
    "a field accepts null": setting(*CREATE, "properties", "name", "type", ["string", "null"]),
    "a field accepts longer text": setting(*CREATE, "properties", "name", "maxLength", 500),
    "a new value of an enumeration": adding(*SCHEMAS, "Kind", "enum", "library"),
    "a new field of a response": setting(*PUBLIC, "properties", "colour", {"type": "string"}),
    "a field of a response is always present": adding(*SCHEMAS, "TokenAnswer", "required", "refresh_token"),
    "a field of a response is never null": setting(*PUBLIC, "properties", "address", "type", "string"),
    "a new problem": setting("x-problems", "too-colourful", 422),
    "a new header": setting("paths", LIST, "get", "responses", "200", "headers", "X-Colour", {}),
    "a new media type": setting("paths", LIST, "get", "responses", "200", "content", "application/xml", {}),
    "a new role": adding("paths", "/v1/people", "get", "x-roles", "staff"),
    "another order": lambda root: root.update(paths=dict(reversed(list(root["paths"].items())))),
    "something is deprecated": setting("paths", LIST, "get", "deprecated", True),
    "a new authentication scheme": lambda root: at(root, "paths", LIST, "get", "security").append({"municipality": []}),
    "one problem status fewer": without("paths", LIST, "post", "responses", "409"),
    "an operation declares another problem": adding("paths", LIST, "post", "x-problems", "too-colourful"),
    "a pattern is dropped": without(*CREATE, "properties", "number", "pattern"),
    "an integer becomes a number": lambda root: at(root, *SCHEMAS, "InputCreate", "properties", "people_count").update(
        type="number", format="double"
    ),
    "a text of a response becomes shorter": setting(*PUBLIC, "properties", "name", "maxLength", 20),
    "a text of a response becomes longer": setting(*PUBLIC, "properties", "name", "maxLength", 2000),
    "a request has a new alternative": lambda root: at(root, *CREATE, "properties").update(
        address={"anyOf": [{"type": ["string", "null"], "maxLength": 500}, {"type": "integer"}]}
    ),
    "a type is written as alternatives": lambda root: at(root, *PUBLIC, "properties").update(
        address=_as_alternatives(at(root, *PUBLIC, "properties", "address"))
    ),
    "a type is written as allOf": lambda root: at(root, *PUBLIC, "properties").update(
        name={"allOf": [at(root, *PUBLIC, "properties", "name")]}
    ),
    "a schema has another name": lambda root: _renamed(root, "InstitutionPublic", "Institution"),
    "another link": setting("paths", LIST, "post", "responses", "201", "links", "paint", {"operationId": "x"}),
    "another default in a response": setting(*PUBLIC, "properties", "name", "default", "x"),
    "authentication is no longer required": setting("paths", LIST, "get", "security", []),
}  # fmt: skip


def edited(edit: Edit) -> Any:
    copy = deepcopy(contract())
    edit(copy)
    return copy
