"""Which rows stay: tests of one column, and one row of a group against the others."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from sammen.files.tables import Row
from sammen.mapping.cells import Places
from sammen.mapping.form import Condition, Group, RowRule

Test = Callable[[Row], bool]
Lined = Iterator[tuple[int, Row]]


def test(condition: Condition, places: Places) -> Test:
    """The function for a condition whose column is in `places`."""
    place = places[condition.column]
    if condition.empty is not None:
        empty = condition.empty
        return lambda row: (row[place] == "") is empty
    if condition.matches is not None:
        pattern = re.compile(condition.matches)
        return lambda row: pattern.search(row[place]) is not None
    if condition.among is not None or condition.equals is not None:
        wanted = frozenset(condition.among if condition.among is not None else [condition.equals or ""])
        return lambda row: row[place] in wanted
    unwanted = frozenset(condition.not_among if condition.not_among is not None else [condition.is_not or ""])
    return lambda row: row[place] not in unwanted


def kept(rules: list[RowRule], places: Places) -> list[Test]:
    """A test for each rule; a row stays when all are true."""
    tests = [test(rule.keep, places) for rule in rules if rule.keep is not None]
    return tests + [_not(test(rule.drop, places)) for rule in rules if rule.drop is not None]


def _not(inner: Test) -> Test:
    return lambda row: not inner(row)


@dataclass
class Tally:
    """How many rows a file has, and how many of them make no row of the import, and why."""

    read: int = 0
    rows: int = 0
    group: int = 0
    empty: int = 0

    def __str__(self) -> str:
        why = {"by [[rows]]": self.rows, "by [group]": self.group, "empty figures": self.empty}
        left = [f"{count:,} {words}" for words, count in why.items() if count]
        return f"{self.read:,} rows read" + (f"; left out: {', '.join(left)}" if left else "")


class Grouping:
    """One pass finds the head of each group, a second one tells heads from others: the rows are never all held."""

    def __init__(self, group: Group, places: Places) -> None:
        self._by = [places[name] for name in group.by]
        self._head = test(group.head, places) if group.head is not None else None
        self._wanted = group.keep == "head"

    def apply(self, read: Callable[[Tally], Lined], tally: Tally) -> Lined:
        heads = self._heads(read(Tally()))
        for index, (line, row) in zip(count(), read(tally), strict=False):
            key = self._key(row)
            # A row without the key belongs to no group: it is its own head.
            is_head = heads[key] == index if any(key) else True
            if is_head is self._wanted:
                yield line, row
            else:
                tally.group += 1

    def _heads(self, rows: Lined) -> dict[tuple[str, ...], int]:
        heads: dict[tuple[str, ...], int] = {}
        settled: set[tuple[str, ...]] = set()
        for index, (_, row) in enumerate(rows):
            key = self._key(row)
            heads.setdefault(key, index)
            if self._head is not None and key not in settled and self._head(row):
                heads[key] = index
                settled.add(key)
        return heads

    def _key(self, row: Row) -> tuple[str, ...]:
        return tuple(row[place] for place in self._by)
