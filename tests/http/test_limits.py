"""Rate limits of addresses and callers, and the headers that report them on every response."""

import re

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from api.app import create_app
from api.core.settings import Settings
from api.http.admission import TOO_MANY_CONNECTIONS
from api.http.rate_limits import RateLimiter, network_key
from tests.support.application import SECRET, UNLIMITED_REQUESTS
from tests.support.operations import operations
from tests.support.world import World

RATE_LIMIT = re.compile(r'"(address|caller)";r=(\d+);t=(\d+)')


def remaining(response: httpx.Response) -> dict[str, int]:
    return {name: int(requests) for name, requests, _ in RATE_LIMIT.findall(response.headers["ratelimit"])}


async def test_leader_is_shown_the_remaining_requests_of_address_and_caller(world: World) -> None:
    anna, bo = await world.actor("leader", world.birk), await world.actor("leader", world.oak)
    first, second, other = await anna.get("/me"), await anna.get("/me"), await bo.get("/me")
    assert (
        first.headers["ratelimit-policy"]
        == f'"address";q={UNLIMITED_REQUESTS};w=60, "caller";q={UNLIMITED_REQUESTS};w=60'
    )
    assert remaining(first)["caller"] == UNLIMITED_REQUESTS - 1
    assert remaining(second)["caller"] <= UNLIMITED_REQUESTS - 1
    assert remaining(other)["caller"] == UNLIMITED_REQUESTS - 1
    refused = await anna.get("/institutions/00000000-0000-0000-0000-000000000000")
    assert (refused.status_code, set(remaining(refused))) == (404, {"address", "caller"})


@pytest.mark.parametrize("path", ["/v1/me", "/nowhere", "/v1/vocabulary", "/openapi.json"])
async def test_anonymous_caller_is_shown_the_remaining_requests_of_the_address(world: World, path: str) -> None:
    response = await world.client.get(path)
    assert response.headers["ratelimit-policy"] == f'"address";q={UNLIMITED_REQUESTS};w=60'
    assert set(remaining(response)) == {"address"}


@pytest.mark.parametrize("method, path, status", [("GET", "/health/live", 200), ("OPTIONS", "/v1/me", 200)])
async def test_health_checks_and_preflights_are_not_counted_but_report_the_limit(
    limited_app: FastAPI, method: str, path: str, status: int
) -> None:
    preflight = {"Origin": "https://portal.example", "Access-Control-Request-Method": "GET"}
    transport = httpx.ASGITransport(limited_app, client=("198.51.100.9", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://sammen.test") as client:
        for _ in range(3):
            response = await client.request(method, path, headers=preflight)
            assert (response.status_code, response.headers["ratelimit"]) == (status, '"address";r=100;t=0')
            assert response.headers["ratelimit-policy"] == '"address";q=100;w=60'
        await client.get("/nowhere")
        assert (await client.request(method, path, headers=preflight)).headers["ratelimit"] == '"address";r=99;t=1'


async def test_refusal_of_too_many_connections_reports_the_limit(limited_app: FastAPI) -> None:
    async def with_too_many_connections(scope: Scope, receive: Receive, send: Send) -> None:
        await limited_app({**scope, "state": {TOO_MANY_CONNECTIONS: True}}, receive, send)

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(with_too_many_connections), base_url="http://sammen.test"
    ) as client:
        response = await client.get("/v1/me")
    assert (response.status_code, response.json()["code"]) == (503, "too-many-connections")
    assert response.headers["ratelimit"].startswith('"address";r=')


async def test_every_operation_reports_the_limit(world: World) -> None:
    without_headers = set()
    for operation in operations():
        response = await world.client.request(operation.method, operation.address())
        if not {"ratelimit", "ratelimit-policy"} <= set(response.headers):
            without_headers.add(operation.path)
    assert without_headers == set()


async def test_leader_beyond_the_limit_must_wait_and_others_need_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = [0.0]
    rate = RateLimiter(3, 60, name="caller", now=lambda: seconds[0])
    monkeypatch.setitem(world.app.state._state, "caller_rate", rate)
    anna, bo = await world.actor("leader", world.birk), await world.actor("leader", world.oak)
    assert [(await anna.get("/me")).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = await anna.post("/districts", {"name": "Vest"})
    assert (refused.status_code, refused.json()["code"], refused.headers["retry-after"]) == (
        429,
        "too-many-requests",
        "20",
    )
    assert refused.headers["ratelimit"] == '"caller";r=0;t=20'
    assert refused.headers["x-content-type-options"] == "nosniff"
    assert (await bo.get("/me")).status_code == 200
    seconds[0] = 20.0
    assert (await anna.get("/me")).status_code == 200


@pytest.fixture
def limited_app() -> FastAPI:
    """The service with a limit of 100 requests a minute from an address."""
    return create_app(
        Settings(
            database_url="sqlite+aiosqlite:///unused.db",
            environment="test",
            token_secret=SECRET,
            address_requests=100,
            cors_origins=("https://portal.example",),
        )
    )


async def test_address_beyond_the_limit_must_wait_whatever_it_requests(limited_app: FastAPI) -> None:
    transport = httpx.ASGITransport(limited_app, client=("198.51.100.7", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://sammen.test") as client:
        for _ in range(50):
            assert (await client.get("/v1/me")).status_code == 401
            assert (await client.get("/nowhere")).status_code == 404
        refused = await client.get("/v1/vocabulary", headers={"Origin": "https://portal.example"})
        assert (refused.status_code, refused.json()["code"]) == (429, "too-many-requests")
        assert refused.headers["retry-after"] == "1"
        assert refused.headers["content-security-policy"]
        assert refused.headers["access-control-allow-origin"] == "https://portal.example", (
            "the frontend can read the problem"
        )
        assert "Retry-After" in refused.headers["access-control-expose-headers"]
        preflight = {"Origin": "https://portal.example", "Access-Control-Request-Method": "GET"}
        assert (await client.options("/v1/vocabulary", headers=preflight)).status_code == 200, "preflights pass"
        other = await client.get("/v1/vocabulary", headers={"Origin": "https://other.example"})
        assert (other.status_code, "access-control-allow-origin" in other.headers) == (429, False)
        assert (await client.get("/health/live")).status_code == 200, "health checks pass"
    elsewhere = httpx.ASGITransport(limited_app, client=("198.51.100.8", 1))
    async with httpx.AsyncClient(transport=elsewhere, base_url="http://sammen.test") as client:
        assert (await client.get("/nowhere")).status_code == 404


def test_ipv6_network_counts_as_one_address() -> None:
    assert network_key("2001:db8:1:2::1") == network_key("2001:db8:1:2:ffff::9") != network_key("2001:db8:1:3::1")
    assert network_key("198.51.100.7") != network_key("198.51.100.8")
    assert network_key(None) == network_key("nonsense") == "unknown"
