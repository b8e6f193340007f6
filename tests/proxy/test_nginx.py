"""The service behind the supplied nginx configuration: slow, large and many requests, over raw sockets."""

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
USER = "user root;\n" if os.getuid() == 0 else ""  # a worker of another user could not read the temporary folder
TEMPORARY_PATHS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
SECRET = "a secret for tests only, forty characters"
FORM = b"POST /v1/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
UNFINISHED_BODY = FORM + b"Content-Length: 500\r\n\r\n"


def adapted_configuration(folder: Path, port: int, service_port: int) -> str:
    """Return the supplied configuration with paths, ports and processes of the test."""
    configuration = CONFIGURATION
    for supplied, replacement in (
        ("worker_processes auto;", f"{USER}worker_processes 1;"),
        ("pid /run/nginx.pid", f"pid {folder}/nginx.pid"),
        ("/var/log/nginx", str(folder)),
        ("limit_conn addresses 200", "limit_conn addresses 60"),  # a test opens so many in time
        ("server 127.0.0.1:8000", f"server 127.0.0.1:{service_port}"),
        ("listen 80 default_server", f"listen 127.0.0.1:{free_port()} default_server"),
        ("listen 443 ssl default_server", f"listen 127.0.0.1:{port} ssl default_server"),
        ("/etc/ssl/sammen/fullchain.pem", f"{folder}/cert.pem"),
        ("/etc/ssl/sammen/key.pem", f"{folder}/key.pem"),
        ("http {", "\n    ".join(["http {", *(f"{kind}_temp_path {folder}/{kind};" for kind in TEMPORARY_PATHS)])),
    ):
        assert supplied in configuration, supplied
        count = 1 if supplied == "http {" else -1
        configuration = configuration.replace(supplied, replacement, count)
    return configuration


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Start the service and nginx in front of it; yield the TLS port."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert nginx, "these tests need nginx (Debian: nginx-light)"
    folder, port, service_port = tmp_path_factory.mktemp("proxy"), free_port(), free_port()
    names = ["-subj", "/CN=sammen.example", "-keyout", f"{folder}/key.pem", "-out", f"{folder}/cert.pem"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    subprocess.run([*command, "-days", "2", *names], check=True, capture_output=True)
    (folder / "nginx.conf").write_text(adapted_configuration(folder, port, service_port))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SAMMEN_")} | {
        "SAMMEN_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/sammen.db",
        "SAMMEN_TOKEN_SECRET": SECRET,
        "SAMMEN_BEHIND_TLS": "true",
        "SAMMEN_CONNECTIONS": "60",
    }
    program = Path(sys.executable).with_name("sammen-api")
    serve = [program, "serve", "--port", str(service_port), "--behind", "127.0.0.1"]
    with (folder / "service.log").open("w") as log:
        service = subprocess.Popen(serve, env=environment, stderr=log)
        proxy = subprocess.Popen([nginx, "-c", f"{folder}/nginx.conf", "-g", "daemon off;"], stderr=log)
        try:
            deadline = time.monotonic() + 120
            while not is_ready(port):
                assert proxy.poll() is None, (folder / "service.log").read_text()
                assert time.monotonic() < deadline, (folder / "service.log").read_text()
                time.sleep(0.2)
            yield port
        finally:
            for process in (proxy, service):
                process.terminate()
                process.wait(30)


def insecure_context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def is_ready(port: int) -> bool:
    with suppress(httpx.TransportError):
        return httpx.get(f"https://127.0.0.1:{port}/health/ready", verify=insecure_context()).status_code == 200
    return False


@asynccontextmanager
async def connection(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=insecure_context())
    try:
        yield reader, writer
    finally:
        writer.close()


async def exchange(port: int, *chunks: bytes, pause: float = 0, max_seconds: float = 40) -> tuple[bytes, float]:
    """Send chunks with pauses in between; return what is received until the server disconnects, and the seconds."""
    start_time, received = time.monotonic(), b""
    with suppress(ConnectionError):
        async with connection(port) as (reader, writer):
            start_time = time.monotonic()
            sending = asyncio.create_task(send(writer, chunks, pause))
            async with asyncio.timeout(max_seconds):
                while chunk := await reader.read(65_536):
                    received += chunk
            sending.cancel()
    return received, time.monotonic() - start_time


async def send(writer: asyncio.StreamWriter, chunks: tuple[bytes, ...], pause: float) -> None:
    with suppress(ConnectionError, AttributeError):  # asyncio raises the latter for a closed TLS connection
        for chunk in chunks:
            writer.write(chunk)
            await writer.drain()
            await asyncio.sleep(pause)


MEMBERS = {"type", "code", "title", "status", "detail", "instance", "request_id", "retryable", "audience", "errors"}
SECURITY_HEADERS = {
    b"api-version": b"1.0",
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
    b"cache-control": b"no-store",
    b"strict-transport-security": b"max-age=31536000; includeSubDomains",
}


def status_and_code(response: bytes) -> tuple[int, str]:
    """Return status and code of a response, which must be a complete problem with all headers."""
    head, _, body = response.partition(b"\r\n\r\n")
    lines = [line.partition(b": ") for line in head.split(b"\r\n")[1:]]
    headers = {name.lower(): value for name, _, value in lines}
    assert len(headers) == len(lines), "a header is repeated"
    assert headers[b"content-type"] == b"application/problem+json", response
    assert headers.items() >= SECURITY_HEADERS.items(), response
    problem = json.loads(re.sub(rb"^[0-9a-fA-F]+\r\n|\r\n0\r\n\r\n$", b"", body))
    assert problem.keys() >= MEMBERS
    assert problem["request_id"] == headers[b"x-request-id"].decode()
    return int(head.split()[1]), problem["code"]


async def test_slow_connections_time_out_and_do_not_delay_other_callers(port: int) -> None:
    """At once: headers that never end or trickle, bodies that stop, silent connections, and a normal caller."""
    head = b"GET /v1/me HTTP/1.1\r\nHost: x\r\n"
    trickling = [head, *[b"X-A: 1\r\n"] * 40]
    slow = [exchange(port, head) for _ in range(12)] + [exchange(port, *trickling, pause=1) for _ in range(12)]
    slow += [exchange(port, UNFINISHED_BODY) for _ in range(12)] + [exchange(port) for _ in range(12)]

    async def call_normally() -> list[float]:
        durations = []
        async with httpx.AsyncClient(verify=insecure_context(), base_url=f"https://127.0.0.1:{port}") as client:
            for _ in range(60):
                start_time = time.monotonic()
                assert (await client.get("/v1/vocabulary")).status_code == 200
                assert (await client.get("/v1/me")).status_code == 401
                durations.append(time.monotonic() - start_time)
                await asyncio.sleep(0.15)
        return durations

    durations, timed_out = await asyncio.gather(call_normally(), asyncio.gather(*slow))
    assert sorted(durations)[len(durations) * 9 // 10] < 2, sorted(durations)[-10:]
    for _, seconds in timed_out[:24]:
        assert 1 < seconds < 25, "the timeout for headers is ten seconds"
    for _, seconds in timed_out[24:36]:
        assert 1 < seconds < 30, "the timeout for a body is fifteen seconds"


UNREADABLE = {
    "one large header": b"GET /v1/me HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 20_000 + b"\r\n\r\n",
    "many headers": b"GET /v1/me HTTP/1.1\r\nHost: x\r\n" + b"X-A: aaaaaaaaaaaaaaaaaaaa\r\n" * 4000 + b"\r\n",
    "a long address": b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "no request line": b"\x00\x01\x02\r\n\r\n",
    "two content lengths": b"POST /v1/token HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "a content length and chunked encoding": (
        b"POST /v1/token HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    ),
    "no host": b"GET /v1/me HTTP/1.1\r\n\r\n",
}


@pytest.mark.parametrize("request_", UNREADABLE.values(), ids=UNREADABLE)
async def test_unreadable_request_is_refused_at_once_with_a_problem(port: int, request_: bytes) -> None:
    response, seconds = await exchange(port, request_)
    assert status_and_code(response) == (400, "unreadable-request")
    assert seconds < 5


CLOSING = b"HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"


async def test_refusals_of_nginx_itself_are_problems(port: int) -> None:
    assert status_and_code((await exchange(port, b"TRACE / " + CLOSING + b"\r\n"))[0]) == (400, "unreadable-request")
    assert status_and_code((await exchange(port, b"GET /-/away " + CLOSING + b"\r\n"))[0]) == (404, "not-found")


VALID_IDS = ["r-7", "0198f3a0-7b8c-7d3e-9a51-0c2b6f1d4e77"]


@pytest.mark.parametrize("id", [*VALID_IDS, "010203-1234", "a b", "x" * 65])
async def test_nginx_keeps_or_replaces_request_ids_like_the_service(port: int, id: str) -> None:
    header = b"X-Request-Id: " + id.encode() + b"\r\n\r\n"
    by_nginx, _ = await exchange(port, b"TRACE / " + CLOSING + header)
    by_service, _ = await exchange(port, b"GET /nowhere " + CLOSING + header)
    for response, expected in ((by_nginx, (400, "unreadable-request")), (by_service, (404, "not-found"))):
        assert status_and_code(response) == expected
        assert (f"x-request-id: {id}\r\n".encode() in response.lower()) == (id in VALID_IDS)


async def test_large_content_length_is_refused_before_the_body(port: int) -> None:
    head = b"POST /v1/token HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5000000\r\n\r\n"
    response, seconds = await exchange(port, head)
    assert status_and_code(response) == (413, "too-large")
    assert seconds < 9, "the response comes at once, and the connection closes soon"


async def test_endless_chunked_body_is_refused(port: int) -> None:
    head = b"POST /v1/token HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    response, _ = await exchange(port, head, *[b"10000\r\n" + b"a" * 65_536 + b"\r\n"] * 40)
    assert not response or status_and_code(response) == (413, "too-large")


async def test_import_without_a_token_is_refused_before_its_body(port: int) -> None:
    """nginx forwards imports without buffering the body."""
    head = b"POST /v1/imports?resource=institutions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    response, seconds = await exchange(port, head + b"Content-Length: 1000000\r\n\r\n", b"a")
    assert status_and_code(response) == (401, "not-signed-in")
    assert seconds < 5


async def test_address_with_too_many_connections_gets_retry_after(port: int) -> None:
    writers = []
    try:
        for _ in range(62):
            _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=insecure_context())
            writer.write(UNFINISHED_BODY)
            writers.append(writer)
        await asyncio.sleep(1)
        response, _ = await exchange(port, b"GET /v1/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert status_and_code(response) == (429, "too-many-requests")
        assert b"retry-after: 5" in response.lower()
    finally:
        for writer in writers:
            writer.close()
    await asyncio.sleep(1)
    response, _ = await exchange(port, b"GET /v1/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert status_and_code(response) == (401, "not-signed-in")


def test_forwarded_headers_of_a_caller_are_ignored(port: int) -> None:
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}
    response = httpx.get(f"https://127.0.0.1:{port}/v1/vocabulary", headers=forged, verify=insecure_context())
    assert response.headers["strict-transport-security"]
    assert "server" not in response.headers or "/" not in response.headers["server"]
    with socket.create_connection(("127.0.0.1", port)) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert plain.recv(100).startswith(b"HTTP/1.1 400")


ROWS = 10_000


def sign_in_administration(port: int, folder: Path) -> dict[str, str]:
    """Create a person of the administration as in the guide to operations; return their Authorization header."""
    environment = os.environ | {
        "SAMMEN_DATABASE_URL": f"sqlite+aiosqlite:///{folder}/sammen.db",
        "SAMMEN_TOKEN_SECRET": SECRET,
        "SAMMEN_ADMIN_PASSWORD": "Lærkerne synger kl. 5",
    }
    program = Path(sys.executable).with_name("sammen-api")
    subprocess.run([program, "create-admin", "anna", "--name", "Anna"], env=environment, check=True, timeout=120)
    with httpx.Client(base_url=f"https://127.0.0.1:{port}/v1", verify=insecure_context(), timeout=60) as client:

        def sign_in(username: str, password: str) -> dict[str, str]:
            form = {"grant_type": "password", "username": username, "password": password}
            token = client.post("/token", data=form).raise_for_status().json()["access_token"]
            return {"Authorization": f"Bearer {token}"}

        admin = sign_in("anna", "Lærkerne synger kl. 5")
        unit_id = client.get("/me", headers=admin).raise_for_status().json()["roles"][0]["unit_id"]
        person = {"username": "bo", "name": "Bo", "password": "Svalen kommer kl. 3"}
        client.post("/people", json=person, headers=admin).raise_for_status()
        grant = {"username": "bo", "role": "administration", "unit_id": unit_id}
        client.post("/grants", json=grant, headers=admin).raise_for_status()
        replacement = {"username": "bo", "first": person["password"], "new": "Viben flyver kl. 9"}
        client.post("/first-password", json=replacement).raise_for_status()
        return sign_in("bo", replacement["new"])


def import_indicators(port: int, authorization: dict[str, str]) -> None:
    """Import indicators whose list has twenty megabytes."""
    fields = {"title": "x", "kinds": ["school"], "unit": "count", "disclosure": "none", "description": "x" * 2_000}
    content = "".join(json.dumps({"code": f"c{number}"} | fields) + "\n" for number in range(ROWS))
    response = httpx.post(
        f"https://127.0.0.1:{port}/v1/imports?resource=indicators&apply=true",
        content=content,
        verify=insecure_context(),
        headers={**authorization, "Content-Type": "application/x-ndjson"},
        timeout=300,
    )
    assert response.json()["state"] == "applied", response.text


async def test_client_that_does_not_read_its_responses_does_not_block_the_service(
    port: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """nginx takes a list of twenty megabytes for connections that read nothing, so the service completes them."""
    [log] = tmp_path_factory.getbasetemp().glob("proxy[0-9]*/service.log")
    authorization = await asyncio.to_thread(sign_in_administration, port, log.parent)
    await asyncio.to_thread(import_indicators, port, authorization)

    def count_completed() -> int:
        return log.read_text().count('"route":"/v1/indicators","status":200')

    before, connections, context = count_completed(), list[ssl.SSLSocket](), insecure_context()
    head = "GET /v1/indicators HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n"
    request = f"{head}Authorization: {authorization['Authorization']}\r\n\r\n"
    try:
        for _ in range(5):
            plain = socket.socket()
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            plain.connect(("127.0.0.1", port))
            connections.append(context.wrap_socket(plain))
            connections[-1].sendall(request.encode())
        for _ in range(100):
            if count_completed() - before == len(connections):
                break
            await asyncio.sleep(0.2)
        assert count_completed() - before == len(connections)
    finally:
        for opened in connections:
            opened.close()
