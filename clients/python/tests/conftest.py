"""The service of these tests: in memory, and over HTTP where the command is tried."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
import sammen
from sammen.retries import Retries

from tests.service import Service

HASTY = Retries(first_pause=0.0, longest_pause=0.0)


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def client(service: Service) -> Iterator[sammen.Client]:
    with connected(service) as made:
        yield made


def connected(service: Service, **options: Any) -> sammen.Client:
    given: dict[str, Any] = {"username": "anna", "password": "secret", "retries": HASTY, **options}
    return sammen.Client("https://sammen.test", transport=httpx.MockTransport(service), **given)


def async_connected(service: Service, **options: Any) -> sammen.AsyncClient:
    given: dict[str, Any] = {"username": "anna", "password": "secret", "retries": HASTY, **options}
    return sammen.AsyncClient("https://sammen.test", transport=httpx.MockTransport(service), **given)


@pytest.fixture
def address(service: Service) -> Iterator[str]:
    """The service, over HTTP on a port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(service))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without sign-ins, and surroundings that say nothing of a service."""
    for name in ("URL", "USERNAME", "PASSWORD", "CLIENT_ID", "CLIENT_SECRET", "INSECURE"):
        monkeypatch.delenv(f"SAMMEN_{name}", raising=False)
    monkeypatch.setenv("SAMMEN_CONFIG_DIR", str(tmp_path / "config"))
    return tmp_path / "config"


def _handler(service: Callable[[httpx.Request], httpx.Response]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            url = f"http://{self.headers['Host']}{self.path}"
            answer = service(httpx.Request(self.command, url, headers=dict(self.headers.items()), content=body))
            with suppress(BrokenPipeError):  # who asked may be gone by now
                self.send_response(answer.status_code)
                for name, value in answer.headers.items():
                    if name.lower() != "content-length":
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = answer

        def log_message(self, format: str, *args: Any) -> None:
            """Tests are quiet."""

    return Handler
