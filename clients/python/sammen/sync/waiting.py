"""Where waiting differs between the two clients; its twin in `sammen/aio` says what each is for."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import ParamSpec, TypeVar

from sammen.calls import Upload

P = ParamSpec("P")
T = TypeVar("T")

Lock = threading.Lock
pause = time.sleep

CHUNK = 1 << 18


def aside(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Just do it: there is no event loop to hold up."""
    return work(*args, **kwargs)


def chunks(upload: Upload) -> Iterator[bytes]:
    """The bytes of an upload, from its beginning."""
    with upload.open() as source:
        sent = 0
        while chunk := source.read(CHUNK):
            yield chunk
            sent += len(chunk)
            if upload.sent is not None:
                upload.sent(sent)
