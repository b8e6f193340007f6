"""Which rows of a file speak of the same thing, and whether one speaks of it at all; on disk, however long it is."""

import sqlite3
from collections.abc import Iterable, Sequence
from hashlib import blake2b


def _mark(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(errors="replace"), digest_size=8).digest(), signed=True)


class DuplicateKeys:
    """The natural keys that the rows of one file claim, each by the first line that does."""

    def __init__(self) -> None:
        # A name of nothing makes a private file that SQLite deletes by itself.
        self._kept = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._kept.execute("PRAGMA journal_mode=OFF")
        self._kept.execute("PRAGMA synchronous=OFF")
        self._kept.execute("PRAGMA cache_size=-32000")
        self._kept.execute(
            "CREATE TABLE claim (mark INTEGER PRIMARY KEY, line INTEGER NOT NULL, told INTEGER NOT NULL)"
        )
        self._kept.execute("CREATE TABLE twin (line INTEGER PRIMARY KEY, other INTEGER NOT NULL)")
        self._kept.execute("BEGIN")

    def claim(self, claims: Sequence[tuple[str, int, int]]) -> None:
        """Let lines claim keys; two lines with the same key are twins, both of them. Last is the line to be told."""
        marks = [(_mark(key), line, told) for key, line, told in claims]
        before = self._kept.total_changes
        self._kept.executemany("INSERT OR IGNORE INTO claim VALUES (?, ?, ?)", marks)
        if self._kept.total_changes - before < len(marks):
            self._find_twins(marks)

    def _find_twins(self, marks: Iterable[tuple[int, int, int]]) -> None:
        for mark, line, told in marks:
            found = self._kept.execute("SELECT line, told FROM claim WHERE mark = ?", (mark,))
            [(first, first_told)] = found.fetchall()
            if first != line:
                pairs = [(line, first_told), (first, told)]
                self._kept.executemany("INSERT OR IGNORE INTO twin VALUES (?, ?)", pairs)

    def between(self, first: int, last: int) -> dict[int, int]:
        """The lines of this stretch that have a twin, each with the line that is told of one."""
        found = self._kept.execute("SELECT line, other FROM twin WHERE line BETWEEN ? AND ?", (first, last))
        return dict(found.fetchall())

    def claimed(self, key: str) -> bool:
        """Whether some line claims the key."""
        return bool(self._kept.execute("SELECT 1 FROM claim WHERE mark = ?", (_mark(key),)).fetchall())

    def close(self) -> None:
        self._kept.close()
