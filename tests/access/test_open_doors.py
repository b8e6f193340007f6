"""The doors that are open to everyone: small bodies, and what is wrong costs whoever sends it."""

import json
from typing import Any

import httpx
import pytest

from api.access.route_class import PublicSubmissionRoute
from api.http.rate_limits import RateLimiter
from api.http.request_parsing import MAX_VALUES
from tests.support.operations import Operation, app, operations, resolved
from tests.support.world import World

ANSWERS = "/v1/consultation-answers/" + "x" * 32
FIRST = "/v1/first-password"
_JSON = {"Content-Type": "application/json"}


def bodies() -> list[tuple[Operation, Any]]:
    """Each operation that takes JSON, with the schema of its body."""
    found = [
        (operation, resolved(operation.written["requestBody"])["content"])
        for operation in operations()
        if "requestBody" in operation.written
    ]
    return [(one, content["application/json"]["schema"]) for one, content in found if "application/json" in content]


def full(schema: Any, listed: int = 10_000) -> Any:
    """A body as full as its schema allows, of members as many and texts as long as can be; lists of at most so many."""
    schema = resolved(schema)
    if either := schema.get("anyOf", schema.get("oneOf")):
        return max((full(one, listed) for one in either), key=lambda value: len(json.dumps(value)))
    if "enum" in schema:
        return max(map(str, schema["enum"]), key=len)
    kind = schema["type"]
    if "array" in kind:
        return [full(schema["items"], listed)] * min(listed, schema["maxItems"])
    if isinstance(schema.get("additionalProperties"), dict):
        return {f"{n:064}": full(schema["additionalProperties"], listed) for n in range(schema["maxProperties"])}
    if "properties" in schema:
        return {name: full(member, listed) for name, member in schema["properties"].items()}
    return "\U0001f600" * schema["maxLength"] if "string" in kind else -(10**18)


def values(body: Any) -> int:
    inner = body.values() if isinstance(body, dict) else body if isinstance(body, list) else []
    return len(inner) + sum(map(values, inner))


def routes() -> dict[str, Any]:
    return {f"{method} {route.path_format}": route for route in app().router.routes for method in route.methods}  # type: ignore[attr-defined]


def test_what_the_contract_takes_is_not_too_much_for_its_door() -> None:
    doors, open_to_all = routes(), []
    for operation, schema in bodies():
        door, body = doors[str(operation)], full(schema)
        assert values(body) <= door.most_values <= MAX_VALUES, operation
        if isinstance(door, PublicSubmissionRoute):
            open_to_all.append(operation.path)
            assert len(json.dumps(full(schema, 1))) <= PublicSubmissionRoute.LARGEST, operation
    assert sorted(open_to_all) == ["/v1/consultation-answers/{secret}", FIRST]


async def send(world: World, path: str, content: bytes, **headers: str) -> httpx.Response:
    return await world.client.post(path, content=content, headers={**_JSON, **headers})


@pytest.mark.parametrize("path", [FIRST, ANSWERS])
async def test_a_body_is_small_where_no_token_is_asked_for(world: World, path: str) -> None:
    world.app.state.public_rate = RateLimiter(10_000, 60)
    for headers in ({}, {"Transfer-Encoding": "chunked"}):
        refused = await send(world, path, b'{"x": "' + b"y" * 131_072 + b'"}', **headers)
        assert (refused.status_code, refused.json()["code"]) == (413, "too-large")
        assert refused.json()["detail"].startswith("Send at most 131,072 bytes at a time")
    strange = json.dumps({f"a{n}": 0 for n in range(5000)}).encode()
    refused = await send(world, path, strange)
    assert (refused.status_code, refused.json()["code"]) == (400, "too-many-values")


@pytest.mark.parametrize(
    ("content", "status", "cost"),
    [
        (b'{"answers": [{"key": "ord", "text": "ja"}]}', 404, 21),
        (b"{nonsense", 400, 21),
        (b'{"x": "' + b"y" * 131_072 + b'"}', 413, 21),
        (json.dumps({f"a{n}": 0 for n in range(5000)}).encode(), 400, 21),
        (json.dumps({f"a{n}": 0 for n in range(900)}).encode(), 422, 21),
        (b'{"answers": [{"key": "ord", "text": 1}]}', 422, 2),
    ],
)
async def test_what_is_wrong_costs_as_a_guess_or_by_its_faults(
    world: World, content: bytes, status: int, cost: int
) -> None:
    world.app.state.public_rate = rate = RateLimiter(100, 60, now=lambda: 0.0)
    assert (await send(world, ANSWERS, content)).status_code == status
    left, _ = rate._left["127.0.0.1"]
    assert 100 - left == cost
