"""Validation errors: all at once, with what is accepted, in the caller's language."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.operations import Operation, operations, resolve_reference
from tests.support.world import Actor, World

API = Path(__file__).parents[2] / "api"
DANISH = {"Accept-Language": "da"}


async def errors(office: Actor, body: Any, path: str = "/institutions", **headers: str) -> list[dict[str, Any]]:
    response = await office.post(path, body, headers=headers)
    assert response.status_code == 422, response.text
    listed: list[dict[str, Any]] = response.json()["errors"]
    return listed


@pytest.mark.parametrize(
    ("body", "english", "danish"),
    [
        ({"kind": "castle"}, "accepted values: day_care, school or leisure.", "mulige værdier: day_care, school eller"),
        ({"kind": 7}, "accepted values: day_care, school or leisure.", "mulige værdier: day_care, school eller"),
        ({"name": 7}, "Text is expected here.", "Her forventes tekst."),
        ({"name": ""}, "This must not be empty.", "Dette må ikke være tomt."),
        ({"name": "x" * 133}, "at most 132 characters.", "højst 132 tegn."),
        ({"external_ids": {}}, "A list is expected here.", "Her forventes en liste."),
        ({"external_ids": [1]}, "An object with fields is expected here.", "Her forventes et objekt med felter."),
        ({"active_from": 1}, "Text is expected here.", "Her forventes tekst."),
        ({"active_from": "1899-01-01"}, "Years from 1900 to 2199", "årstal fra 1900 til 2199"),
        ({"name": "a\nb"}, "Line breaks and tabs", "Linjeskift og tabulatorer"),
    ],
)
async def test_error_of_a_field_says_what_is_accepted(world: World, body: Any, english: str, danish: str) -> None:
    office, body = await world.actor("administration"), {"name": "X", "kind": "school", **body}
    [error] = await errors(office, body)
    assert english in error["detail"]
    [error] = await errors(office, body, **DANISH)
    assert danish in error["detail"]


@pytest.mark.parametrize(
    ("query", "accepted"),
    [
        ("kind=castle", "day_care, school or leisure"),
        ("limit=0", "at least 1"),
        ("limit=201", "at most 200"),
        ("limit=x", "A whole number"),
        ("sort=colour", "name"),
        ("colour=red", "district_id"),
    ],
)
async def test_error_of_a_parameter_says_what_is_accepted(world: World, query: str, accepted: str) -> None:
    office = await world.actor("administration")
    response = await office.get(f"/institutions?{query}")
    assert accepted in response.json()["errors"][0]["detail"]
    assert "colour" not in response.json()["errors"][0]["detail"]


async def test_all_errors_of_a_query_are_reported_at_once(world: World) -> None:
    office = await world.actor("administration")
    response = await office.get("/institutions?colour=red&limit=0&limit=0&kind=castle&sort=size&count=maybe")
    reported = [(error["parameter"], error["code"]) for error in response.json()["errors"]]
    assert sorted(reported) == [
        ("colour", "unknown-parameter"),
        ("count", "wrong-type"),
        ("kind", "not-one-of"),
        ("limit", "out-of-bounds"),
        ("limit", "repeated-parameter"),
        ("sort", "not-one-of"),
    ]


async def test_errors_of_query_and_body_are_reported_together_and_nothing_is_changed(world: World) -> None:
    office = await world.actor("administration")
    response = await office.post("/institutions?colour=red", {"kind": "castle"})
    places = {(error.get("parameter"), error.get("pointer")) for error in response.json()["errors"]}
    assert places == {("colour", None), (None, "/kind"), (None, "/name")}
    before = (await office.get("/institutions?count=true")).json()["total"]
    refused = await office.post("/institutions?colour=red", {"name": "Ny skole", "kind": "school"})
    assert [error.get("parameter") for error in refused.json()["errors"]] == ["colour"]
    assert (await office.get("/institutions?count=true")).json()["total"] == before


async def test_anonymous_caller_is_refused_before_the_query_is_validated(world: World) -> None:
    assert (await world.client.get("/v1/institutions?colour=red")).status_code == 401
    assert (await world.client.get("/v1/institutions?limit=%ff")).status_code == 401


async def test_detail_of_a_problem_is_not_repeated_in_its_errors(world: World) -> None:
    office = await world.actor("administration")
    for headers in ({}, DANISH):
        problem = (await office.post("/institutions", {"kind": "castle"}, headers=headers)).json()
        assert problem["detail"] not in [error["detail"] for error in problem["errors"]]


INVALID_VALUES: list[Any] = [
    None,
    True,
    7,
    1.5,
    -1e30,
    10**25,
    "",
    " ",
    "\0",
    "x" * 20_000,
    "010203-1234",
    [],
    [1],
    {},
    {"a": 1},
]


def _operations_with_body() -> list[Operation]:
    return [
        operation
        for operation in operations()
        if operation.signed_in and operation.media_type == "application/json" and operation.method in ("post", "patch")
    ]


@pytest.mark.parametrize("operation", _operations_with_body(), ids=str)
async def test_every_error_of_a_field_has_a_danish_text(world: World, operation: Operation) -> None:
    admin = await world.actor("administration")
    schema = resolve_reference(operation.definition["requestBody"]["content"]["application/json"]["schema"])
    for value in INVALID_VALUES:
        content = json.dumps(dict.fromkeys(schema["properties"], value) | {"colour": value})
        texts = []
        for language in ("en", "da"):
            headers = {"Accept-Language": language, "Content-Type": "application/json"}
            response = await admin.call(operation.method.upper(), operation.address(), content=content, headers=headers)
            problem = response.json()
            texts.append([problem["title"], problem["detail"], *(error["detail"] for error in problem["errors"])])
        same = [english for english, danish in zip(*texts, strict=True) if english == danish]
        assert same == []


def test_validators_raise_errors_in_both_languages() -> None:
    """Validators raise `validation_error`: pydantic's own error has an English text only."""
    files = []
    for path in API.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            is_error = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "PydanticCustomError"
            if is_error and path.name != "validation.py":
                files.append(str(path))
    assert files == []
