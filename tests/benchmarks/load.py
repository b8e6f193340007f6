"""A load generator: requests over a few persistent connections, on raw sockets."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from itertools import cycle

CONNECTIONS = 8


class _Connection(asyncio.Protocol):
    def __init__(self, requests: Iterator[bytes], done: asyncio.Future[None]) -> None:
        self.requests, self.done = requests, done
        self.received, self.expected_length = bytearray(), -1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]  # a stream's transport writes
        self.send_next()

    def send_next(self) -> None:
        self.received.clear()
        self.expected_length = -1
        request = next(self.requests, None)
        if request is not None:
            self.transport.write(request)
        elif not self.done.done():
            self.done.set_result(None)
            self.transport.close()

    def data_received(self, data: bytes) -> None:
        self.received += data
        if self.expected_length < 0:
            end = self.received.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self.received[:end]).lower()
            if b" 200 " not in head[:15]:
                self.done.set_exception(RuntimeError(bytes(self.received).decode()))
                return
            self.expected_length = end + 4 + int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        if len(self.received) >= self.expected_length:
            self.send_next()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(error or ConnectionError("the server closed the connection"))


def request(path: str, token: str) -> bytes:
    """Return a GET request."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n".encode()


async def rate(port: int, requests: Sequence[bytes], count: int) -> float:
    """Send `count` requests, taken from `requests` in turn; return requests per second. Every status must be 200."""
    repeated = cycle(requests)
    bounded = (next(repeated) for _ in range(count))
    loop = asyncio.get_running_loop()
    futures = [loop.create_future() for _ in range(CONNECTIONS)]
    start_time = time.perf_counter()
    for future in futures:
        await loop.create_connection(lambda future=future: _Connection(bounded, future), "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.gather(*futures)
    return count / (time.perf_counter() - start_time)
