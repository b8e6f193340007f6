"""The lines of a spooled file as text: in the encoding that was said, counted, and none of them too long."""

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from api.core.problems import Problem
from api.imports import rules
from api.imports.framework.upload_spool import LINE_BYTES
from api.imports.rules import at_line

EMPTY_LINES = 100_000
"""Empty lines of a file: more are no file that somebody has, but millions of turns in a few packed bytes."""
_SHORT = 100


@contextmanager
def text_of(file: IO[bytes], charset: str) -> Iterator[IO[str]]:
    """The file as text, without its byte order mark; the file itself stays open."""
    file.seek(0)
    marked = file.read(3) == codecs.BOM_UTF8
    file.seek(3 if marked else 0)
    if marked and charset != "utf-8":
        raise Problem(rules.WRONG_ENCODING)
    text = io.TextIOWrapper(file, charset, errors="strict", newline="")
    try:
        yield text
    finally:
        text.detach()


class Lines:
    """The lines of a text, counted, and never more of one row in memory than a row may have."""

    def __init__(self, text: IO[str], charset: str) -> None:
        self.text, self.line, self.of_row, self.empty = text, 0, 0, 0
        self.said_otherwise = charset != "utf-8"

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        try:
            line = self.text.readline(LINE_BYTES + 2)
        except UnicodeDecodeError as error:
            raise at_line(rules.WRONG_ENCODING, self.line + 1) from error
        if not line:
            raise StopIteration
        self.line += 1
        self.of_row += len(line)
        if len(line) < _SHORT and line.isspace():
            self.empty += 1
            if self.empty > EMPTY_LINES:
                raise at_line(rules.UNREADABLE_FILE, self.line)
        if self.of_row > LINE_BYTES:
            raise at_line(rules.LINE_TOO_LONG, self.line)
        if self.said_otherwise and not line.isascii() and _is_utf8(line):
            raise at_line(rules.WRONG_ENCODING, self.line)
        return line


def _is_utf8(line: str) -> bool:
    """Whether a line that was read as Windows-1252 is UTF-8, read as two letters for each æ: by accident none is."""
    try:
        line.encode("cp1252").decode()
    except UnicodeError:
        return False
    return True
