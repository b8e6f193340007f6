"""The lines of a spooled file as text: decoded with the declared encoding, counted, and bounded in length."""

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from api.core.problems import Problem
from api.imports import rules
from api.imports.framework.upload_spool import MAX_LINE_BYTES
from api.imports.rules import line_problem

MAX_EMPTY_LINES = 100_000
"""No real file has more; a few compressed bytes could unpack to millions of them, each of which costs time."""
_MAX_BLANK_LINE = 100  # only lines shorter than this are looked at for being blank


@contextmanager
def open_text(file: IO[bytes], charset: str) -> Iterator[IO[str]]:
    """Open a spooled file as text, after its byte order mark; the spooled file itself stays open.

    Raises `wrong-encoding` if the file begins with the byte order mark of UTF-8 but is declared otherwise.
    """
    file.seek(0)
    has_mark = file.read(3) == codecs.BOM_UTF8
    file.seek(3 if has_mark else 0)
    if has_mark and charset != "utf-8":
        raise Problem(rules.WRONG_ENCODING)
    text = io.TextIOWrapper(file, charset, errors="strict", newline="")
    try:
        yield text
    finally:
        text.detach()


class TextLines:
    """Iterates over the lines of a text; never holds more of one row in memory than a row may have.

    `line` is the number of the current line, counted from 1. The reader of rows sets `row_length` to 0 where a row
    begins; a row may span several lines.
    """

    def __init__(self, text: IO[str], charset: str) -> None:
        self.text, self.line, self.row_length, self.empty_lines = text, 0, 0, 0
        self.may_be_utf8 = charset != "utf-8"

    def __iter__(self) -> "TextLines":
        return self

    def __next__(self) -> str:
        try:
            line = self.text.readline(MAX_LINE_BYTES + 2)
        except UnicodeDecodeError as error:
            raise line_problem(rules.WRONG_ENCODING, self.line + 1) from error
        if not line:
            raise StopIteration
        self.line += 1
        self.row_length += len(line)
        if len(line) < _MAX_BLANK_LINE and line.isspace():
            self.empty_lines += 1
            if self.empty_lines > MAX_EMPTY_LINES:
                raise line_problem(rules.UNREADABLE_FILE, self.line)
        if self.row_length > MAX_LINE_BYTES:
            raise line_problem(rules.LINE_TOO_LONG, self.line)
        if self.may_be_utf8 and not line.isascii() and _is_utf8(line):
            raise line_problem(rules.WRONG_ENCODING, self.line)
        return line


def _is_utf8(line: str) -> bool:
    """Return whether a line that was decoded as Windows-1252 is UTF-8.

    In UTF-8 each æ is two bytes; text in Windows-1252 does not happen to form such pairs throughout a line.
    """
    try:
        line.encode("cp1252").decode()
    except UnicodeError:
        return False
    return True
