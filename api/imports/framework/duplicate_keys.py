"""Natural keys of a file's rows: finds duplicates, and whether any row has a key; on disk, so files may be long."""

import sqlite3
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple


class KeyOfLine(NamedTuple):
    """A natural key, the line of its row, and the line number that reports give for the row."""

    key: str
    line: int
    reported_line: int


def _hash(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(errors="replace"), digest_size=8).digest(), signed=True)


class DuplicateKeys:
    """The natural keys of one file's rows, each with the first line that has it, and the lines that share a key."""

    def __init__(self) -> None:
        # With an empty name SQLite makes a private temporary file, which it deletes by itself.
        self._database = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=OFF")
        self._database.execute("PRAGMA synchronous=OFF")
        self._database.execute("PRAGMA cache_size=-32000")
        self._database.execute(
            "CREATE TABLE first_line (hash INTEGER PRIMARY KEY, line INTEGER NOT NULL, reported_line INTEGER NOT NULL)"
        )
        self._database.execute("CREATE TABLE duplicate (line INTEGER PRIMARY KEY, other_line INTEGER NOT NULL)")
        self._database.execute("BEGIN")

    def add(self, keys: Sequence[KeyOfLine]) -> None:
        """Add the keys of some lines; of two lines with the same key, both are duplicates."""
        hashed = [(_hash(key), line, reported_line) for key, line, reported_line in keys]
        changes_before = self._database.total_changes
        self._database.executemany("INSERT OR IGNORE INTO first_line VALUES (?, ?, ?)", hashed)
        if self._database.total_changes - changes_before < len(hashed):
            self._add_duplicates(hashed)

    def _add_duplicates(self, hashed: Iterable[tuple[int, int, int]]) -> None:
        for hash, line, reported_line in hashed:
            rows = self._database.execute("SELECT line, reported_line FROM first_line WHERE hash = ?", (hash,))
            [(first_line, first_reported_line)] = rows.fetchall()
            if first_line != line:
                pairs = [(line, first_reported_line), (first_line, reported_line)]
                self._database.executemany("INSERT OR IGNORE INTO duplicate VALUES (?, ?)", pairs)

    def between(self, first_line: int, last_line: int) -> dict[int, int]:
        """Return the duplicates among some lines, each with the line to report as the other one."""
        rows = self._database.execute(
            "SELECT line, other_line FROM duplicate WHERE line BETWEEN ? AND ?", (first_line, last_line)
        )
        return dict(rows.fetchall())

    def has_key(self, key: str) -> bool:
        """Return whether some row has the key."""
        return bool(self._database.execute("SELECT 1 FROM first_line WHERE hash = ?", (_hash(key),)).fetchall())

    def close(self) -> None:
        self._database.close()
