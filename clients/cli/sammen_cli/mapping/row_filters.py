"""Filters of rows: conditions on one column, and one row of a group against the others."""

import re
from collections.abc import Callable, Iterator
from itertools import count

from sammen_cli.files.tables import Row
from sammen_cli.mapping.cells import ColumnIndexes
from sammen_cli.mapping.row_counts import RowCounts
from sammen_cli.mapping.schema import Condition, Group, RowRule

Predicate = Callable[[Row], bool]
NumberedRows = Iterator[tuple[int, Row]]


def compile_condition(condition: Condition, indexes: ColumnIndexes) -> Predicate:
    """The function for a condition whose column is in `indexes`."""
    index = indexes[condition.column]
    if condition.empty is not None:
        empty = condition.empty
        return lambda row: (row[index] == "") is empty
    if condition.matches is not None:
        pattern = re.compile(condition.matches)
        return lambda row: pattern.search(row[index]) is not None
    if condition.is_in is not None or condition.equals is not None:
        accepted = frozenset(condition.is_in if condition.is_in is not None else [condition.equals or ""])
        return lambda row: row[index] in accepted
    rejected = frozenset(condition.is_not_in if condition.is_not_in is not None else [condition.not_equals or ""])
    return lambda row: row[index] not in rejected


def compile_rules(rules: list[RowRule], indexes: ColumnIndexes) -> list[Predicate]:
    """A predicate for each rule; a row is kept when all are true."""
    keep = [compile_condition(rule.keep, indexes) for rule in rules if rule.keep is not None]
    return keep + [_negate(compile_condition(rule.drop, indexes)) for rule in rules if rule.drop is not None]


def _negate(predicate: Predicate) -> Predicate:
    return lambda row: not predicate(row)


class GroupFilter:
    """A first pass finds the head of each group, a second one filters, so that rows are never all in memory."""

    def __init__(self, group: Group, indexes: ColumnIndexes) -> None:
        self._key_columns = [indexes[name] for name in group.by]
        self._is_head = compile_condition(group.head, indexes) if group.head is not None else None
        self._keep_heads = group.keep == "head"

    def apply(self, read: Callable[[RowCounts], NumberedRows], counts: RowCounts) -> NumberedRows:
        """The rows that are kept; `read` is called for each pass."""
        heads = self._find_heads(read(RowCounts()))
        for index, (line, row) in zip(count(), read(counts), strict=False):
            key = self._key(row)
            # A row without a key belongs to no group: it is its own head.
            is_head = heads[key] == index if any(key) else True
            if is_head is self._keep_heads:
                yield line, row
            else:
                counts.group += 1

    def _find_heads(self, rows: NumberedRows) -> dict[tuple[str, ...], int]:
        heads: dict[tuple[str, ...], int] = {}
        decided: set[tuple[str, ...]] = set()
        for index, (_, row) in enumerate(rows):
            key = self._key(row)
            heads.setdefault(key, index)
            if self._is_head is not None and key not in decided and self._is_head(row):
                heads[key] = index
                decided.add(key)
        return heads

    def _key(self, row: Row) -> tuple[str, ...]:
        return tuple(row[column] for column in self._key_columns)
