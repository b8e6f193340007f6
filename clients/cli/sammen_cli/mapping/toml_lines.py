"""The line of each key in a TOML text, which the parser of the standard library does not provide."""

import re
from collections.abc import Iterator

Key = tuple[str | int, ...]


class TomlLines:
    """Finds the lines of keys."""

    _HEADER = re.compile(r"\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
    _KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
    _PART = re.compile(r""""([^"]*)"|'([^']*)'|([\w-]+)""")

    def __init__(self, text: str) -> None:
        self._lines: dict[Key, int] = {}
        table: Key = ()
        indexes: dict[Key, int] = {}
        for number, line in enumerate(text.splitlines(), 1):
            if header := self._HEADER.match(line):
                table = self._parts(header[2])
                if header[1] == "[[":
                    indexes[table] = indexes.get(table, -1) + 1
                    table = (*table, indexes[table])
                self._lines.setdefault(table, number)
            elif key := self._KEY.match(line):
                self._lines.setdefault((*table, *self._parts(key[1])), number)

    def _parts(self, dotted: str) -> Key:
        return tuple("".join(groups) for groups in self._PART.findall(dotted))

    def line_of(self, key: Key) -> int | None:
        """The line of a key, or of the nearest key that contains it."""
        return next((self._lines[parent] for parent in _outwards(key) if parent in self._lines), None)


def _outwards(key: Key) -> Iterator[Key]:
    for end in range(len(key), 0, -1):
        yield key[:end]


def dotted_key(key: Key) -> str:
    """A key as it is written in error messages: `rows[1].keep`."""
    text = ""
    for part in key:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
