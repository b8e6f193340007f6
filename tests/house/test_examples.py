"""Every example of the contract is valid against its schema, and every field shows its values."""

from typing import Any

from jsonschema import Draft202012Validator

from api.core.problems import PROBLEM_TYPES
from api.openapi.examples import allows
from tests.support.contract_schemas import all_schemas, missing_bound
from tests.support.operations import contract, operations, resolve_reference

COMMON = {"id", "version", "created_at", "updated_at", "total", "next_cursor", "name", "title"}


def test_every_example_is_valid_against_its_schema() -> None:
    root = {"components": contract()["components"]}
    invalid = []
    for place, schema in all_schemas():
        for example in schema.get("examples", []):
            if not Draft202012Validator({**root, **schema}).is_valid(example):
                invalid.append((place, example))
    assert invalid == []


def test_common_fields_have_the_same_examples() -> None:
    without_example = [
        f"{name}.{field}"
        for name, schema in contract()["components"]["schemas"].items()
        for field, part in schema.get("properties", {}).items()
        if field in COMMON
        and "$ref" not in part
        and "anyOf" not in part
        and "enum" not in part
        and "const" not in part
        and "examples" not in part
    ]
    assert without_example == []
    focus_area = contract()["components"]["schemas"]["FocusAreaPublic"]["properties"]
    institution = contract()["components"]["schemas"]["InstitutionPublic"]["properties"]
    assert focus_area["institution_id"]["examples"] == institution["id"]["examples"]
    assert (focus_area["version"]["minimum"], focus_area["version"]["examples"]) == (1, [3])


def shows_values(schema: dict[str, Any]) -> bool:
    """Return whether a schema shows its values: by an example, an enumeration or another schema, or as a boolean."""
    types = schema.get("type", [])
    is_boolean = set(types if isinstance(types, list) else [types]) <= {"boolean", "null"}
    items = schema.get("items", {})
    return is_boolean or bool({"examples", "enum", "const", "$ref", "anyOf", "oneOf", "default"} & {*schema, *items})


def test_every_field_shows_its_values() -> None:
    without_example = [
        f"{name}.{field}"
        for name, schema in contract()["components"]["schemas"].items()
        for field, part in schema.get("properties", {}).items()
        if not shows_values(part)
    ]
    assert without_example == [], "give them an example in api/openapi/example_values.py"


def test_nested_fields_and_form_fields_are_described_and_show_their_values() -> None:
    fields = [
        (f"{place}.{name}", part)
        for place, schema in all_schemas()
        for name, part in schema.get("properties", {}).items()
    ]
    assert len(fields) > 1500
    assert any(place.startswith("issue_token:") for place, _ in fields)
    assert [place for place, part in fields if not part.get("description")] == []
    assert [place for place, part in fields if not shows_values(part)] == []


def test_path_parameters_and_headers_are_described_bounded_and_show_their_values() -> None:
    parameters = [
        (f"{operation} {parameter['name']}", parameter)
        for operation in operations()
        for parameter in operation.parameters
        if parameter["in"] != "query"
    ]
    response_headers = [
        (f"{operation} {status} {name}", resolve_reference(header))
        for operation in operations()
        for status, response in operation.definition["responses"].items()
        for name, header in resolve_reference(response).get("headers", {}).items()
    ]
    assert len(parameters) > 200
    assert len(response_headers) > 2000
    for place, part in (*parameters, *response_headers):
        assert part.get("description"), place
        assert shows_values(part["schema"]), place
        assert missing_bound(part["schema"]) is None, place


def test_path_parameter_id_has_the_example_of_its_resource() -> None:
    [get_evidence] = [operation for operation in operations() if operation.name == "get_evidence"]
    [id_parameter] = [parameter for parameter in get_evidence.parameters if parameter["name"] == "id"]
    fields = contract()["components"]["schemas"]["InstitutionPublic"]["properties"]
    assert id_parameter["schema"]["examples"] == fields["id"]["examples"]


def test_every_response_has_a_description_of_its_own() -> None:
    descriptions = {
        resolve_reference(response)["description"]
        for operation in operations()
        for response in operation.definition["responses"].values()
    }
    assert all(len(description) > 10 for description in descriptions)
    assert "Successful Response" not in descriptions


# Fields `<person>_name` that hold a person's name.
PEOPLE = ("actor", "author", "chief", "data_holder", "leader", "person")
# Pairs of fields of which the second is later or greater.
IN_ORDER = [
    ("planned_for", "planned_until"), ("starts_on", "ends_on"), ("discussion_on", "ends_on"), ("from_on", "until_on"),
    ("opens_on", "closes_on"), ("active_from", "active_until"), ("since_on", "until_on"), ("opened_on", "closed_on"),
    ("held_on", "next_due_on"), ("created_at", "updated_at"), ("began_at", "ended_at"), ("began_at", "ends_at"),
    ("observed_on", "fed_back_on"), ("fed_back_on", "shared_on"), ("shared_on", "replied_on"),
    ("released_on", "withdrawn_on"), ("collected_on", "answered_on"), ("applied_at", "reversed_at"),
    ("minimum", "maximum"),
]  # fmt: skip


def first_examples(schemas: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the first example of each field that has one, by schema."""
    return {
        name: {field: part["examples"][0] for field, part in schema.get("properties", {}).items() if "examples" in part}
        for name, schema in schemas.items()
    }


def implausible_examples(schemas: dict[str, Any]) -> list[str]:
    """Return fields whose example contradicts their name: a person's name as a title, an end before its beginning."""
    person_names = {"Anna Egeskov", "Bo Lund", "Mette Lind, skolebestyrelsen"}
    titles = {fields.get("title") for fields in first_examples(schemas).values()}
    implausible = []
    for schema, fields in first_examples(schemas).items():
        for field, value in fields.items():
            may_be_name = field in {"name", "participant_name"} or field.removesuffix("_name") in PEOPLE
            if isinstance(value, str) and value in person_names and not may_be_name:
                implausible.append(f"{schema}.{field} is a person's name")
            if field.endswith("_title") and value not in titles:
                implausible.append(f"{schema}.{field} is the title of nothing")
        implausible += [
            f"{schema}.{later} is not after {earlier}"
            for earlier, later in IN_ORDER
            if earlier in fields and later in fields and not fields[earlier] < fields[later]
        ]
    return implausible


def test_examples_are_plausible_for_their_fields() -> None:
    schemas = contract()["components"]["schemas"]
    assert implausible_examples(schemas) == []
    problem = first_examples(schemas)["Problem"]
    kind = PROBLEM_TYPES[problem["code"]]
    assert (problem["type"], problem["title"], problem["status"]) == (
        f"/problems/{kind.code}",
        kind.title.en,
        kind.status,
    )
    assert problem["detail"] == kind.mend.en
    codes = {first_examples(schemas)[name]["code"] for name in ("Refusal", "Obstacle", "ReasonPublic")}
    assert codes <= set(PROBLEM_TYPES)
    assert PROBLEM_TYPES[first_examples(schemas)["ReasonPublic"]["code"]].overridable
    for name in ("AskedQuestion", "QuestionShape", "QuestionPublic", "QuestionResult"):
        assert first_examples(schemas)[name]["text"].endswith("?")


def test_implausible_examples_are_detected() -> None:
    def schemas_with(**fields: Any) -> dict[str, Any]:
        return {"Visit": {"properties": {name: {"examples": [value]} for name, value in fields.items()}}}

    time = "2026-03-17T13:05:21Z"
    same_time = schemas_with(planned_for=time, planned_until=time)
    assert implausible_examples(same_time) == ["Visit.planned_until is not after planned_for"]
    assert implausible_examples(schemas_with(guide_title="Anna Egeskov")) == [
        "Visit.guide_title is a person's name",
        "Visit.guide_title is the title of nothing",
    ]
    plausible = schemas_with(title="Fællesskaber", guide_title="Fællesskaber", leader_name="Anna Egeskov")
    assert implausible_examples(plausible) == []


def test_every_operation_has_a_summary_and_a_sentence() -> None:
    for methods in contract()["paths"].values():
        for operation in methods.values():
            assert operation["summary"] == operation["operationId"].replace("_", " ").capitalize()
            assert operation["description"].strip().endswith((".", ":", "`"))


def test_query_parameters_have_no_examples() -> None:
    # Swagger UI would fill them in, and somebody who tries a list would get a filtered one.
    with_example = [
        parameter["name"]
        for methods in contract()["paths"].values()
        for operation in methods.values()
        for parameter in map(resolve_reference, operation["parameters"])
        if parameter["in"] == "query" and {"example", "examples"} & {*parameter, *parameter["schema"]}
    ]
    assert with_example == []


def test_invalid_examples_are_detected() -> None:
    text: dict[str, Any] = {"type": ["string", "null"], "maxLength": 3, "pattern": "^[a-z]+$"}
    assert allows(text, "abc")
    assert not any(allows(text, value) for value in ("abcd", "ABC", 1, None, ["a"]))
    assert not allows({"type": "integer", "minimum": 1}, 0)
    assert not allows({"type": "integer"}, True)
    assert not allows({"type": "array", "items": text}, ["abc", "A"])
