"""Finds out how a file was written: encoding, separator, CSV or one JSON object a line."""

import codecs
import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sammen.errors import SammenError

Format = Literal["csv", "ndjson"]

DELIMITERS = (";", ",", "\t", "|")
NAMES = {";": "semicolon", ",": "comma", "\t": "tab", "|": "bar"}
_SAMPLE = 1 << 16
_CHUNK = 1 << 20


class FileRefused(SammenError):
    """The file as a whole cannot be read."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written. `encoding` is a name that Python knows."""

    format: Format
    encoding: str
    delimiter: str

    def __str__(self) -> str:
        if self.format == "ndjson":
            return f"one JSON object a line, {name_of(self.encoding)}"
        separator = NAMES.get(self.delimiter, repr(self.delimiter))
        return f"CSV with {separator} between columns, {name_of(self.encoding)}"


def name_of(encoding: str) -> str:
    """The name that people know an encoding by."""
    return {"cp1252": "windows-1252", "utf-8-sig": "utf-8 with a byte order mark"}.get(encoding, encoding)


def detect(
    path: Path, *, format: Format | None = None, encoding: str | None = None, delimiter: str | None = None
) -> Dialect:
    """How the file is written; what is given is taken as said. Raises FileRefused when it is no text."""
    try:
        with path.open("rb") as source:
            head = source.read(_SAMPLE)
            _refuse_other_kinds(path, head)
            found = _encoding(path, head, encoding)
    except OSError as error:
        raise FileRefused(f"{path}: {error.strerror or error}") from error
    if head[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        head = head[: len(head) // 2 * 2]
    text = head.decode(found, errors="ignore").lstrip("\ufeff")
    if not text.strip():
        raise FileRefused(f"{path}: the file is empty.")
    kind: Format = format or ("ndjson" if text.lstrip().startswith("{") else "csv")
    return Dialect(kind, found, delimiter or _delimiter(text, whole=len(head) < _SAMPLE))


def _refuse_other_kinds(path: Path, head: bytes) -> None:
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise FileRefused(f"{path}: this is a spreadsheet or an archive, not text: save the sheet as CSV.")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")):
        raise FileRefused(f"{path}: this is a web page, not a table: what it was fetched from answered with a page.")
    if head.startswith(b"\x1f\x8b"):
        raise FileRefused(f"{path}: this is compressed: unpack it first.")
    if b"\0" in head and head[:2] not in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        raise FileRefused(f"{path}: this is not a text file.")


def _encoding(path: Path, head: bytes, given: str | None) -> str:
    if given is not None:
        try:
            name = codecs.lookup(given).name
        except LookupError:
            raise FileRefused(f"{given} is no encoding that is known here: say utf-8 or windows-1252.") from None
        candidates = ["utf-8-sig" if name == "utf-8" else name]
        if not name.startswith("utf") and _is_utf8(path):
            # Read as another it would be read without a fault, and every æ as two letters.
            raise FileRefused(f"{path}: this is utf-8, not {name_of(name)}: say so, or leave the encoding out.")
    elif head[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        candidates = ["utf-16"]
    elif head.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    else:
        candidates = ["utf-8", "cp1252"]
    # The whole file is looked at: the first æ may stand in its last line.
    line = 0
    for candidate in candidates:
        found, line = line, _first_undecodable(path, candidate)
        if not line:
            if candidate == "cp1252" and given is None and _seems_utf8(path):
                # Read as Windows-1252 it would be read without a fault, and most of its æ as two letters.
                raise FileRefused(
                    f"{path}, line {found}: the file is utf-8, but not here: a piece of another file may stand in it. "
                    "Mend that line, or say which encoding the file has."
                )
            return candidate
    names = " or ".join([given] if given is not None else [name_of(candidate) for candidate in candidates])
    raise FileRefused(f"{path}, line {line}: not {names}. Save it as UTF-8, or say which encoding it has.")


def _is_utf8(path: Path) -> bool:
    """Whether the file is UTF-8 and nothing else that is likely: by accident no text is."""
    return bool(_first_undecodable(path, "ascii")) and not _first_undecodable(path, "utf-8")


_MANY_BYTES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_TWO_LETTERS = re.compile(rb"\xc3[\x80-\xbf]")
"""An æ, ø or å of UTF-8; in Windows-1252 it is Ã and a sign, which no Danish word has."""


def _seems_utf8(path: Path) -> bool:
    """Whether a file that is not UTF-8 throughout has letters of it all the same: more than stand there by accident."""
    letters = others = 0
    with path.open("rb") as source:
        for line in source:
            if _TWO_LETTERS.search(line):
                return True
            letters += len(_MANY_BYTES.findall(line))
            others += len(_HIGH.findall(_MANY_BYTES.sub(b"", line)))
    return letters > others


_HIGH = re.compile(rb"[\x80-\xff]")


def _first_undecodable(path: Path, encoding: str) -> int:
    """The line that holds the first byte that is not of this encoding; 0 when all are."""
    # A byte order mark is a character like others here; the decoder that takes it away counts wrongly afterwards.
    decoder = codecs.getincrementaldecoder("utf-8" if encoding == "utf-8-sig" else encoding)()
    lines = 1
    with path.open("rb") as source:
        while True:
            chunk = source.read(_CHUNK)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return lines + error.object[: error.start].count(b"\n")
            if not chunk:
                return 0
            lines += chunk.count(b"\n")


def _delimiter(text: str, *, whole: bool) -> str:
    """The separator that divides header and rows into the same, largest, number of columns."""
    scores = {candidate: _score(text, candidate, whole) for candidate in DELIMITERS}
    best = max(DELIMITERS, key=lambda candidate: scores[candidate])
    return best if scores[best] > (False, 1) else ","


def _score(text: str, delimiter: str, whole: bool) -> tuple[bool, int]:
    try:
        records = _records(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return False, 0
    records = records if whole or len(records) < 2 else records[:-1]
    if not records:
        return False, 0
    width = len(records[0])
    return width > 1 and all(len(record) == width for record in records), width


def _records(reader: Iterable[list[str]]) -> list[list[str]]:
    records = []
    for record in reader:
        if record:
            records.append(record)
        if len(records) == 50:
            break
    return records
