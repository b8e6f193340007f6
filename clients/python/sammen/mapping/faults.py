"""What is wrong with a map: all of it, each with its key and line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sammen.errors import SammenError

Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class MapFault:
    """One fault of a map."""

    key: str
    line: int | None
    detail: str

    def __str__(self) -> str:
        place = f"line {self.line}, " if self.line is not None else ""
        return f"{place}{self.key}: {self.detail}" if self.key else f"{place}{self.detail}"


class MapRefused(SammenError):
    """The map cannot be used, by itself or with this file. All its faults are named."""

    def __init__(self, name: str, faults: list[MapFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join([f"{name}: {len(faults)} fault(s)", *(f"- {fault}" for fault in faults)]))


class Lines:
    """Where each key of a TOML text stands: the parser of the standard library does not tell."""

    _HEAD = re.compile(r"\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
    _KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
    _PART = re.compile(r""""([^"]*)"|'([^']*)'|([\w-]+)""")

    def __init__(self, text: str) -> None:
        self._lines: dict[Key, int] = {}
        table: Key = ()
        counts: dict[Key, int] = {}
        for number, line in enumerate(text.splitlines(), 1):
            if head := self._HEAD.match(line):
                table = self._parts(head[2])
                if head[1] == "[[":
                    counts[table] = counts.get(table, -1) + 1
                    table = (*table, counts[table])
                self._lines.setdefault(table, number)
            elif key := self._KEY.match(line):
                self._lines.setdefault((*table, *self._parts(key[1])), number)

    def _parts(self, dotted: str) -> Key:
        return tuple("".join(groups) for groups in self._PART.findall(dotted))

    def of(self, key: Key) -> int | None:
        """The line of a key, or of the nearest one around it."""
        return next((self._lines[part] for part in _outwards(key) if part in self._lines), None)


def _outwards(key: Key) -> Iterator[Key]:
    for end in range(len(key), 0, -1):
        yield key[:end]


def dotted(key: Key) -> str:
    """A key as it is written in TOML: `rows[1].keep`."""
    text = ""
    for part in key:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
