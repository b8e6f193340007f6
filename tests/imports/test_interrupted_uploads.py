"""Uploads that are interrupted leave nothing behind."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.imports.kills import ServedDatabase, prepare_database, start_server
from tests.support.world import World

REQUEST_HEAD = (
    "POST /v1/imports?resource={} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: text/csv\r\n"
)
INCOMPLETE_FILES = {
    "institutions": b"number,name,kind\n900010,Nyskolen,school\n",
    "measurements": b"institution,indicator,period,value\n" + b"700000,trivsel,2026H1,50\n" * 20_000,
    "indicators": b"code,title\ntrivsel,Trivsel\n",
}


@pytest.fixture
async def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ServedDatabase:
    """A database of its own, and the only folder in which the service can store temporary files."""
    (tmp_path / "spool").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "spool"))
    return await prepare_database(f"sqlite+aiosqlite:///{tmp_path}/sammen.db", tmp_path)


@pytest.fixture
def server(place: ServedDatabase) -> Iterator["subprocess.Popen[bytes]"]:
    process = start_server(place)
    yield process
    process.kill()
    process.wait()


def spooled(server: "subprocess.Popen[bytes]") -> list[str]:
    """Return the spooled uploads that the service has open, also those without a name in the file system."""
    folder = Path(f"/proc/{server.pid}/fd")
    return [target for link in folder.iterdir() if "/spool/" in (target := _target(link))]


def _target(path: Path) -> str:
    try:
        return os.readlink(path)
    except OSError:  # closed in the meantime
        return ""


def wait_until(condition: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "timeout"
        time.sleep(0.02)


def begin_upload(place: ServedDatabase, resource: str, announced: int, body: bytes, *, chunked: bool) -> socket.socket:
    """Send a body of which `announced` bytes are announced, or that comes in chunks."""
    connection = socket.create_connection(("127.0.0.1", place.port))
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {announced}"
    head = REQUEST_HEAD.format(resource, place.token()) + length + "\r\n\r\n"
    connection.sendall(head.encode() + (b"%x\r\n%s\r\n" % (len(body), body) if chunked else body))
    return connection


def test_a_closed_connection_leaves_nothing_behind(
    place: ServedDatabase, server: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    for resource, body in INCOMPLETE_FILES.items():
        for chunked in (False, True):
            connection = begin_upload(place, resource, len(body) + 1000, body, chunked=chunked)
            wait_until(lambda: spooled(server))
            connection.close()
            wait_until(lambda: not spooled(server))
    assert place.query("SELECT count(*) FROM import")[0][0] == 0
    assert place.query("SELECT count(*) FROM import_row")[0][0] == 0
    assert list((tmp_path / "spool").iterdir()) == []
    # A client that only stops sending gets a response.
    connection = begin_upload(place, "indicators", 1000, INCOMPLETE_FILES["indicators"], chunked=False)
    connection.shutdown(socket.SHUT_WR)
    connection.settimeout(20)
    with connection, connection.makefile("rb") as stream:
        response = stream.read()
    assert not response or json.loads(response.rpartition(b"\r\n\r\n")[2])["code"] == "upload-cut-short"


async def test_a_disconnect_is_refused_and_leaves_nothing_behind(world: World) -> None:
    officer = await world.actor("administration")
    incoming: list[dict[str, Any]] = [
        {"type": "http.request", "body": b"name,kind\n", "more_body": True},
        {"type": "http.disconnect"},
    ]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return incoming.pop(0) if incoming else {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = {"authorization": f"Bearer {officer.token}", "content-type": "text/csv"}
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/v1/imports",
        "raw_path": b"/v1/imports",
        "query_string": b"resource=institutions",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "app": world.app,
        "state": {},
    }
    await world.app(scope, receive, send)  # type: ignore[arg-type]
    body = json.loads(b"".join(message.get("body", b"") for message in sent))
    assert (sent[0]["status"], body["code"]) == (400, "upload-cut-short")
    assert (await officer.get("/imports?count=true")).json()["total"] == 0
