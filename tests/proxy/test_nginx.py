"""The service behind the nginx that we ship: slow, large and many over raw sockets, while honest callers are served."""

import asyncio
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
import pytest

from tests.support.postgres import free_port

ROOT = Path(__file__).parents[2]
CONFIGURATION = (ROOT / "deploy" / "nginx.conf").read_text()
MYSELF = "user root;\n" if os.getuid() == 0 else ""  # else a worker has no way into a folder of the tests'
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
SECRET = "a secret for tests only, forty characters"
FORM = b"POST /v1/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
SLOW = FORM + b"Content-Length: 500\r\n\r\n"


def configured(folder: Path, port: int, service: int) -> str:
    """The configuration as it is shipped, but for where things are."""
    made = CONFIGURATION
    for told, here in (
        ("worker_processes auto;", f"{MYSELF}worker_processes 1;"),
        ("pid /run/nginx.pid", f"pid {folder}/nginx.pid"),
        ("/var/log/nginx", str(folder)),
        ("limit_conn addresses 200", "limit_conn addresses 60"),  # as many slow ones as this machine opens in time
        ("server 127.0.0.1:8000", f"server 127.0.0.1:{service}"),
        ("listen 80 default_server", f"listen 127.0.0.1:{free_port()} default_server"),
        ("listen 443 ssl default_server", f"listen 127.0.0.1:{port} ssl default_server"),
        ("/etc/ssl/sammen/fullchain.pem", f"{folder}/cert.pem"),
        ("/etc/ssl/sammen/key.pem", f"{folder}/key.pem"),
        ("http {", "\n    ".join(["http {", *(f"{kind}_temp_path {folder}/{kind};" for kind in TEMPORARY)])),
    ):
        assert told in made, told
        made = made.replace(told, here, 1) if told == "http {" else made.replace(told, here)
    return made


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """nginx in front of a started service; the port of TLS."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert nginx, "these tests need nginx (Debian: nginx-light)"
    folder, port, service = tmp_path_factory.mktemp("proxy"), free_port(), free_port()
    names = ["-subj", "/CN=sammen.example", "-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    subprocess.run([*command, "-days", "2", *names], check=True, capture_output=True)
    (folder / "nginx.conf").write_text(configured(folder, port, service))
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("SAMMEN_")} | {
        "SAMMEN_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/sammen.db",
        "SAMMEN_TOKEN_SECRET": SECRET,
        "SAMMEN_BEHIND_TLS": "true",
        "SAMMEN_CONNECTIONS": "60",
    }
    program = Path(sys.executable).with_name("sammen-api")
    serve = [program, "serve", "--port", str(service), "--behind", "127.0.0.1"]
    with (folder / "service.log").open("w") as log:
        running = subprocess.Popen(serve, env=surroundings, stderr=log)
        front = subprocess.Popen([nginx, "-c", f"{folder}/nginx.conf", "-g", "daemon off;"], stderr=log)
        try:
            deadline = time.monotonic() + 120
            while not ready(port):
                assert front.poll() is None, (folder / "service.log").read_text()
                assert time.monotonic() < deadline, (folder / "service.log").read_text()
                time.sleep(0.2)
            yield port
        finally:
            for process in (front, running):
                process.terminate()
                process.wait(30)


def trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def ready(port: int) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(f"https://127.0.0.1:{port}/health/ready", verify=trusting()).status_code == 200
    return False


@asynccontextmanager
async def line(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting())
    try:
        yield reader, writer
    finally:
        writer.close()


async def exchange(port: int, *pieces: bytes, pause: float = 0, patience: float = 40) -> tuple[bytes, float]:
    """What is answered until the other side hangs up, and after how many seconds that was."""
    began, answered = time.monotonic(), b""
    with suppress(ConnectionError):
        async with line(port) as (reader, writer):
            began = time.monotonic()
            sending = asyncio.create_task(send(writer, pieces, pause))
            async with asyncio.timeout(patience):
                while piece := await reader.read(65_536):
                    answered += piece
            sending.cancel()
    return answered, time.monotonic() - began


async def send(writer: asyncio.StreamWriter, pieces: tuple[bytes, ...], pause: float) -> None:
    with suppress(ConnectionError, AttributeError):  # the latter is what a TLS connection says that was cut off
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)


MEMBERS = {"type", "code", "title", "status", "detail", "instance", "request_id", "retryable", "audience", "errors"}
DRESS = {
    b"api-version": b"1.0",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
    b"cache-control": b"no-store",
    b"strict-transport-security": b"max-age=31536000; includeSubDomains",
}


def refusal(answer: bytes) -> tuple[int, str]:
    """Status and code of an answer, which is a named problem, dressed as every answer is whoever made it."""
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = [line.partition(b": ") for line in head.split(b"\r\n")[1:]]
    headers = {name.lower(): value for name, _, value in lines}
    assert len(headers) == len(lines), "each once"
    assert headers[b"content-type"] == b"application/problem+json", answer
    assert headers.items() >= DRESS.items(), answer
    problem = json.loads(re.sub(rb"^[0-9a-fA-F]+\r\n|\r\n0\r\n\r\n$", b"", body))
    assert problem.keys() >= MEMBERS
    assert problem["request_id"] == headers[b"x-request-id"].decode()
    return int(head.split()[1]), problem["code"]


async def test_slow_ones_are_given_up_and_honest_ones_are_served_meanwhile(port: int) -> None:
    """All at once: heads that never end, that trickle, bodies that stop, and somebody who only wants to be served."""
    head = b"GET /v1/me HTTP/1.1\r\nHost: x\r\n"
    trickle = [head, *[b"X-A: 1\r\n"] * 40]
    slow = [exchange(port, head) for _ in range(12)] + [exchange(port, *trickle, pause=1) for _ in range(12)]
    slow += [exchange(port, SLOW) for _ in range(12)] + [exchange(port) for _ in range(12)]

    async def honest() -> list[float]:
        waits = []
        async with httpx.AsyncClient(verify=trusting(), base_url=f"https://127.0.0.1:{port}") as client:
            for _ in range(60):
                began = time.monotonic()
                assert (await client.get("/v1/vocabulary")).status_code == 200
                assert (await client.get("/v1/me")).status_code == 401
                waits.append(time.monotonic() - began)
                await asyncio.sleep(0.15)
        return waits

    waits, ended = await asyncio.gather(honest(), asyncio.gather(*slow))
    assert sorted(waits)[len(waits) * 9 // 10] < 2, sorted(waits)[-10:]
    for _, seconds in ended[:24]:
        assert 1 < seconds < 25, "a head has ten seconds"
    for _, seconds in ended[24:36]:
        assert 1 < seconds < 30, "a body that says nothing has fifteen"


LARGE = {
    "one large header": b"GET /v1/me HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 20_000 + b"\r\n\r\n",
    "many headers": b"GET /v1/me HTTP/1.1\r\nHost: x\r\n" + b"X-A: aaaaaaaaaaaaaaaaaaaa\r\n" * 4000 + b"\r\n",
    "a long address": b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "no head at all": b"\x00\x01\x02\r\n\r\n",
    "two lengths": b"POST /v1/token HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "a length and chunks": (
        b"POST /v1/token HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    ),
    "no host": b"GET /v1/me HTTP/1.1\r\n\r\n",
}


@pytest.mark.parametrize("request_", LARGE.values(), ids=LARGE)
async def test_what_cannot_be_read_is_refused_at_once_and_by_name(port: int, request_: bytes) -> None:
    answer, seconds = await exchange(port, request_)
    assert refusal(answer) == (400, "unreadable-request")
    assert seconds < 5


CLOSED = b"HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"


async def test_a_method_that_nginx_itself_refuses_and_what_it_keeps_inside_are_refused_by_name(port: int) -> None:
    assert refusal((await exchange(port, b"TRACE / " + CLOSED + b"\r\n"))[0]) == (400, "unreadable-request")
    assert refusal((await exchange(port, b"GET /-/away " + CLOSED + b"\r\n"))[0]) == (404, "not-found")


KEPT = ["r-7", "0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77"]


@pytest.mark.parametrize("id", [*KEPT, "010203-1234", "a b", "x" * 65])
async def test_the_id_of_a_request_is_kept_or_replaced_as_the_service_does_it(port: int, id: str) -> None:
    asked = b"X-Request-Id: " + id.encode() + b"\r\n\r\n"
    by_nginx, _ = await exchange(port, b"TRACE / " + CLOSED + asked)
    by_service, _ = await exchange(port, b"GET /nowhere " + CLOSED + asked)
    for answer, expected in ((by_nginx, (400, "unreadable-request")), (by_service, (404, "not-found"))):
        assert refusal(answer) == expected
        assert (f"x-request-id: {id}\r\n".encode() in answer.lower()) == (id in KEPT)


async def test_a_body_that_says_that_it_is_large_is_refused_before_it_comes(port: int) -> None:
    head = b"POST /v1/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5000000\r\n\r\n"
    answer, seconds = await exchange(port, head)
    assert refusal(answer) == (413, "too-large")
    assert seconds < 9, "answered at once, and hung up soon"


async def test_chunks_without_end_are_refused(port: int) -> None:
    head = b"POST /v1/token HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer, _ = await exchange(port, head, *[b"10000\r\n" + b"a" * 65_536 + b"\r\n"] * 40)
    assert not answer or refusal(answer) == (413, "too-large")


async def test_a_body_that_trickles_into_an_import_is_given_up_by_the_service(port: int) -> None:
    """Imports are handed on as they come: without a token they are refused before their body."""
    head = b"POST /v1/imports?resource=institutions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    answer, seconds = await exchange(port, head + b"Content-Length: 1000000\r\n\r\n", b"a")
    assert refusal(answer) == (401, "not-signed-in")
    assert seconds < 5


async def test_one_address_has_so_many_connections_and_then_is_told_to_wait(port: int) -> None:
    open_ones = []
    try:
        for _ in range(62):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting())
            writer.write(SLOW)
            open_ones.append((reader, writer))
        await asyncio.sleep(1)
        answer, _ = await exchange(port, b"GET /v1/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert refusal(answer) == (429, "too-many-requests")
        assert b"retry-after: 5" in answer.lower()
    finally:
        for _, writer in open_ones:
            writer.close()
    await asyncio.sleep(1)
    answer, _ = await exchange(port, b"GET /v1/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert refusal(answer) == (401, "not-signed-in")


def test_the_address_that_the_service_sees_is_nginxs_word_and_no_callers(port: int) -> None:
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}
    answer = httpx.get(f"https://127.0.0.1:{port}/v1/vocabulary", headers=forged, verify=trusting())
    assert answer.headers["strict-transport-security"]
    assert "server" not in answer.headers or "/" not in answer.headers["server"]
    with socket.create_connection(("127.0.0.1", port)) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert plain.recv(100).startswith(b"HTTP/1.1 400")


ROWS = 10_000


def signed_in(port: int, folder: Path) -> dict[str, str]:
    """Somebody of the administration, created as the guide to operations says; the header that they call with."""
    surroundings = os.environ | {
        "SAMMEN_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/sammen.db",
        "SAMMEN_TOKEN_SECRET": SECRET,
        "SAMMEN_ADMIN_PASSWORD": "Lærkerne synger kl. 5",
    }
    program = Path(sys.executable).with_name("sammen-api")
    subprocess.run([program, "create-admin", "anna", "--name", "Anna"], env=surroundings, check=True, timeout=120)
    with httpx.Client(base_url=f"https://127.0.0.1:{port}/v1", verify=trusting(), timeout=60) as client:

        def enter(username: str, password: str) -> dict[str, str]:
            form = {"grant_type": "password", "username": username, "password": password}
            told = client.post("/token", data=form).raise_for_status().json()
            return {"Authorization": f"Bearer {told['access_token']}"}

        admin = enter("anna", "Lærkerne synger kl. 5")
        top = client.get("/me", headers=admin).raise_for_status().json()["roles"][0]["unit_id"]
        new = {"username": "bo", "name": "Bo", "password": "Svalen kommer kl. 3"}
        client.post("/people", json=new, headers=admin).raise_for_status()
        role = {"username": "bo", "role": "administration", "unit_id": top}
        client.post("/grants", json=role, headers=admin).raise_for_status()
        chosen = {"username": "bo", "first": new["password"], "new": "Viben flyver kl. 9"}
        client.post("/first-password", json=chosen).raise_for_status()
        return enter("bo", chosen["new"])


def bring(port: int, may: dict[str, str]) -> None:
    """Indicators whose list is of twenty megabytes."""
    one = {"title": "x", "kinds": ["school"], "unit": "count", "disclosure": "none", "description": "x" * 2_000}
    many = "".join(json.dumps({"code": f"c{number}"} | one) + "\n" for number in range(ROWS))
    brought = httpx.post(
        f"https://127.0.0.1:{port}/v1/imports?resource=indicators&apply=true",
        content=many,
        verify=trusting(),
        headers={**may, "Content-Type": "application/x-ndjson"},
        timeout=300,
    )
    assert brought.json()["state"] == "applied", brought.text


async def test_who_does_not_read_holds_nothing_of_the_service(
    port: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A list of twenty megabytes to connections that read nothing: the service is done with them all the same."""
    [log] = tmp_path_factory.getbasetemp().glob("proxy[0-9]*/service.log")
    may = await asyncio.to_thread(signed_in, port, log.parent)
    await asyncio.to_thread(bring, port, may)

    def done() -> int:
        return log.read_text().count('"route":"/v1/indicators","status":200')

    before, lines, context = done(), list[ssl.SSLSocket](), trusting()
    asked = (
        f"GET /v1/indicators HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\nAuthorization: {may['Authorization']}\r\n\r\n"
    )
    try:
        for _ in range(5):
            plain = socket.socket()
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            plain.connect(("127.0.0.1", port))
            lines.append(context.wrap_socket(plain))
            lines[-1].sendall(asked.encode())
        for _ in range(100):
            if done() - before == len(lines):
                break
            await asyncio.sleep(0.2)
        assert done() - before == len(lines)
    finally:
        for line_of_one in lines:
            line_of_one.close()
