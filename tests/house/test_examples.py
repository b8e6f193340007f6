"""Every example of the contract is one that its schema takes; no field is shown by its bounds alone."""

from typing import Any

from jsonschema import Draft202012Validator

from api.core.problems import PROBLEM_TYPES
from api.openapi.examples import allows
from tests.support.house.contract import schemas, unbounded
from tests.support.operations import contract, operations, resolved

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
        if field in COMMON
        and "$ref" not in part
        and "anyOf" not in part
        and "enum" not in part
        and "const" not in part
        and "examples" not in part
    ]
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


def test_fields_within_fields_and_forms_are_described_and_shown_too() -> None:
    fields = [
        (f"{place}.{name}", part) for place, schema in schemas() for name, part in schema.get("properties", {}).items()
    ]
    assert len(fields) > 1500
    assert any(place.startswith("issue_token:") for place, _ in fields)
    assert [place for place, part in fields if not part.get("description")] == []
    assert [place for place, part in fields if not shows_itself(part)] == []


def test_what_stands_in_an_address_or_a_header_is_described_bounded_and_shown() -> None:
    given = [
        (f"{operation} {part['name']}", part)
        for operation in operations()
        for part in operation.parameters
        if part["in"] != "query"
    ]
    answered = [
        (f"{operation} {status} {name}", resolved(header))
        for operation in operations()
        for status, answer in operation.written["responses"].items()
        for name, header in resolved(answer).get("headers", {}).items()
    ]
    assert len(given) > 200
    assert len(answered) > 2000
    for place, part in (*given, *answered):
        assert part.get("description"), place
        assert shows_itself(part["schema"]), place
        assert unbounded(part["schema"]) is None, place


def test_an_id_in_an_address_is_that_of_its_thing() -> None:
    [institution] = [operation for operation in operations() if operation.name == "get_evidence"]
    [part] = [parameter for parameter in institution.parameters if parameter["name"] == "id"]
    fields = contract()["components"]["schemas"]["InstitutionPublic"]["properties"]
    assert part["schema"]["examples"] == fields["id"]["examples"]


def test_answers_say_more_than_that_they_are_answers() -> None:
    told = {
        resolved(answer)["description"]
        for operation in operations()
        for answer in operation.written["responses"].values()
    }
    assert all(len(words) > 10 for words in told)
    assert "Successful Response" not in told


PEOPLE = ("actor", "author", "chief", "data_holder", "leader", "person")
IN_ORDER = [
    ("planned_for", "planned_until"), ("starts_on", "ends_on"), ("discussion_on", "ends_on"), ("from_on", "until_on"),
    ("opens_on", "closes_on"), ("active_from", "active_until"), ("since_on", "until_on"), ("opened_on", "closed_on"),
    ("held_on", "next_due_on"), ("created_at", "updated_at"), ("began_at", "ended_at"), ("began_at", "ends_at"),
    ("observed_on", "fed_back_on"), ("fed_back_on", "shared_on"), ("shared_on", "replied_on"),
    ("released_on", "withdrawn_on"), ("collected_on", "answered_on"), ("applied_at", "reversed_at"),
    ("minimum", "maximum"),
]  # fmt: skip


def shown(shapes: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The first example of each field that has one, by shape."""
    return {
        name: {field: part["examples"][0] for field, part in schema.get("properties", {}).items() if "examples" in part}
        for name, schema in shapes.items()
    }


def astray(shapes: dict[str, Any]) -> list[str]:
    """Fields whose example is not what their name says: somebody's name for a title, an end before its beginning."""
    found = []
    for shape, fields in shown(shapes).items():
        people = {"Anna Egeskov", "Bo Lund", "Mette Lind, skolebestyrelsen"}
        for field, value in fields.items():
            ought = field in {"name", "participant_name"} or field.removesuffix("_name") in PEOPLE
            if isinstance(value, str) and value in people and not ought:
                found.append(f"{shape}.{field} is somebody's name")
            if field.endswith("_title") and value not in {one.get("title") for one in shown(shapes).values()}:
                found.append(f"{shape}.{field} is no title of anything")
        found += [
            f"{shape}.{late} is not after {soon}"
            for soon, late in IN_ORDER
            if soon in fields and late in fields and not fields[soon] < fields[late]
        ]
    return found


def test_examples_are_what_the_field_says() -> None:
    shapes = contract()["components"]["schemas"]
    assert astray(shapes) == []
    problem = shown(shapes)["Problem"]
    kind = PROBLEM_TYPES[problem["code"]]
    assert (problem["type"], problem["title"], problem["status"]) == (
        f"/problems/{kind.code}",
        kind.title.en,
        kind.status,
    )
    assert problem["detail"] == kind.mend.en
    refusals = {shown(shapes)[name]["code"] for name in ("Refusal", "Obstacle", "ReasonPublic")}
    assert refusals <= set(PROBLEM_TYPES)
    assert PROBLEM_TYPES[shown(shapes)["ReasonPublic"]["code"]].overridable
    for name in ("AskedQuestion", "QuestionShape", "QuestionPublic", "QuestionResult"):
        assert shown(shapes)[name]["text"].endswith("?")


def test_examples_that_are_astray_are_found() -> None:
    def shape(**fields: Any) -> dict[str, Any]:
        return {"Visit": {"properties": {name: {"examples": [value]} for name, value in fields.items()}}}

    same = "2026-03-17T13:05:21Z"
    assert astray(shape(planned_for=same, planned_until=same)) == ["Visit.planned_until is not after planned_for"]
    assert astray(shape(guide_title="Anna Egeskov")) == [
        "Visit.guide_title is somebody's name",
        "Visit.guide_title is no title of anything",
    ]
    assert astray(shape(title="Fællesskaber", guide_title="Fællesskaber", leader_name="Anna Egeskov")) == []


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
