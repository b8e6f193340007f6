"""What is told of faults: all of them at once, with what would be taken, in the caller's language."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.operations import Operation, operations, resolved
from tests.support.world import Actor, World

API = Path(__file__).parents[2] / "api"
DANISH = {"Accept-Language": "da"}


async def errors(office: Actor, body: Any, path: str = "/institutions", **headers: str) -> list[dict[str, Any]]:
    answer = await office.post(path, body, headers=headers)
    assert answer.status_code == 422, answer.text
    found: list[dict[str, Any]] = answer.json()["errors"]
    return found


@pytest.mark.parametrize(
    ("body", "english", "danish"),
    [
        ({"kind": "castle"}, "accepted values: day_care, school or leisure.", "mulige værdier: day_care, school eller"),
        ({"kind": 7}, "accepted values: day_care, school or leisure.", "mulige værdier: day_care, school eller"),
        ({"name": 7}, "Text is expected here.", "Her forventes tekst."),
        ({"name": ""}, "This must not be empty.", "Dette må ikke være tomt."),
        ({"name": "x" * 133}, "at most 132 characters.", "højst 132 tegn."),
        ({"external_ids": {}}, "A list is expected here.", "Her forventes en liste."),
        ({"external_ids": [1]}, "An object with members is expected here.", "Her forventes et objekt med felter."),
        ({"active_from": 1}, "Text is expected here.", "Her forventes tekst."),
        ({"active_from": "1899-01-01"}, "Years from 1900 to 2199", "årstal fra 1900 til 2199"),
        ({"name": "a\nb"}, "Line breaks and tabs", "Linjeskift og tabulatorer"),
    ],
)
async def test_a_fault_says_what_would_be_taken(world: World, body: Any, english: str, danish: str) -> None:
    office, body = await world.actor("administration"), {"name": "X", "kind": "school", **body}
    [told] = await errors(office, body)
    assert english in told["detail"]
    [told] = await errors(office, body, **DANISH)
    assert danish in told["detail"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("kind=castle", "day_care, school or leisure"),
        ("limit=0", "at least 1"),
        ("limit=201", "at most 200"),
        ("limit=x", "A whole number"),
        ("sort=colour", "name"),
        ("colour=red", "district_id"),
    ],
)
async def test_a_parameters_fault_says_what_would_be_taken(world: World, query: str, told: str) -> None:
    office = await world.actor("administration")
    answer = await office.get(f"/institutions?{query}")
    assert told in answer.json()["errors"][0]["detail"]
    assert "colour" not in answer.json()["errors"][0]["detail"]


async def test_all_faults_of_a_query_are_told_at_once(world: World) -> None:
    office = await world.actor("administration")
    answer = await office.get("/institutions?colour=red&limit=0&limit=0&kind=castle&sort=size&count=maybe")
    told = [(error["parameter"], error["code"]) for error in answer.json()["errors"]]
    assert sorted(told) == [
        ("colour", "unknown-parameter"),
        ("count", "wrong-type"),
        ("kind", "not-one-of"),
        ("limit", "out-of-bounds"),
        ("limit", "repeated-parameter"),
        ("sort", "not-one-of"),
    ]


async def test_faults_of_query_and_body_are_told_together_and_nothing_is_done(world: World) -> None:
    office = await world.actor("administration")
    answer = await office.post("/institutions?colour=red", {"kind": "castle"})
    told = {(error.get("parameter"), error.get("pointer")) for error in answer.json()["errors"]}
    assert told == {("colour", None), (None, "/kind"), (None, "/name")}
    before = (await office.get("/institutions?count=true")).json()["total"]
    refused = await office.post("/institutions?colour=red", {"name": "Ny skole", "kind": "school"})
    assert [error.get("parameter") for error in refused.json()["errors"]] == ["colour"]
    assert (await office.get("/institutions?count=true")).json()["total"] == before


async def test_who_has_no_token_is_told_so_before_the_query_is_looked_at(world: World) -> None:
    assert (await world.client.get("/v1/institutions?colour=red")).status_code == 401
    assert (await world.client.get("/v1/institutions?limit=%ff")).status_code == 401


async def test_detail_says_what_to_do_and_errors_what_is_wrong(world: World) -> None:
    office = await world.actor("administration")
    for headers in ({}, DANISH):
        told = (await office.post("/institutions", {"kind": "castle"}, headers=headers)).json()
        assert told["detail"] not in [error["detail"] for error in told["errors"]]


WRONG: list[Any] = [
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


def _posted() -> list[Operation]:
    return [
        operation
        for operation in operations()
        if operation.signed_in and operation.media_type == "application/json" and operation.method in ("post", "patch")
    ]


@pytest.mark.parametrize("operation", _posted(), ids=str)
async def test_whatever_is_wrong_with_a_field_is_told_in_danish_too(world: World, operation: Operation) -> None:
    admin = await world.actor("administration")
    schema = resolved(operation.written["requestBody"]["content"]["application/json"]["schema"])
    for wrong in WRONG:
        content = json.dumps(dict.fromkeys(schema["properties"], wrong) | {"colour": wrong})
        told = []
        for language in ("en", "da"):
            headers = {"Accept-Language": language, "Content-Type": "application/json"}
            answer = await admin.call(operation.method.upper(), operation.address(), content=content, headers=headers)
            members = answer.json()
            told.append([members["title"], members["detail"], *(error["detail"] for error in members["errors"])])
        same = [words for words, danish in zip(*told, strict=True) if words == danish]
        assert same == []


def test_validators_speak_both_languages() -> None:
    """What a validator raises comes from `validation_error`: pydantic's own way has English only."""
    found = []
    for path in API.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            named = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "PydanticCustomError"
            if named and path.name != "validation.py":
                found.append(str(path))
    assert found == []
