"""Requests that are too long on their way, over sockets, with patience made short."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import uvicorn

from api.app import create_app
from api.core.settings import Settings, settings
from api.http import protocol_limits
from tests.support.application import SECRET
from tests.support.core.envelope import ALWAYS
from tests.support.postgres import free_port

HEAD = b"POST /v1/token HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
FORM = HEAD + b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol_limits, "HEAD_SECONDS", 0.4)
    monkeypatch.setattr(protocol_limits, "BODY_SECONDS", 0.4)
    monkeypatch.setattr(protocol_limits, "BODY_BYTES_A_SECOND", 200)


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """The service on a port, with uvicorn in this process."""
    app = create_app(
        Settings(database_url="sqlite+aiosqlite:///unused.db", environment="test", token_secret=SECRET)  # type: ignore[arg-type]
    )
    port = free_port()
    config = uvicorn.Config(
        app,
        port=port,
        http=protocol_limits.BoundedHttpProtocol,
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


async def exchange(port: int, *pieces: bytes, pause: float) -> bytes:
    """What is answered to pieces that are sent with pauses in between, until the server hangs up."""
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


async def test_a_body_that_does_not_come_is_not_waited_for(port: int) -> None:
    answer = await exchange(port, FORM + b"x", pause=0)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b'"code":"too-slow"' in answer
    assert b'"instance":"/"' in answer
    dressed(answer)


def dressed(answer: bytes) -> None:
    """An answer that no application made has the headers that all answers have."""
    head = answer.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    headers = dict(line.split(": ", 1) for line in head)
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS
    assert len(headers["x-request-id"]) == 36
    assert (headers["cache-control"], headers["content-type"]) == ("no-store", "application/problem+json")
    assert headers["content-language"] == "en"


GOOD = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize("sent", [b"CONNECT a:1 HTTP/1.1\r\nHost: x\r\n\r\n", b"nonsense\r\n\r\n"])
@pytest.mark.parametrize("before", [b"", GOOD])
async def test_what_is_no_request_is_refused_and_dressed_like_all(port: int, sent: bytes, before: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    async with asyncio.timeout(5):
        if before:  # on a connection that has served already
            writer.write(before)
            assert (await reader.readuntil(b"}")).startswith(b"HTTP/1.1 200 ")
        writer.write(sent)
        refusal = await reader.read()
    writer.close()
    assert refusal.startswith(b"HTTP/1.1 400 "), refusal
    assert b'"code":"unreadable-request"' in refusal
    assert b"strict-transport-security" not in refusal
    dressed(refusal)


async def test_behind_tls_what_is_no_request_is_told_to_stay_there(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    behind = settings().model_copy(update={"behind_tls": True})
    monkeypatch.setattr(protocol_limits, "settings", lambda: behind)
    answer = await exchange(port, b"nonsense\r\n\r\n", pause=0)
    assert b"strict-transport-security: max-age=31536000; includeSubDomains" in answer


async def test_a_body_that_trickles_is_not_waited_for(port: int) -> None:
    answer = await exchange(port, FORM, *[b"x"] * 4, pause=0.1)
    assert not answer or b"too-slow" in answer  # it may be lost when we go on sending after it


async def test_a_body_that_is_on_its_way_is_waited_for(port: int) -> None:
    whole = FORM.replace(b"Host: x", b"Host: x\r\nConnection: close")
    answer = await exchange(port, whole, *[b"x" * 20] * 5, pause=0.13)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"invalid-token-request" in answer


async def test_a_body_that_nobody_reads_is_not_taken_for_ever(port: int) -> None:
    nowhere = FORM.replace(b"/v1/token", b"/nowhere")
    answer = await exchange(port, nowhere + b"x", pause=0)
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"too-slow" not in answer  # it was answered; the connection is closed all the same


@pytest.mark.parametrize(
    "sent",
    [[b"GET / HT"], [b"\r\n"], [b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n", b"\r\n", b"\r\n"]],
    ids=["half a head", "an empty line", "empty lines after a request"],
)
async def test_a_head_that_does_not_come_is_not_waited_for(port: int, sent: list[bytes]) -> None:
    assert b" 408 " not in await exchange(port, *sent, pause=0.2)
