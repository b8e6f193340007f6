"""Detect the encoding of a text file: UTF-8, UTF-16 or Windows-1252."""

import codecs
import re
from pathlib import Path

from sammen_cli.files.errors import InvalidFile

_CHUNK_BYTES = 1 << 20


def display_name(encoding: str) -> str:
    """The usual name of a Python codec."""
    return {"cp1252": "windows-1252", "utf-8-sig": "utf-8 with a byte order mark"}.get(encoding, encoding)


def detect_encoding(path: Path, head: bytes, given: str | None) -> str:
    """The codec of a file that begins with `head`, checked against the whole file. Raises InvalidFile."""
    candidates = _candidates(path, head, given)
    # The whole file is decoded: the first æ may be in its last line.
    line = 0
    for candidate in candidates:
        previous_line, line = line, _first_undecodable_line(path, candidate)
        if not line:
            if candidate == "cp1252" and given is None and _looks_like_utf8(path):
                # Windows-1252 decodes any file, but would read most letters such as æ as two characters.
                raise InvalidFile(
                    f"{path}, line {previous_line}: the file is utf-8, but this line is not: it may come from another "
                    "file. Correct the line, or give the encoding of the file."
                )
            return candidate
    names = " or ".join([given] if given is not None else [display_name(candidate) for candidate in candidates])
    raise InvalidFile(f"{path}, line {line}: not {names}. Save the file as UTF-8, or give its encoding.")


def _candidates(path: Path, head: bytes, given: str | None) -> list[str]:
    if given is None:
        if head[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
            return ["utf-16"]
        return ["utf-8-sig"] if head.startswith(codecs.BOM_UTF8) else ["utf-8", "cp1252"]
    try:
        name = codecs.lookup(given).name
    except LookupError:
        raise InvalidFile(f"{given} is not a known encoding: use utf-8 or windows-1252.") from None
    if not name.startswith("utf") and _is_utf8(path):
        # Another codec would decode it without an error, and read letters such as æ as two characters.
        raise InvalidFile(
            f"{path}: this is utf-8, not {display_name(name)}: give utf-8 as encoding, or leave the encoding out."
        )
    return ["utf-8-sig" if name == "utf-8" else name]


def _is_utf8(path: Path) -> bool:
    """Whether the file is valid UTF-8 and not just ASCII: text in another encoding is practically never valid UTF-8."""
    return bool(_first_undecodable_line(path, "ascii")) and not _first_undecodable_line(path, "utf-8")


_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_DANISH_LETTER = re.compile(rb"\xc3[\x80-\xbf]")
"""An æ, ø or å in UTF-8; in Windows-1252 it would be Ã and a symbol, which no Danish word contains."""
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")


def _looks_like_utf8(path: Path) -> bool:
    """Whether a file that is not valid UTF-8 has more UTF-8 sequences than can be accidental."""
    sequences = other_bytes = 0
    with path.open("rb") as source:
        for line in source:
            if _DANISH_LETTER.search(line):
                return True
            sequences += len(_MULTIBYTE.findall(line))
            other_bytes += len(_HIGH_BYTE.findall(_MULTIBYTE.sub(b"", line)))
    return sequences > other_bytes


def _first_undecodable_line(path: Path, encoding: str) -> int:
    """The number of the first line that the codec cannot decode; 0 when it can decode all."""
    # The byte order mark is decoded as a character: the utf-8-sig decoder counts wrongly after removing it.
    decoder = codecs.getincrementaldecoder("utf-8" if encoding == "utf-8-sig" else encoding)()
    lines = 1
    with path.open("rb") as source:
        while True:
            chunk = source.read(_CHUNK_BYTES)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return lines + error.object[: error.start].count(b"\n")
            if not chunk:
                return 0
            lines += chunk.count(b"\n")
