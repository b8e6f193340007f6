"""The contract equals the code, describes everything, bounds everything, and is uniform."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from api.openapi.schema_normalization import add_bounds, normalize
from tests.support.contract_schemas import all_schemas, missing_bound
from tests.support.operations import Operation, contract, operations, resolve_reference

ROOT = Path(__file__).parents[2]


def test_contract_equals_the_code() -> None:
    assert json.loads((ROOT / "openapi" / "openapi.json").read_text()) == contract(), "make openapi"


def test_contract_is_valid_openapi() -> None:
    validate(contract())


def test_operation_ids_are_unique_function_names() -> None:
    names = Counter(operation.name for operation in operations())
    assert [name for name, count in names.items() if count > 1 or not re.fullmatch(r"[a-z]+(_[a-z0-9]+)+", name)] == []


def test_schema_names_are_unique() -> None:
    # For two classes with one name, FastAPI would use the names of their modules too.
    assert [name for name in contract()["components"]["schemas"] if "__" in name or "-" in name] == []


def test_every_operation_is_described() -> None:
    tags = {tag["name"]: tag["description"] for tag in contract()["tags"]}
    assert all(len(description) > 10 for description in tags.values())
    undescribed = [
        str(operation)
        for operation in operations()
        if len(operation.definition.get("description", "")) < 15 or not set(operation.definition["tags"]) <= set(tags)
    ]
    assert undescribed == []


def test_every_parameter_is_described() -> None:
    undescribed = [
        f"{operation} {parameter['name']}"
        for operation in operations()
        for parameter in operation.parameters
        if not parameter.get("description")
    ]
    assert undescribed == []


def test_every_field_is_described() -> None:
    undescribed = []
    for name, schema in contract()["components"]["schemas"].items():
        if not schema.get("description"):
            undescribed.append(name)
        undescribed += [
            f"{name}.{field}" for field, part in schema.get("properties", {}).items() if not part.get("description")
        ]
    assert undescribed == [], "give the field, or the field of the same name in its Create, a description"


def test_every_text_number_and_array_is_bounded() -> None:
    assert {place: keyword for place, schema in all_schemas() if (keyword := missing_bound(schema))} == {}


# A corrected field can be of any type.
UNTYPED = ("CorrectionPublic.was", "CorrectionPublic.becomes")


def test_every_schema_has_a_type() -> None:
    keywords = {"type", "$ref", "anyOf", "oneOf", "allOf", "enum", "const"}
    untyped = [place for place, schema in all_schemas() if not keywords & set(schema)]
    assert [place for place in untyped if not place.startswith(UNTYPED)] == []


def test_patterns_mean_the_same_in_every_regex_dialect() -> None:
    # \d and \w match digits and letters of all scripts in Python, but of ASCII only in JavaScript.
    ambiguous = {
        place: schema["pattern"]
        for place, schema in all_schemas()
        if re.search(r"\\[dwDWbB]", schema.get("pattern", ""))
    }
    assert ambiguous == {}


def test_nullable_types_are_written_as_type_arrays() -> None:
    as_alternatives = [
        place
        for place, schema in all_schemas()
        if {"type": "null"} in schema.get("anyOf", [])
        and len(schema["anyOf"]) == 2
        and "type" in schema["anyOf"][0]
        and schema["anyOf"][0] != {"type": "null"}
    ]
    assert as_alternatives == []


def test_parameters_are_never_null() -> None:
    nullable = [
        f"{operation} {parameter['name']}"
        for operation in operations()
        for parameter in operation.parameters
        if "null" in json.dumps(parameter["schema"])
    ]
    assert nullable == []


def list_operations() -> list[Operation]:
    return [operation for operation in operations() if operation.page_schema]


def test_list_operations_are_recognised() -> None:
    assert {"list_institutions", "list_districts"} <= {operation.name for operation in list_operations()}


@pytest.mark.parametrize("operation", list_operations(), ids=str)
def test_every_list_is_paginated(operation: Operation) -> None:
    parameters = {parameter["name"]: parameter["schema"] for parameter in operation.parameters}
    assert {"limit", "cursor", "sort", "count", "updated_since", "If-None-Match"} <= set(parameters)
    assert (parameters["limit"]["maximum"], parameters["limit"]["default"]) == (200, 50)
    assert parameters["sort"]["default"] in parameters["sort"]["enum"]
    response = operation.definition["responses"]["200"]
    assert {"application/json", "text/csv"} <= set(response["content"])
    assert {"Link", "ETag"} <= set(response["headers"])


def test_no_response_is_a_bare_array() -> None:
    arrays = [
        str(operation)
        for operation in operations()
        for content in operation.definition["responses"].get("200", {}).get("content", {}).values()
        if resolve_reference(content["schema"]).get("type") == "array"
    ]
    assert arrays == []


def test_every_error_response_is_a_problem() -> None:
    for operation in operations():
        errors = {
            status: resolve_reference(response)
            for status, response in operation.definition["responses"].items()
            if status >= "400"
        }
        assert {"422", "429", "500", "503"} <= set(errors), operation
        for response in errors.values():
            assert response["content"] == {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            }


def test_every_response_has_a_request_id_and_rate_limit_headers() -> None:
    required = {"X-Request-Id", "API-Version", "RateLimit", "RateLimit-Policy"}
    without_headers = [
        f"{operation} {status}"
        for operation in operations()
        for status, response in operation.definition["responses"].items()
        if not required <= set(resolve_reference(response).get("headers", {})) and status != "307"
    ]
    assert without_headers == []


# Public, and takes an idempotency key all the same.
WITH_KEY = {"answer_consultation"}
# POST on a resource that does not change it, each with its reason.
UNCONDITIONAL: dict[str, str] = {}


def test_every_change_of_a_resource_requires_its_version() -> None:
    for operation in operations():
        changes_resource = operation.signed_in and (
            operation.method in {"patch", "put", "delete"}
            or (operation.method == "post" and re.search(r"\{id\}/[a-z-]+$", operation.path))
        )
        assert operation.conditional == bool(changes_resource) or operation.name in UNCONDITIONAL, operation
        required = [parameter["required"] for parameter in operation.parameters if parameter["name"] == "If-Match"]
        assert required in ([], [True])
        assert {"412", "428"} <= set(operation.definition["responses"]) or not required
        takes_key = any(parameter["name"] == "Idempotency-Key" for parameter in operation.parameters)
        assert takes_key == (operation.method == "post" and (operation.signed_in or operation.name in WITH_KEY))


def test_every_created_response_has_location_and_etag() -> None:
    for operation in operations():
        created = operation.definition["responses"].get("201")
        assert created is None or {"Location", "ETag", "Idempotency-Replayed"} <= set(created["headers"])


def test_every_get_can_answer_not_modified() -> None:
    for operation in operations():
        assert ("304" in operation.definition["responses"]) == (operation.method == "get" and operation.signed_in), (
            operation
        )


def test_normalization_writes_nullable_types_as_type_arrays() -> None:
    schema = {
        "title": "Thing",
        "properties": {
            "title": {"title": "Title", "anyOf": [{"type": "string", "maxLength": 3}, {"type": "null"}]},
            "kind": {"anyOf": [{"$ref": "#/x"}, {"type": "null"}]},
            "letter": {"anyOf": [{"enum": ["a"], "type": "string"}, {"type": "null"}]},
        },
    }
    normalize(schema)
    assert schema == {
        "properties": {
            "title": {"type": ["string", "null"], "maxLength": 3},
            "kind": {"anyOf": [{"$ref": "#/x"}, {"type": "null"}]},
            "letter": {"type": ["string", "null"], "enum": ["a", None]},
        }
    }


def test_default_bounds_are_added_to_responses_only() -> None:
    request, response = {"type": "integer"}, {"type": "integer"}
    add_bounds(request, answered=False)
    add_bounds(response, answered=True)
    assert missing_bound(request) == "minimum"
    assert missing_bound(response) is None


def test_response_fields_hold_every_text_that_requests_may_send() -> None:
    # pydantic ignores the bound of a field whose annotated type has a bound of its own.
    schemas = contract()["components"]["schemas"]
    too_long = []
    for name, schema in schemas.items():
        for suffix in ("Create", "Update"):
            response_fields = schemas.get(name.removesuffix(suffix) + "Public", {}).get("properties", {})
            for field, part in schema.get("properties", {}).items() if name.endswith(suffix) else ():
                max_length = resolve_reference(response_fields.get(field, {})).get("maxLength", 1e9)
                if part.get("maxLength", 0) > max_length:
                    too_long.append(f"{name}.{field}")
    assert too_long == []
