"""A file on its way in: unpacked, measured and bounded while it arrives, and kept on disk only as long as needed."""

import tempfile
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import IO

from starlette.requests import ClientDisconnect, Request

from api.core.problems import TOO_LARGE, WRONG_MEDIA_TYPE, Problem
from api.imports.rules import BROKEN_GZIP, CUT_SHORT, EMPTY, HOLDS_NUL, LINE_TOO_LONG, UNPACKS_TOO_LARGE, at_line

LINE_BYTES = 1_000_000
_STEP = 1 << 18
_RATIO = 200  # what a table of repeated words packs to at best; a bomb packs to 1000 and more
_ALWAYS = 16_000_000
_MEMBERS, _MEMBER_BYTES = 1000, 1000


@dataclass(frozen=True, slots=True)
class SpooledFile:
    """A file that arrived whole: unpacked, not yet read."""

    file: IO[bytes]
    size: int
    sha256: str


class _Unpacking:
    """A gzip stream, member after member, never more of it in memory than one step."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(wbits=31)
        self._packed = self._unpacked = self._members = 0

    def feed(self, packed: bytes) -> Iterator[bytes]:
        self._packed += len(packed)
        while packed:
            if self._member.eof:
                self._member = zlib.decompressobj(wbits=31)
                self._members += 1
                if self._members > _MEMBERS + self._packed // _MEMBER_BYTES:
                    raise Problem(BROKEN_GZIP)  # no tool cuts a file so small; each member costs as much as a step
            try:
                piece = self._member.decompress(packed, _STEP)
            except zlib.error as error:
                raise Problem(BROKEN_GZIP) from error
            packed = self._member.unconsumed_tail or self._member.unused_data
            self._unpacked += len(piece)
            if self._unpacked > max(_ALWAYS, self._packed * _RATIO):
                raise Problem(UNPACKS_TOO_LARGE)
            yield piece

    def finish(self) -> None:
        if not self._member.eof and self._packed:
            raise Problem(BROKEN_GZIP)


class _Measure:
    """What is known of a file when its last byte has passed: size, digest, and that its lines are lines."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size, self.digest = limit, 0, sha256()
        self._line, self._open = 1, 0

    def pass_by(self, piece: bytes) -> bytes:
        self.size += len(piece)
        if self.size > self.limit:
            raise Problem(TOO_LARGE)
        self.digest.update(piece)
        if b"\0" in piece:
            raise Problem(HOLDS_NUL)
        for start in range(0, len(piece), LINE_BYTES):
            self._measure_lines(piece[start : start + LINE_BYTES] if len(piece) > LINE_BYTES else piece)
        return piece

    def _measure_lines(self, piece: bytes) -> None:
        first, last = piece.find(b"\n"), piece.rfind(b"\n")
        if self._open + (len(piece) if first < 0 else first) > LINE_BYTES:
            raise at_line(LINE_TOO_LONG, self._line)
        self._line += piece.count(b"\n")
        self._open = self._open + len(piece) if last < 0 else len(piece) - last - 1


def _packing(request: Request) -> str:
    packing = request.headers.get("content-encoding", "identity").strip().lower()
    if packing not in {"identity", "gzip", "x-gzip"}:
        raise Problem(WRONG_MEDIA_TYPE, headers={"Accept-Encoding": "gzip"})
    return packing


async def _unpacked(request: Request, limit: int) -> AsyncIterator[bytes]:
    packed, unpacking = 0, None if _packing(request) == "identity" else _Unpacking()
    try:
        async for chunk in request.stream():
            packed += len(chunk)
            if packed > limit:
                raise Problem(TOO_LARGE)
            for piece in unpacking.feed(chunk) if unpacking else (chunk,):
                yield piece
    except ClientDisconnect as gone:
        raise Problem(CUT_SHORT) from gone
    if unpacking:
        unpacking.finish()


@asynccontextmanager
async def spool_upload(request: Request, limit: int) -> AsyncIterator[SpooledFile]:
    """The body of a request as a file that is gone when the block ends, however it ends."""
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > limit:
        raise Problem(TOO_LARGE)
    with tempfile.TemporaryFile(prefix="sammen-import-") as file:
        measure = _Measure(limit)
        async for piece in _unpacked(request, limit):
            file.write(measure.pass_by(piece))
        if not measure.size:
            raise Problem(EMPTY)
        yield SpooledFile(file, measure.size, measure.digest.hexdigest())
