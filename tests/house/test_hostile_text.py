"""Every text in a body or query rejects control characters, lone surrogates and CPR numbers."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.operations import Operation, operations, resolve_reference, sample_value
from tests.support.world import World

HOSTILE = {
    "NUL": "a\0b",
    "a lone surrogate": "a\ud800b",
    "a terminal escape": "a\x1b[31mb",
    "a CPR number": "010203-1234",
    "NUL in an email address": "a\0b@example.dk",
    "a CPR number in an email address": "0102031234@example.dk",
    "NUL in a URL": "https://example.dk/\0",
    "a CPR number in a URL": "https://example.dk/010203-1234",
}
# Texts that may hold anything, by operation and field, each with its reason.
HASHED = "only a hash of it is stored, and a password may have any characters"
EXCLUDED: dict[tuple[str, str], str] = {
    ("create_person", "password"): HASHED,
    ("change_person", "password"): HASHED,
    ("change_my_password", "old"): HASHED,
    ("change_my_password", "new"): HASHED,
}


def text_paths(schema: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path to each text of a body."""
    schema = resolve_reference(schema)
    for part in schema.get("anyOf", []):
        yield from text_paths(part, path)
    types = schema.get("type", [])
    types = types if isinstance(types, list) else [types]
    if "string" in types:
        yield path
    if "array" in types:
        yield from text_paths(schema["items"], (*path, "0"))
    for name, part in schema.get("properties", {}).items():
        yield from text_paths(part, (*path, name))
    if isinstance(schema.get("additionalProperties"), dict):
        yield from text_paths(schema["additionalProperties"], (*path, "x"))


def body_with_text(schema: dict[str, Any], path: tuple[str, ...], text: str) -> Any:
    """Return a valid body, except for the text at the path."""
    schema = resolve_reference(schema)
    if not path:
        return text
    for part in schema.get("anyOf", []):
        if path in set(text_paths(part)):
            return body_with_text(part, path, text)
    if path[0] == "0" and "items" in schema:
        return [body_with_text(schema["items"], path[1:], text)]
    body = sample_value(schema)
    part = schema.get("properties", {}).get(path[0], schema.get("additionalProperties", {}))
    return {**(body if isinstance(body, dict) else {}), path[0]: body_with_text(part, path[1:], text)}


def operations_with_json_body() -> list[Operation]:
    return [
        operation
        for operation in operations()
        if operation.signed_in
        and "requestBody" in operation.definition
        and "application/json" in resolve_reference(operation.definition["requestBody"])["content"]
    ]


def points_to(problem: Any, path: tuple[str, ...]) -> bool:
    """Return whether an error of the problem points to the path; a map's name may be replaced by `?`."""
    pointer = "/" + "/".join(path)
    return any(
        error.get("pointer", "").startswith(pointer) or error.get("pointer", "").replace("/?", "/x") == pointer
        for error in problem["errors"]
    )


@pytest.mark.parametrize("name", HOSTILE)
async def test_every_text_of_a_body_rejects_it(world: World, name: str) -> None:
    actor, accepted = await world.actor("administration"), []
    for operation in operations_with_json_body():
        schema = operation.definition["requestBody"]["content"]["application/json"]["schema"]
        for path in text_paths(schema):
            if (operation.name, ".".join(path)) in EXCLUDED:
                continue
            content = json.dumps(body_with_text(schema, path, HOSTILE[name])).encode()
            headers = {"Content-Type": "application/json", "If-Match": '"1"'}
            response = await actor.call(operation.method, operation.address(), content=content, headers=headers)
            problem = response.json() if response.content else {}
            if response.status_code != 422 or not points_to(problem, path) or HOSTILE[name] in response.text:
                accepted.append((str(operation), ".".join(path), response.status_code, problem.get("errors")))
    assert accepted == []


@pytest.mark.parametrize("name", HOSTILE)
async def test_every_text_of_a_query_rejects_it(world: World, name: str) -> None:
    actor, accepted = await world.actor("administration"), []
    encoded = "".join(f"%{byte:02x}" for byte in HOSTILE[name].encode("utf-8", "surrogatepass"))
    for operation in operations():
        for parameter in operation.parameters:
            is_text = parameter["in"] == "query" and resolve_reference(parameter["schema"]).get("type") == "string"
            if not is_text or not operation.signed_in:
                continue
            response = await actor.call(operation.method, f"{operation.address()}?{parameter['name']}={encoded}")
            # A CPR number has the form of a cursor, so it is looked up for the resource of the path.
            may_be_cursor = parameter["name"] == "cursor" and "{" in operation.path
            if response.status_code not in ((400, 404, 422) if may_be_cursor else (400, 422)):
                accepted.append((str(operation), parameter["name"], response.status_code))
    assert accepted == []
