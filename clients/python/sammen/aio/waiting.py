"""Where waiting differs between the two clients; its twin in `sammen/sync` is written by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import ParamSpec, TypeVar

from sammen.calls import Upload

P = ParamSpec("P")
T = TypeVar("T")

Lock = asyncio.Lock
pause = asyncio.sleep

CHUNK = 1 << 18


async def aside(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do what blocks (files, parsing) without holding up the event loop."""
    return await asyncio.to_thread(work, *args, **kwargs)


async def chunks(upload: Upload) -> AsyncIterator[bytes]:
    """The bytes of an upload, from its beginning."""
    with upload.open() as source:
        sent = 0
        while chunk := await asyncio.to_thread(source.read, CHUNK):
            yield chunk
            sent += len(chunk)
            if upload.sent is not None:
                upload.sent(sent)
