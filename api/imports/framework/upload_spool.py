"""Spooling an upload: it is unpacked, measured and bounded while it arrives, and is on disk only while it is needed."""

import tempfile
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import IO

from starlette.requests import ClientDisconnect, Request

from api.core.problems import TOO_LARGE, WRONG_MEDIA_TYPE, Problem
from api.imports.rules import (
    BROKEN_GZIP,
    FILE_EMPTY,
    FILE_HOLDS_NUL,
    LINE_TOO_LONG,
    UNPACKS_TOO_LARGE,
    UPLOAD_CUT_SHORT,
    line_problem,
)

MAX_LINE_BYTES = 1_000_000
_STEP_BYTES = 1 << 18
_MAX_RATIO = 200  # what a table of repeated words is compressed to at best; a zip bomb reaches 1000 and more
_RATIO_EXEMPT_BYTES = 16_000_000
_FREE_MEMBERS, _BYTES_PER_MEMBER = 1000, 1000


@dataclass(frozen=True, slots=True)
class SpooledFile:
    """A file that arrived complete, unpacked but not yet read; `size` is in bytes."""

    file: IO[bytes]
    size: int
    sha256: str


class _GzipStream:
    """Unpacks a gzip stream member by member, never holding more than one step of it in memory."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(wbits=31)
        self._packed_bytes = self._unpacked_bytes = self._members = 0

    def feed(self, packed: bytes) -> Iterator[bytes]:
        self._packed_bytes += len(packed)
        while packed:
            if self._member.eof:
                self._member = zlib.decompressobj(wbits=31)
                self._members += 1
                if self._members > _FREE_MEMBERS + self._packed_bytes // _BYTES_PER_MEMBER:
                    # No tool writes members that small, and each of them costs as much time as a step.
                    raise Problem(BROKEN_GZIP)
            try:
                piece = self._member.decompress(packed, _STEP_BYTES)
            except zlib.error as error:
                raise Problem(BROKEN_GZIP) from error
            packed = self._member.unconsumed_tail or self._member.unused_data
            self._unpacked_bytes += len(piece)
            if self._unpacked_bytes > max(_RATIO_EXEMPT_BYTES, self._packed_bytes * _MAX_RATIO):
                raise Problem(UNPACKS_TOO_LARGE)
            yield piece

    def finish(self) -> None:
        """Raise `broken-gzip` if the stream ended in the middle of a member."""
        if not self._member.eof and self._packed_bytes:
            raise Problem(BROKEN_GZIP)


class _Inspector:
    """Measures a file as it passes: its size and digest; refuses NUL bytes, and lines that are too long."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size, self.digest = limit, 0, sha256()
        self._line, self._line_bytes = 1, 0

    def inspect(self, piece: bytes) -> bytes:
        self.size += len(piece)
        if self.size > self.limit:
            raise Problem(TOO_LARGE)
        self.digest.update(piece)
        if b"\0" in piece:
            raise Problem(FILE_HOLDS_NUL)
        for start in range(0, len(piece), MAX_LINE_BYTES):
            self._measure_lines(piece[start : start + MAX_LINE_BYTES] if len(piece) > MAX_LINE_BYTES else piece)
        return piece

    def _measure_lines(self, piece: bytes) -> None:
        first, last = piece.find(b"\n"), piece.rfind(b"\n")
        if self._line_bytes + (len(piece) if first < 0 else first) > MAX_LINE_BYTES:
            raise line_problem(LINE_TOO_LONG, self._line)
        self._line += piece.count(b"\n")
        self._line_bytes = self._line_bytes + len(piece) if last < 0 else len(piece) - last - 1


def _content_encoding(request: Request) -> str:
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip"}:
        raise Problem(WRONG_MEDIA_TYPE, headers={"Accept-Encoding": "gzip"})
    return encoding


async def _unpacked_pieces(request: Request, limit: int) -> AsyncIterator[bytes]:
    received_bytes, gzip = 0, None if _content_encoding(request) == "identity" else _GzipStream()
    try:
        async for chunk in request.stream():
            received_bytes += len(chunk)
            if received_bytes > limit:
                raise Problem(TOO_LARGE)
            for piece in gzip.feed(chunk) if gzip else (chunk,):
                yield piece
    except ClientDisconnect as error:
        raise Problem(UPLOAD_CUT_SHORT) from error
    if gzip:
        gzip.finish()


@asynccontextmanager
async def spool_upload(request: Request, limit: int) -> AsyncIterator[SpooledFile]:
    """Spool a request's body to a temporary file, which is deleted when the block ends, however it ends.

    `limit` is in bytes, both as sent and unpacked. Raises `too-large`, `wrong-media-type`, `upload-cut-short`,
    `broken-gzip`, `unpacks-too-large`, `file-holds-nul`, `line-too-long` or `file-empty`.
    """
    declared_size = request.headers.get("content-length", "0")
    if declared_size.isdigit() and int(declared_size) > limit:
        raise Problem(TOO_LARGE)
    with tempfile.TemporaryFile(prefix="sammen-import-") as file:
        inspector = _Inspector(limit)
        async for piece in _unpacked_pieces(request, limit):
            file.write(inspector.inspect(piece))
        if not inspector.size:
            raise Problem(FILE_EMPTY)
        yield SpooledFile(file, inspector.size, inspector.digest.hexdigest())
