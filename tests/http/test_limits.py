"""How often an address and a caller may come, and how every answer tells them what is left."""

import re

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from api.app import create_app
from api.core.settings import Settings
from api.http.admission import TOO_MANY_CONNECTIONS
from api.http.rate_limits import RateLimiter, network_key
from tests.support.application import MANY, SECRET
from tests.support.operations import operations
from tests.support.world import World

LEFT = re.compile(r'"(address|caller)";r=(\d+);t=(\d+)')


def left(answer: httpx.Response) -> dict[str, int]:
    return {name: int(many) for name, many, _ in LEFT.findall(answer.headers["ratelimit"])}


async def test_every_answer_says_what_is_left_of_an_address_and_a_caller(world: World) -> None:
    anna, bo = await world.actor("leader", world.birk), await world.actor("leader", world.oak)
    first, second, other = await anna.get("/me"), await anna.get("/me"), await bo.get("/me")
    assert first.headers["ratelimit-policy"] == f'"address";q={MANY};w=60, "caller";q={MANY};w=60'
    assert left(first)["caller"] == MANY - 1
    assert left(second)["caller"] <= MANY - 1
    assert left(other)["caller"] == MANY - 1
    refused = await anna.get("/institutions/00000000-0000-0000-0000-000000000000")
    assert (refused.status_code, set(left(refused))) == (404, {"address", "caller"})


@pytest.mark.parametrize("path", ["/v1/me", "/nowhere", "/v1/vocabulary", "/openapi.json"])
async def test_who_is_not_signed_in_is_told_what_is_left_of_their_address(world: World, path: str) -> None:
    answer = await world.client.get(path)
    assert answer.headers["ratelimit-policy"] == f'"address";q={MANY};w=60'
    assert set(left(answer)) == {"address"}


@pytest.mark.parametrize("method, path, status", [("GET", "/health/live", 200), ("OPTIONS", "/v1/me", 200)])
async def test_what_is_not_counted_tells_what_is_left_all_the_same(
    narrow: FastAPI, method: str, path: str, status: int
) -> None:
    asked = {"Origin": "https://portal.example", "Access-Control-Request-Method": "GET"}
    transport = httpx.ASGITransport(narrow, client=("198.51.100.9", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://sammen.test") as client:
        for _ in range(3):
            answer = await client.request(method, path, headers=asked)
            assert (answer.status_code, answer.headers["ratelimit"]) == (status, '"address";r=100;t=0')
            assert answer.headers["ratelimit-policy"] == '"address";q=100;w=60'
        await client.get("/nowhere")
        assert (await client.request(method, path, headers=asked)).headers["ratelimit"] == '"address";r=99;t=1'


async def test_who_is_one_too_many_is_told_it_too(narrow: FastAPI) -> None:
    async def crowded(scope: Scope, receive: Receive, send: Send) -> None:
        await narrow({**scope, "state": {TOO_MANY_CONNECTIONS: True}}, receive, send)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(crowded), base_url="http://sammen.test") as client:
        answer = await client.get("/v1/me")
    assert (answer.status_code, answer.json()["code"]) == (503, "too-many-connections")
    assert answer.headers["ratelimit"].startswith('"address";r=')


async def test_every_operation_says_what_is_left(world: World) -> None:
    silent = set()
    for operation in operations():
        answer = await world.client.request(operation.method, operation.address())
        if not {"ratelimit", "ratelimit-policy"} <= set(answer.headers):
            silent.add(operation.path)
    assert silent == set()


async def test_a_caller_that_comes_too_often_waits_and_others_do_not(
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
def narrow() -> FastAPI:
    return create_app(
        Settings(
            database_url="sqlite+aiosqlite:///unused.db",
            environment="test",
            token_secret=SECRET,
            address_requests=100,
            cors_origins=("https://portal.example",),
        )
    )


async def test_an_address_that_comes_too_often_waits_whatever_it_asks_for(narrow: FastAPI) -> None:
    transport = httpx.ASGITransport(narrow, client=("198.51.100.7", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://sammen.test") as client:
        for _ in range(50):
            assert (await client.get("/v1/me")).status_code == 401
            assert (await client.get("/nowhere")).status_code == 404
        refused = await client.get("/v1/vocabulary", headers={"Origin": "https://portal.example"})
        assert (refused.status_code, refused.json()["code"]) == (429, "too-many-requests")
        assert refused.headers["retry-after"] == "1"
        assert refused.headers["content-security-policy"]
        assert refused.headers["access-control-allow-origin"] == "https://portal.example", "a frontend reads why"
        assert "Retry-After" in refused.headers["access-control-expose-headers"]
        asked = {"Origin": "https://portal.example", "Access-Control-Request-Method": "GET"}
        assert (await client.options("/v1/vocabulary", headers=asked)).status_code == 200, "it may ask whether it may"
        other = await client.get("/v1/vocabulary", headers={"Origin": "https://other.example"})
        assert (other.status_code, "access-control-allow-origin" in other.headers) == (429, False)
        assert (await client.get("/health/live")).status_code == 200, "whoever watches over it is not kept out"
    elsewhere = httpx.ASGITransport(narrow, client=("198.51.100.8", 1))
    async with httpx.AsyncClient(transport=elsewhere, base_url="http://sammen.test") as client:
        assert (await client.get("/nowhere")).status_code == 404


def test_a_network_of_ipv6_is_one_address() -> None:
    assert network_key("2001:db8:1:2::1") == network_key("2001:db8:1:2:ffff::9") != network_key("2001:db8:1:3::1")
    assert network_key("198.51.100.7") != network_key("198.51.100.8")
    assert network_key(None) == network_key("nonsense") == "unknown"
