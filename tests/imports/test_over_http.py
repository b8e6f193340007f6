"""What happens to a file that is cut off on its way, over a started service."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.import_kills import Place, prepare, serve

HEAD = "POST /v1/imports?resource={} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: text/csv\r\n"
CUT = {
    "institutions": b"number,name,kind\n900010,Nyskolen,school\n",
    "measurements": b"institution,indicator,period,value\n" + b"700000,trivsel,2026H1,50\n" * 20_000,
    "indicators": b"code,title\ntrivsel,Trivsel\n",
}


@pytest.fixture
async def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A database of its own, and a folder in which alone the service may put what it needs for a while."""
    (tmp_path / "spool").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "spool"))
    return await prepare(f"sqlite+aiosqlite:///{tmp_path}/sammen.db", tmp_path)


@pytest.fixture
def server(place: Place) -> Iterator["subprocess.Popen[bytes]"]:
    running = serve(place)
    yield running
    running.kill()
    running.wait()


def spooled(server: "subprocess.Popen[bytes]") -> list[str]:
    """The files of uploads that the service has open, whether they have a name or not."""
    folder = Path(f"/proc/{server.pid}/fd")
    return [name for one in folder.iterdir() if "/spool/" in (name := _link(one))]


def _link(path: Path) -> str:
    try:
        return os.readlink(path)
    except OSError:  # closed meanwhile
        return ""


def until(truth: object, seconds: float = 20) -> None:
    """Wait until something is so."""
    ends = time.monotonic() + seconds
    while not truth():  # type: ignore[operator]  # a function that tells
        assert time.monotonic() < ends, "it does not come to be so"
        time.sleep(0.02)


def send(place: Place, resource: str, told: int, body: bytes, *, chunked: bool) -> socket.socket:
    """Begin an upload: so many bytes are announced, or none are and it comes in chunks."""
    connection = socket.create_connection(("127.0.0.1", place.port))
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {told}"
    head = HEAD.format(resource, place.token()) + length + "\r\n\r\n"
    connection.sendall(head.encode() + (b"%x\r\n%s\r\n" % (len(body), body) if chunked else body))
    return connection


def test_a_connection_cut_in_the_middle_leaves_nothing_behind(
    place: Place, server: "subprocess.Popen[bytes]", tmp_path: Path
) -> None:
    for resource, body in CUT.items():
        for chunked in (False, True):
            connection = send(place, resource, len(body) + 1000, body, chunked=chunked)
            until(lambda: spooled(server))
            connection.close()
            until(lambda: not spooled(server))
    assert place.asks("SELECT count(*) FROM import")[0][0] == 0
    assert place.asks("SELECT count(*) FROM import_row")[0][0] == 0
    assert list((tmp_path / "spool").iterdir()) == []
    # Who only stops sending is told so by name.
    connection = send(place, "indicators", 1000, CUT["indicators"], chunked=False)
    connection.shutdown(socket.SHUT_WR)
    connection.settimeout(20)
    with connection, connection.makefile("rb") as coming:
        answer = coming.read()
    assert not answer or json.loads(answer.rpartition(b"\r\n\r\n")[2])["code"] == "upload-cut-short"
