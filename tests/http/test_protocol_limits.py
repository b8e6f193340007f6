"""Limits of HTTP connections, over sockets and with short timeouts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn

from api.app import create_app
from api.core.settings import Settings
from api.http import protocol_limits
from tests.support.application import SECRET
from tests.support.postgres import free_port
from tests.support.response_headers import STANDARD_HEADERS

HEAD = b"POST /v1/token HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
FORM = HEAD + b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"


@pytest.fixture(autouse=True)
def short_timeouts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol_limits, "HEAD_SECONDS", 0.4)
    monkeypatch.setattr(protocol_limits, "BODY_SECONDS", 0.4)
    monkeypatch.setattr(protocol_limits, "BODY_BYTES_A_SECOND", 200)


@asynccontextmanager
async def served(**values: object) -> AsyncIterator[int]:
    """The service with these settings on a port, with uvicorn in this process."""
    settings = Settings(database_url="sqlite+aiosqlite:///unused.db", environment="test", token_secret=SECRET, **values)  # type: ignore[arg-type]
    port = free_port()
    config = uvicorn.Config(
        create_app(settings),
        port=port,
        http=protocol_limits.bounded_http_protocol(settings),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_keep_alive=1,
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server._serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn has no event to wait for
        await asyncio.sleep(0.01)
    yield port
    server.should_exit = True
    await running


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async with served() as port:
        yield port


async def exchange(port: int, *pieces: bytes, pause: float) -> bytes:
    """Send pieces with pauses in between, and return what is received until the server closes the connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(5):
            for piece in pieces:
                writer.write(piece)
                await asyncio.sleep(pause)
            return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def test_body_that_does_not_arrive_is_answered_408(port: int) -> None:
    response = await exchange(port, FORM + b"x", pause=0)
    assert response.startswith(b"HTTP/1.1 408 ")
    assert b'"code":"too-slow"' in response
    assert b'"instance":"/"' in response
    assert_standard_headers(response)


def assert_standard_headers(response: bytes) -> None:
    """Check that a response from outside of the application has the headers of every response."""
    head = response.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    headers = dict(line.split(": ", 1) for line in head)
    assert {name: headers.get(name) for name in STANDARD_HEADERS} == STANDARD_HEADERS
    assert len(headers["x-request-id"]) == 36
    assert (headers["cache-control"], headers["content-type"]) == ("no-store", "application/problem+json")
    assert headers["content-language"] == "en"


GOOD = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize("invalid", [b"CONNECT a:1 HTTP/1.1\r\nHost: x\r\n\r\n", b"nonsense\r\n\r\n"])
@pytest.mark.parametrize("before", [b"", GOOD])
async def test_invalid_request_is_answered_with_a_problem_and_standard_headers(
    port: int, invalid: bytes, before: bytes
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    async with asyncio.timeout(5):
        if before:  # on a connection that has been used already
            writer.write(before)
            assert (await reader.readuntil(b"}")).startswith(b"HTTP/1.1 200 ")
        writer.write(invalid)
        refusal = await reader.read()
    writer.close()
    assert refusal.startswith(b"HTTP/1.1 400 "), refusal
    assert b'"code":"unreadable-request"' in refusal
    assert b"strict-transport-security" not in refusal
    assert_standard_headers(refusal)


async def test_invalid_request_behind_tls_is_answered_with_hsts() -> None:
    async with served(behind_tls=True) as port:
        response = await exchange(port, b"nonsense\r\n\r\n", pause=0)
    assert b"strict-transport-security: max-age=31536000; includeSubDomains" in response


async def test_body_that_arrives_too_slowly_is_answered_408(port: int) -> None:
    response = await exchange(port, FORM, *[b"x"] * 4, pause=0.1)
    assert not response or b"too-slow" in response  # the response can be lost, because more is sent after it


async def test_body_that_arrives_fast_enough_is_read(port: int) -> None:
    head = FORM.replace(b"Host: x", b"Host: x\r\nConnection: close")
    response = await exchange(port, head, *[b"x" * 20] * 5, pause=0.13)
    assert response.startswith(b"HTTP/1.1 400 ")
    assert b"invalid-token-request" in response


async def test_connection_with_an_unread_body_is_closed(port: int) -> None:
    nowhere = FORM.replace(b"/v1/token", b"/nowhere")
    response = await exchange(port, nowhere + b"x", pause=0)
    assert response.startswith(b"HTTP/1.1 404 ")
    assert b"too-slow" not in response  # it has been answered already


@pytest.mark.parametrize(
    "pieces",
    [[b"GET / HT"], [b"\r\n"], [b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n", b"\r\n", b"\r\n"]],
    ids=["half a head", "an empty line", "empty lines after a request"],
)
async def test_connection_with_an_incomplete_head_is_closed(port: int, pieces: list[bytes]) -> None:
    assert b" 408 " not in await exchange(port, *pieces, pause=0.2)
