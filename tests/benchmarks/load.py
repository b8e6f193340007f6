"""The load: so many requests over a few kept connections, on raw sockets, the same for whoever answers."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from itertools import cycle

CONNECTIONS = 8


class _Connection(asyncio.Protocol):
    def __init__(self, requests: Iterator[bytes], done: asyncio.Future[None]) -> None:
        self.requests, self.done = requests, done
        self.seen, self.awaited = bytearray(), -1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]  # a stream's transport writes
        self.ask()

    def ask(self) -> None:
        self.seen.clear()
        self.awaited = -1
        following = next(self.requests, None)
        if following is not None:
            self.transport.write(following)
        elif not self.done.done():
            self.done.set_result(None)
            self.transport.close()

    def data_received(self, data: bytes) -> None:
        self.seen += data
        if self.awaited < 0:
            end = self.seen.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self.seen[:end]).lower()
            if b" 200 " not in head[:15]:
                self.done.set_exception(RuntimeError(bytes(self.seen).decode()))
                return
            self.awaited = end + 4 + int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        if len(self.seen) >= self.awaited:
            self.ask()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(error or ConnectionError("the server closed the connection"))


def request(path: str, token: str) -> bytes:
    """The bytes of a GET."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n\r\n".encode()


async def rate(port: int, requests: Sequence[bytes], count: int) -> float:
    """Requests a second over `count` of them, taken from `requests` in turn; every answer has to be 200."""
    turns = cycle(requests)
    bounded = (next(turns) for _ in range(count))
    loop = asyncio.get_running_loop()
    ends = [loop.create_future() for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    for end in ends:
        await loop.create_connection(lambda end=end: _Connection(bounded, end), "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.gather(*ends)
    return count / (time.perf_counter() - began)
