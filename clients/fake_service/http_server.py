"""The fake service over HTTP, on a free port."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

Application = Callable[[httpx.Request], httpx.Response]


@contextmanager
def serve(application: Application) -> Iterator[str]:
    """Serve an application on 127.0.0.1; yields its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(application))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(application: Application) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def respond(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            url = f"http://{self.headers['Host']}{self.path}"
            response = application(httpx.Request(self.command, url, headers=dict(self.headers.items()), content=body))
            with suppress(BrokenPipeError):  # the client may be gone by now
                self.send_response(response.status_code)
                for name, value in response.headers.items():
                    if name.lower() != "content-length":
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(response.content)))
                self.end_headers()
                self.wfile.write(response.content)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = respond

        def log_message(self, format: str, *args: Any) -> None:
            """Write no access log."""

    return Handler
