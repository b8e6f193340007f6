"""Lock, sleep and file access for threads. The asynchronous counterpart documents what each is for."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import ParamSpec, TypeVar

from sammen.requests import Upload

P = ParamSpec("P")
T = TypeVar("T")

Lock = threading.Lock
sleep = time.sleep

_CHUNK_BYTES = 1 << 18


def run_blocking(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call the function: there is no event loop to hold up."""
    return function(*args, **kwargs)


def read_chunks(upload: Upload) -> Iterator[bytes]:
    """The bytes of an upload, from the beginning."""
    with upload.open() as source:
        sent = 0
        while chunk := source.read(_CHUNK_BYTES):
            yield chunk
            sent += len(chunk)
            if upload.on_progress is not None:
                upload.on_progress(sent)
