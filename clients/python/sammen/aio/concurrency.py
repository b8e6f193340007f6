"""Lock, sleep and file access for asyncio. The synchronous counterpart is written by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import ParamSpec, TypeVar

from sammen.requests import Upload

P = ParamSpec("P")
T = TypeVar("T")

Lock = asyncio.Lock
sleep = asyncio.sleep

_CHUNK_BYTES = 1 << 18


async def run_blocking(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a blocking function in a thread, so that it does not block the event loop."""
    return await asyncio.to_thread(function, *args, **kwargs)


async def read_chunks(upload: Upload) -> AsyncIterator[bytes]:
    """The bytes of an upload, from the beginning."""
    with upload.open() as source:
        sent = 0
        while chunk := await asyncio.to_thread(source.read, _CHUNK_BYTES):
            yield chunk
            sent += len(chunk)
            if upload.on_progress is not None:
                upload.on_progress(sent)
