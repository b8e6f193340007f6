"""Detect how a file is written: format, encoding and delimiter."""

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sammen_cli.files.delimiter_detection import DELIMITER_NAMES, detect_delimiter
from sammen_cli.files.encoding_detection import detect_encoding, display_name
from sammen_cli.files.errors import InvalidFile

Format = Literal["csv", "ndjson"]

_SAMPLE_BYTES = 1 << 16
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written. `encoding` is the name of a Python codec."""

    format: Format
    encoding: str
    delimiter: str

    def __str__(self) -> str:
        if self.format == "ndjson":
            return f"one JSON object per line, {display_name(self.encoding)}"
        delimiter = DELIMITER_NAMES.get(self.delimiter, repr(self.delimiter))
        return f"CSV with {delimiter} between columns, {display_name(self.encoding)}"


def detect(
    path: Path, *, format: Format | None = None, encoding: str | None = None, delimiter: str | None = None
) -> Dialect:
    """The dialect of a file; what is given is not detected. Raises InvalidFile when it is not a text file."""
    try:
        with path.open("rb") as source:
            head = source.read(_SAMPLE_BYTES)
            _reject_other_formats(path, head)
            detected_encoding = detect_encoding(path, head, encoding)
    except OSError as error:
        raise InvalidFile(f"{path}: {error.strerror or error}") from error
    complete = len(head) < _SAMPLE_BYTES
    if head[:2] in _UTF16_MARKS:
        head = head[: len(head) // 2 * 2]
    text = head.decode(detected_encoding, errors="ignore").lstrip("\ufeff")
    if not text.strip():
        raise InvalidFile(f"{path}: the file is empty.")
    detected_format: Format = format or ("ndjson" if text.lstrip().startswith("{") else "csv")
    return Dialect(detected_format, detected_encoding, delimiter or detect_delimiter(text, complete=complete))


def _reject_other_formats(path: Path, head: bytes) -> None:
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise InvalidFile(f"{path}: this is a spreadsheet or an archive, not a text file: save the sheet as CSV.")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html")):
        raise InvalidFile(f"{path}: this is a web page, not a table: the download returned a page instead of the file.")
    if head.startswith(b"\x1f\x8b"):
        raise InvalidFile(f"{path}: this is a compressed file: decompress it first.")
    if b"\0" in head and head[:2] not in _UTF16_MARKS:
        raise InvalidFile(f"{path}: this is not a text file.")
