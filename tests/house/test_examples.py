"""Every example of the contract is one that its schema takes; no field is shown by its bounds alone."""

from typing import Any

from jsonschema import Draft202012Validator

from api.examples import allows
from tests.house.operations import contract, resolved
from tests.house.test_contract import schemas

COMMON = {"id", "version", "created_at", "updated_at", "total", "next_cursor", "name", "title"}


def test_every_example_is_taken_by_its_schema() -> None:
    root = {"components": contract()["components"]}
    wrong = []
    for place, schema in schemas():
        for example in schema.get("examples", []):
            if not Draft202012Validator({**root, **schema}).is_valid(example):
                wrong.append((place, example))
    assert wrong == []


def test_common_fields_are_shown_as_they_look() -> None:
    bare = [
        f"{name}.{field}"
        for name, schema in contract()["components"]["schemas"].items()
        for field, part in schema.get("properties", {}).items()
        if field in COMMON and "$ref" not in part and "anyOf" not in part and "enum" not in part
        and "const" not in part and "examples" not in part
    ]  # fmt: skip
    assert bare == []
    focus_area = contract()["components"]["schemas"]["FocusAreaPublic"]["properties"]
    institution = contract()["components"]["schemas"]["InstitutionPublic"]["properties"]
    assert focus_area["institution_id"]["examples"] == institution["id"]["examples"]
    assert (focus_area["version"]["minimum"], focus_area["version"]["examples"]) == (1, [3])


def shows_itself(part: dict[str, Any]) -> bool:
    """Whether a field says by itself how it looks: by values, by another schema, or as true, false or null."""
    kinds = part.get("type", [])
    plain = set(kinds if isinstance(kinds, list) else [kinds]) <= {"boolean", "null"}
    inside = part.get("items", {})
    return plain or bool({"examples", "enum", "const", "$ref", "anyOf", "oneOf", "default"} & {*part, *inside})


def test_every_field_is_shown_as_it_looks() -> None:
    bare = [
        f"{name}.{field}"
        for name, schema in contract()["components"]["schemas"].items()
        for field, part in schema.get("properties", {}).items()
        if not shows_itself(part)
    ]
    assert bare == [], "give them an example in api/examples.py"


def test_every_operation_says_in_a_line_what_it_does() -> None:
    for methods in contract()["paths"].values():
        for operation in methods.values():
            assert operation["summary"] == operation["operationId"].replace("_", " ").capitalize()
            assert operation["description"].strip().endswith((".", ":", "`"))


def test_parameters_of_a_query_have_none() -> None:
    # The documentation would fill them in for who only wants to try the list.
    shown = [
        part["name"]
        for methods in contract()["paths"].values()
        for operation in methods.values()
        for part in map(resolved, operation["parameters"])
        if part["in"] == "query" and {"example", "examples"} & {*part, *part["schema"]}
    ]
    assert shown == []


def test_an_example_that_a_schema_does_not_take_is_found() -> None:
    text: dict[str, Any] = {"type": ["string", "null"], "maxLength": 3, "pattern": "^[a-z]+$"}
    assert allows(text, "abc")
    assert not any(allows(text, value) for value in ("abcd", "ABC", 1, None, ["a"]))
    assert not allows({"type": "integer", "minimum": 1}, 0)
    assert not allows({"type": "integer"}, True)
    assert not allows({"type": "array", "items": text}, ["abc", "A"])
