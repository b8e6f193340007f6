"""Helpers shared by tests."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from tests.support.operations import contract

Edit = Callable[[Any], Any]
LIST, ONE = "/v1/institutions", "/v1/institutions/{id}"
SCHEMAS = ("components", "schemas")


def at(root: Any, *way: Any) -> Any:
    for name in way:
        root = root[name]
    return root


def setting(*way: Any) -> Edit:
    """Set what the way leads to, to its last part."""
    return lambda root: at(root, *way[:-2]).__setitem__(way[-2], way[-1])


def without(*way: Any) -> Edit:
    return lambda root: at(root, *way[:-1]).__delitem__(way[-1])


def adding(*way: Any) -> Edit:
    """Add the last part to the list that the way leads to."""
    return lambda root: at(root, *way[:-1]).append(way[-1])


def taking(*way: Any) -> Edit:
    """Take the last part out of the list that the way leads to."""
    return lambda root: at(root, *way[:-1]).remove(way[-1])


def parameter(name: str) -> Callable[[Any], Any]:
    return lambda root: next(part for part in root["paths"][LIST]["get"]["parameters"] if part.get("name") == name)


def of_parameter(name: str, change: Edit) -> Edit:
    return lambda root: change(parameter(name)(root))


CREATE, PUBLIC = (*SCHEMAS, "InstitutionCreate"), (*SCHEMAS, "InstitutionPublic")
NEW = {"name": "colour", "in": "query", "required": False, "schema": {"type": "string"}, "description": "x"}
BODY = ("paths", LIST, "post", "requestBody")

PART, ASKED_NUMBER = (*SCHEMAS, "ExternalIdShape"), (*SCHEMAS, "MeasurementCreate", "properties", "value")


def _apart(part: Any) -> Any:
    """A nullable text as two alternatives."""
    return {"anyOf": [{**part, "type": "string"}, {"type": "null"}]}


def _renamed(root: Any, old: str, new: str) -> None:
    text = json.dumps(root).replace(f'/schemas/{old}"', f'/schemas/{new}"')
    root.clear()
    root.update(json.loads(text))
    root["components"]["schemas"][new] = root["components"]["schemas"].pop(old)


BREAKING: dict[str, Edit] = {
    "an address is gone": without("paths", LIST),
    "an operation is gone": without("paths", LIST, "post"),
    "an operation has another name": setting("paths", LIST, "get", "operationId", "find_institutions"),
    "a parameter is gone": lambda root: root["paths"][LIST]["get"]["parameters"].remove(parameter("q")(root)),
    "a parameter is required": of_parameter("q", setting("required", True)),
    "a new parameter is required": adding("paths", LIST, "get", "parameters", {**NEW, "required": True}),
    "a parameter's bound is narrower": of_parameter("limit", setting("schema", "maximum", 100)),
    "a parameter's default is another": of_parameter("limit", setting("schema", "default", 20)),
    "a parameter has another type": of_parameter("q", setting("schema", "type", "integer")),
    "a parameter has fewer values": of_parameter("sort", lambda part: part["schema"]["enum"].remove("name")),
    "a body is taken no more": without("paths", LIST, "post", "requestBody"),
    "a body's media type is gone": lambda root: at(root, *BODY, "content").update(
        {"application/xml": at(root, *BODY, "content").pop("application/json")}
    ),
    "a field is gone from what is sent": without(*CREATE, "properties", "address"),
    "a field is newly required": adding(*CREATE, "required", "address"),
    "a new field is required": lambda root: at(root, *CREATE).update(
        properties={**at(root, *CREATE, "properties"), "colour": {"type": "string"}},
        required=[*at(root, *CREATE, "required"), "colour"],
    ),
    "a field takes null no more": setting(*CREATE, "properties", "address", "type", "string"),
    "a field takes less text": setting(*CREATE, "properties", "name", "maxLength", 20),
    "a field needs more text": setting(*CREATE, "properties", "name", "minLength", 20),
    "a field takes fewer elements": setting(*CREATE, "properties", "external_ids", "maxItems", 1),
    "a field has another form": setting(*CREATE, "properties", "number", "pattern", "^x$"),
    "a field has a bound that was none": setting(*CREATE, "properties", "address", "minLength", 5),
    "an enumeration takes less": taking(*SCHEMAS, "Kind", "enum", "school"),
    "a field is gone from what is answered": without(*PUBLIC, "properties", "address"),
    "a field is answered sometimes only": taking(*PUBLIC, "required", "name"),
    "a field is answered as null": setting(*PUBLIC, "properties", "name", "type", ["string", "null"]),
    "a field is answered as something else": setting(*PUBLIC, "properties", "version", "type", "string"),
    "a field is answered in another format": without(*PUBLIC, "properties", "id", "format"),
    "an answer is gone": without("paths", LIST, "post", "responses", "201"),
    "an answer's media type is gone": without("paths", LIST, "get", "responses", "200", "content", "text/csv"),
    "an answer's header is gone": without("paths", LIST, "post", "responses", "201", "headers", "Location"),
    "a refusal's name is gone": without("x-problems", "in-use"),
    "a refusal has another status": setting("x-problems", "in-use", 422),
    "signing in is asked for": setting("paths", "/v1/vocabulary", "get", "security", [{"bearer": []}]),
    "a way of signing in is gone": setting("paths", LIST, "get", "security", [{"person": []}]),
    "a role may no more": taking("paths", LIST, "get", "x-roles", "leader"),
    "a way of signing in is not enough any more": setting(
        "paths", LIST, "get", "security", [{"person": [], "machine": []}, {"bearer": []}]
    ),
    "a parameter is written in another way": of_parameter("q", setting("explode", False)),
    "a field left out means something else": setting(*CREATE, "properties", "ownership", "default", "private"),
    "a field of a part is newly required": adding(*PART, "required", "label"),
    "a part in allOf is newly required": lambda root: at(root, *CREATE).update(allOf=[{"required": ["address"]}]),
    "a part in allOf has fewer values": lambda root: at(root, *CREATE, "properties", "name").update(
        allOf=[{"maxLength": 5}]
    ),
    "elements take less": setting(*CREATE, "properties", "external_ids", "items", {"type": "string"}),
    "elements may be there once only": setting(*CREATE, "properties", "external_ids", "uniqueItems", True),
    "a number takes certain steps only": setting(*ASKED_NUMBER, "multipleOf", 10),
    "a number is whole": setting(*ASKED_NUMBER, "type", "integer"),
    "an open field has values": setting(*CREATE, "properties", "city", "enum", ["Egeby"]),
    "one of several types is taken no more": setting(
        *CREATE, "properties", "address", {"anyOf": [{"type": "null"}, {"type": "integer"}]}
    ),
    "one of several types is answered too": lambda root: at(root, *PUBLIC, "properties").update(
        name={"anyOf": [{"type": "string"}, {"type": "integer"}]}
    ),
    "a reference can be null": setting(
        *PUBLIC, "properties", "kind", {"anyOf": [{"$ref": "#/components/schemas/Kind"}, {"type": "null"}]}
    ),
    "an enumeration is answered as any text": lambda root: root["components"]["schemas"].update(
        Kind={"type": "string", "maxLength": 20}
    ),
    "a constant is answered as another": setting(*SCHEMAS, "Index", "properties", "name", "const", "Together"),
    "an element of an answer is something else": setting(
        *PUBLIC, "properties", "external_ids", "items", {"type": "string"}
    ),
    "a success is another": lambda root: at(root, "paths", LIST, "post", "responses").update(
        {"202": at(root, "paths", LIST, "post", "responses").pop("201")}
    ),
    "something succeeds in a second way": setting("paths", LIST, "post", "responses", "202", {"description": "x"}),
    "a header is something else": setting("components", "headers", "ETag", "schema", "type", "integer"),
    "a link is gone": without("paths", LIST, "post", "responses", "201", "links", "read"),
    "an address has a version more": lambda root: root["paths"].update({"/v2/institutions": root["paths"].pop(LIST)}),
    "a refusal's own shape is less": without(*SCHEMAS, "Problem", "properties", "code"),
}  # fmt: skip

HARMLESS: dict[str, Edit] = {
    "nothing": lambda root: None,
    "a new address": lambda root: root["paths"].update({"/v1/colours": root["paths"][LIST]}),
    "a new operation": lambda root: root["paths"][ONE].update(put=root["paths"][ONE]["patch"]),
    "a new parameter": adding("paths", LIST, "get", "parameters", NEW),
    "a wider bound": of_parameter("limit", setting("schema", "maximum", 500)),
    "another description": setting("paths", LIST, "get", "description", "Another."),
    "another summary": setting("paths", LIST, "get", "summary", "Another"),
    "another example": setting(*PUBLIC, "properties", "name", "examples", ["Another"]),
    "a new field that may be sent": setting(*CREATE, "properties", "colour", {"type": "string"}),
    "a field that may be left out": taking(*CREATE, "required", "name"),
    "a field takes null": setting(*CREATE, "properties", "name", "type", ["string", "null"]),
    "a field takes more text": setting(*CREATE, "properties", "name", "maxLength", 500),
    "a new value of an enumeration": adding(*SCHEMAS, "Kind", "enum", "library"),
    "a new field that is answered": setting(*PUBLIC, "properties", "colour", {"type": "string"}),
    "a field that is always answered": adding(*SCHEMAS, "TokenAnswer", "required", "refresh_token"),
    "a field is never null any more": setting(*PUBLIC, "properties", "address", "type", "string"),
    "a new refusal": setting("x-problems", "too-colourful", 422),
    "a new header": setting("paths", LIST, "get", "responses", "200", "headers", "X-Colour", {}),
    "a new media type": setting("paths", LIST, "get", "responses", "200", "content", "application/xml", {}),
    "a new role": adding("paths", "/v1/people", "get", "x-roles", "staff"),
    "another order": lambda root: root.update(paths=dict(reversed(list(root["paths"].items())))),
    "something is deprecated": setting("paths", LIST, "get", "deprecated", True),
    "another way of signing in": lambda root: at(root, "paths", LIST, "get", "security").append({"municipality": []}),
    "a refusal fewer": without("paths", LIST, "post", "responses", "409"),
    "an operation names another refusal": adding("paths", LIST, "post", "x-problems", "too-colourful"),
    "a text is taken in any form": without(*CREATE, "properties", "number", "pattern"),
    "a whole number may be any": lambda root: at(root, *SCHEMAS, "InputCreate", "properties", "people_count").update(
        type="number", format="double"
    ),
    "a field is answered more tightly": setting(*PUBLIC, "properties", "name", "maxLength", 20),
    "a field is answered more loosely": setting(*PUBLIC, "properties", "name", "maxLength", 2000),
    "one of several types more is taken": lambda root: at(root, *CREATE, "properties").update(
        address={"anyOf": [{"type": ["string", "null"], "maxLength": 500}, {"type": "integer"}]}
    ),
    "the same is written as alternatives": lambda root: at(root, *PUBLIC, "properties").update(
        address=_apart(at(root, *PUBLIC, "properties", "address"))
    ),
    "the same is written as allOf": lambda root: at(root, *PUBLIC, "properties").update(
        name={"allOf": [at(root, *PUBLIC, "properties", "name")]}
    ),
    "a schema has another name": lambda root: _renamed(root, "InstitutionPublic", "Institution"),
    "another link": setting("paths", LIST, "post", "responses", "201", "links", "paint", {"operationId": "x"}),
    "another default of what is answered": setting(*PUBLIC, "properties", "name", "default", "x"),
    "signing in is not asked for any more": setting("paths", LIST, "get", "security", []),
}  # fmt: skip


def edited(edit: Edit) -> Any:
    copy = deepcopy(contract())
    edit(copy)
    return copy
