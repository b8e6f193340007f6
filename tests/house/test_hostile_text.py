"""No text field takes what a database trips over or a personal number, wherever it stands in a body or an address."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.operations import Operation, operations, resolved, sample
from tests.support.world import World

HOSTILE = {
    "NUL": "a\0b",
    "a lone surrogate": "a\ud800b",
    "an escape": "a\x1b[31mb",
    "a personal number": "010203-1234",
    "NUL in a mailbox": "a\0b@example.dk",
    "a personal number in a mailbox": "0102031234@example.dk",
    "NUL in an address": "https://example.dk/\0",
    "a personal number in an address": "https://example.dk/010203-1234",
}
# Text that is not kept nor compared, or that may hold anything: each with its reason.
HASHED = "kept as a hash only, and made of whatever its owner likes"
EXEMPT: dict[tuple[str, str], str] = {
    ("create_person", "password"): HASHED,
    ("change_person", "password"): HASHED,
    ("change_my_password", "old"): HASHED,
    ("change_my_password", "new"): HASHED,
}


def texts(schema: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The way to each text of a body."""
    schema = resolved(schema)
    for part in schema.get("anyOf", []):
        yield from texts(part, path)
    types = schema.get("type", [])
    types = types if isinstance(types, list) else [types]
    if "string" in types:
        yield path
    if "array" in types:
        yield from texts(schema["items"], (*path, "0"))
    for name, part in schema.get("properties", {}).items():
        yield from texts(part, (*path, name))
    if isinstance(schema.get("additionalProperties"), dict):
        yield from texts(schema["additionalProperties"], (*path, "x"))


def planted(schema: dict[str, Any], path: tuple[str, ...], text: str) -> Any:
    """A body that could be meant, but for the text at this place."""
    schema = resolved(schema)
    if not path:
        return text
    for part in schema.get("anyOf", []):
        if path in set(texts(part)):
            return planted(part, path, text)
    if path[0] == "0" and "items" in schema:
        return [planted(schema["items"], path[1:], text)]
    body = sample(schema)
    part = schema.get("properties", {}).get(path[0], schema.get("additionalProperties", {}))
    return {**(body if isinstance(body, dict) else {}), path[0]: planted(part, path[1:], text)}


def with_body() -> list[Operation]:
    found = [operation for operation in operations() if "requestBody" in operation.written and operation.signed_in]
    return [
        operation for operation in found if "application/json" in resolved(operation.written["requestBody"])["content"]
    ]


def pointed(answer: Any, path: tuple[str, ...]) -> bool:
    wanted = "/" + "/".join(path)
    return any(
        error.get("pointer", "").startswith(wanted) or error.get("pointer", "").replace("/?", "/x") == wanted
        for error in answer["errors"]
    )


@pytest.mark.parametrize("about", HOSTILE)
async def test_no_text_of_a_body_takes_it(world: World, about: str) -> None:
    anybody, taken = await world.actor("administration"), []
    for operation in with_body():
        schema = operation.written["requestBody"]["content"]["application/json"]["schema"]
        for path in texts(schema):
            if (operation.name, ".".join(path)) in EXEMPT:
                continue
            content = json.dumps(planted(schema, path, HOSTILE[about])).encode()
            headers = {"Content-Type": "application/json", "If-Match": '"1"'}
            answer = await anybody.call(operation.method, operation.address(), content=content, headers=headers)
            said = answer.json() if answer.content else {}
            if answer.status_code != 422 or not pointed(said, path) or HOSTILE[about] in answer.text:
                taken.append((str(operation), ".".join(path), answer.status_code, said.get("errors")))
    assert taken == []


@pytest.mark.parametrize("about", HOSTILE)
async def test_no_parameter_takes_it(world: World, about: str) -> None:
    anybody, taken = await world.actor("administration"), []
    text = HOSTILE[about].encode("utf-8", "surrogatepass")
    for operation in operations():
        for part in operation.parameters:
            if part["in"] != "query" or not operation.signed_in or resolved(part["schema"]).get("type") != "string":
                continue
            escaped = "".join(f"%{byte:02x}" for byte in text)
            answer = await anybody.call(operation.method, f"{operation.address()}?{part['name']}={escaped}")
            fits = part["name"] == "cursor" and "{" in operation.path  # a personal number has the form of a cursor
            if answer.status_code not in ((400, 404, 422) if fits else (400, 422)):
                taken.append((str(operation), part["name"], answer.status_code))
    assert taken == []
