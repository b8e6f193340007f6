"""Routes that accept a body without a token: size limits, and throttling by the cost of errors."""

import json
from typing import Any

import httpx
import pytest

from api.access.route_class import PublicSubmissionRoute
from api.http.rate_limits import RateLimiter
from api.http.request_parsing import MAX_VALUES
from tests.support.operations import app
from tests.support.request_schemas import count_values, json_body_schemas, largest_body
from tests.support.world import World

ANSWERS = "/v1/consultation-answers/" + "x" * 32
FIRST_PASSWORD = "/v1/first-password"
_JSON = {"Content-Type": "application/json"}


def routes_by_operation() -> dict[str, Any]:
    return {f"{method} {route.path_format}": route for route in app().router.routes for method in route.methods}  # type: ignore[attr-defined]  # all are API routes


def test_largest_body_of_the_contract_fits_the_limits_of_its_route() -> None:
    routes, public_paths = routes_by_operation(), []
    for operation, schema in json_body_schemas():
        route, body = routes[str(operation)], largest_body(schema)
        assert count_values(body) <= route.max_values <= MAX_VALUES, operation
        if isinstance(route, PublicSubmissionRoute):
            public_paths.append(operation.path)
            assert len(json.dumps(largest_body(schema, 1))) <= PublicSubmissionRoute.MAX_BYTES, operation
    assert sorted(public_paths) == ["/v1/consultation-answers/{secret}", FIRST_PASSWORD]


async def post(world: World, path: str, content: bytes, **headers: str) -> httpx.Response:
    return await world.client.post(path, content=content, headers={**_JSON, **headers})


@pytest.mark.parametrize("path", [FIRST_PASSWORD, ANSWERS])
async def test_large_body_without_a_token_is_rejected(world: World, path: str) -> None:
    world.app.state.public_rate = RateLimiter(10_000, 60)
    for headers in ({}, {"Transfer-Encoding": "chunked"}):
        response = await post(world, path, b'{"x": "' + b"y" * 131_072 + b'"}', **headers)
        assert (response.status_code, response.json()["code"]) == (413, "too-large")
        assert response.json()["detail"].startswith("Send at most 131,072 bytes at a time")
    many_members = json.dumps({f"a{n}": 0 for n in range(5000)}).encode()
    response = await post(world, path, many_members)
    assert (response.status_code, response.json()["code"]) == (400, "too-many-values")


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
async def test_guessed_link_or_malformed_body_costs_20_requests_and_a_validation_error_only_one(
    world: World, content: bytes, status: int, cost: int
) -> None:
    world.app.state.public_rate = rate = RateLimiter(100, 60, now=lambda: 0.0)
    assert (await post(world, ANSWERS, content)).status_code == status
    remaining, _ = rate._left["127.0.0.1"]
    assert 100 - remaining == cost
