"""The contract says what the code does, all of it, within bounds."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from api.openapi.schema_normalization import bound, tidy
from tests.support.house.contract import schemas, unbounded
from tests.support.operations import Operation, contract, operations, resolved

ROOT = Path(__file__).parents[2]


def test_the_contract_equals_the_code() -> None:
    assert json.loads((ROOT / "openapi" / "openapi.json").read_text()) == contract(), "make openapi"


def test_the_contract_is_valid_openapi() -> None:
    validate(contract())


def test_operations_have_the_names_of_their_functions() -> None:
    names = Counter(operation.name for operation in operations())
    assert [name for name, times in names.items() if times > 1 or not re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", name)] == []


def test_schemas_have_a_name_of_their_own() -> None:
    # Two classes of one name are told apart by their modules: no name for a contract.
    assert [name for name in contract()["components"]["schemas"] if "__" in name or "-" in name] == []


def test_every_operation_is_described() -> None:
    tags = {tag["name"]: tag["description"] for tag in contract()["tags"]}
    assert all(len(about) > 10 for about in tags.values())
    bare = [
        str(operation)
        for operation in operations()
        if len(operation.written.get("description", "")) < 15 or not set(operation.written["tags"]) <= set(tags)
    ]
    assert bare == []


def test_every_parameter_is_described() -> None:
    bare = [
        f"{operation} {part['name']}"
        for operation in operations()
        for part in operation.parameters
        if not part.get("description")
    ]
    assert bare == []


def test_every_field_is_described() -> None:
    bare = []
    for name, schema in contract()["components"]["schemas"].items():
        if not schema.get("description"):
            bare.append(name)
        bare += [
            f"{name}.{field}" for field, part in schema.get("properties", {}).items() if not part.get("description")
        ]
    assert bare == [], "give the field, or the field of the same name in its Create, a description"


def test_every_text_number_and_array_is_bounded() -> None:
    assert {place: word for place, schema in schemas() if (word := unbounded(schema))} == {}


def test_every_schema_says_its_type() -> None:
    words = {"type", "$ref", "anyOf", "oneOf", "allOf", "enum", "const"}
    untyped = [place for place, schema in schemas() if not words & set(schema)]
    assert [place for place in untyped if not place.startswith(ANYTHING)] == []


# What a field held before a correction can be of any kind.
ANYTHING = ("CorrectionPublic.was", "CorrectionPublic.becomes")


def test_patterns_mean_the_same_everywhere() -> None:
    # \d and \w hold the digits and letters of all scripts here, and of ASCII where a reader of the contract runs.
    found = {
        place: schema["pattern"] for place, schema in schemas() if re.search(r"\\[dwDWbB]", schema.get("pattern", ""))
    }
    assert found == {}


def test_null_is_written_in_one_way() -> None:
    doubled = [
        place
        for place, schema in schemas()
        if {"type": "null"} in schema.get("anyOf", [])
        and len(schema["anyOf"]) == 2
        and "type" in schema["anyOf"][0]
        and schema["anyOf"][0] != {"type": "null"}
    ]
    assert doubled == []


def test_parameters_are_never_null() -> None:
    found = [
        f"{operation} {part['name']}"
        for operation in operations()
        for part in operation.parameters
        if "null" in json.dumps(part["schema"])
    ]
    assert found == []


def lists() -> list[Operation]:
    return [operation for operation in operations() if operation.listed]


def test_lists_are_found() -> None:
    assert {"list_institutions", "list_districts"} <= {operation.name for operation in lists()}


@pytest.mark.parametrize("operation", lists(), ids=str)
def test_every_list_has_a_window(operation: Operation) -> None:
    parts = {part["name"]: part["schema"] for part in operation.parameters}
    assert {"limit", "cursor", "sort", "count", "updated_since", "If-None-Match"} <= set(parts)
    assert (parts["limit"]["maximum"], parts["limit"]["default"]) == (200, 50)
    assert parts["sort"]["default"] in parts["sort"]["enum"]
    answer = operation.written["responses"]["200"]
    assert {"application/json", "text/csv"} <= set(answer["content"])
    assert {"Link", "ETag"} <= set(answer["headers"])


def test_what_answers_many_is_a_page() -> None:
    arrays = [
        str(operation)
        for operation in operations()
        for content in operation.written["responses"].get("200", {}).get("content", {}).values()
        if resolved(content["schema"]).get("type") == "array"
    ]
    assert arrays == []


def test_every_refusal_has_the_one_shape() -> None:
    for operation in operations():
        refused = {code: resolved(answer) for code, answer in operation.written["responses"].items() if code >= "400"}
        assert {"422", "429", "500", "503"} <= set(refused), operation
        for answer in refused.values():
            assert answer["content"] == {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            }


def test_every_answer_says_whose_it_is_and_how_often_one_may_come() -> None:
    always = {"X-Request-Id", "API-Version", "RateLimit", "RateLimit-Policy"}
    silent = [
        f"{operation} {status}"
        for operation in operations()
        for status, answer in operation.written["responses"].items()
        if not always <= set(resolved(answer).get("headers", {})) and status != "307"
    ]
    assert silent == []


def test_what_changes_a_thing_asks_for_its_version() -> None:
    for operation in operations():
        on_a_thing = operation.signed_in and (
            operation.method in {"patch", "put", "delete"}
            or (operation.method == "post" and re.search(r"\{id\}/[a-z-]+$", operation.path))
        )
        assert operation.conditional == bool(on_a_thing) or operation.name in UNCONDITIONAL, operation
        asked = [part["required"] for part in operation.parameters if part["name"] == "If-Match"]
        assert asked in ([], [True])
        assert {"412", "428"} <= set(operation.written["responses"]) or not asked
        keyed = any(part["name"] == "Idempotency-Key" for part in operation.parameters)
        assert keyed == (operation.method == "post" and (operation.signed_in or operation.name in KEYED))


# Open to everyone, and taken once for each key all the same.
KEYED = {"answer_consultation"}
# POST on a thing that does not change it, each with its reason.
UNCONDITIONAL: dict[str, str] = {}


def test_a_creation_says_where() -> None:
    for operation in operations():
        made = operation.written["responses"].get("201")
        assert made is None or {"Location", "ETag", "Idempotency-Replayed"} <= set(made["headers"])


def test_what_is_read_can_be_known_already() -> None:
    for operation in operations():
        assert ("304" in operation.written["responses"]) == (operation.method == "get" and operation.signed_in), (
            operation
        )


def test_a_nullable_reference_and_a_nullable_text_are_tidied() -> None:
    schema = {
        "title": "Thing",
        "properties": {
            "title": {"title": "Title", "anyOf": [{"type": "string", "maxLength": 3}, {"type": "null"}]},
            "kind": {"anyOf": [{"$ref": "#/x"}, {"type": "null"}]},
            "letter": {"anyOf": [{"enum": ["a"], "type": "string"}, {"type": "null"}]},
        },
    }
    tidy(schema)
    assert schema == {
        "properties": {
            "title": {"type": ["string", "null"], "maxLength": 3},
            "kind": {"anyOf": [{"$ref": "#/x"}, {"type": "null"}]},
            "letter": {"type": ["string", "null"], "enum": ["a", None]},
        }
    }


def test_only_answers_are_given_bounds() -> None:
    asked, answered = {"type": "integer"}, {"type": "integer"}
    bound(asked, answered=False)
    bound(answered, answered=True)
    assert unbounded(asked) == "minimum"
    assert unbounded(answered) is None


def test_what_is_taken_in_fits_into_what_is_answered() -> None:
    # A bound on a field is lost without a word where its type brings one of its own.
    named = contract()["components"]["schemas"]
    longer = []
    for name, schema in named.items():
        for kin in ("Create", "Update"):
            answered = named.get(name.removesuffix(kin) + "Public", {}).get("properties", {})
            for field, part in schema.get("properties", {}).items() if name.endswith(kin) else ():
                most = resolved(answered.get(field, {})).get("maxLength", 1e9)
                if part.get("maxLength", 0) > most:
                    longer.append(f"{name}.{field}")
    assert longer == []
