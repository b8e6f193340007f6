"""Applies a map to a table: from the rows of the file to those of the import."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sammen_cli.files.numbers import NumberFormat
from sammen_cli.files.row_errors import RowErrors
from sammen_cli.files.tables import Row, Table
from sammen_cli.mapping.cells import (
    InvalidCell,
    MakeCell,
    Transform,
    compile_column,
    map_values,
    normalize_date,
    normalize_number,
)
from sammen_cli.mapping.row_counts import RowCounts
from sammen_cli.mapping.row_filters import GroupFilter, NumberedRows, compile_rules
from sammen_cli.mapping.schema import ColumnRule, ColumnsToRows, MapSchema
from sammen_cli.mapping.source_columns import SourceColumns


@dataclass(frozen=True)
class ColumnTypes:
    """The columns of an import that are numbers, dates or enumerations (with their values)."""

    numbers: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    enumerations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class RowMapper:
    """The rows of a table as a map says. Made by `Map.bind`, which checks that all columns exist."""

    def __init__(self, schema: MapSchema, table: Table, numbers: NumberFormat, types: ColumnTypes) -> None:
        self.columns = tuple(schema.columns)
        self.only_new = tuple(name for name, rule in schema.columns.items() if rule.only_new)
        self.empty_clears = tuple(name for name, rule in schema.columns.items() if rule.empty_clears)
        self.numbers = numbers
        self._table = table
        indexes = {name: index for index, name in enumerate(table.columns)}
        self._sources = SourceColumns(schema, indexes)
        self._derived = []
        for name, rule in schema.derived.items():
            self._derived.append((name, compile_column(rule, dict(indexes), numbers)))
            indexes[name] = len(indexes)
        self._rules = compile_rules(schema.rows, indexes)
        self._group = GroupFilter(schema.group, indexes) if schema.group is not None else None
        self._unpivot = _compile_unpivot(schema.columns_to_rows, indexes) if schema.columns_to_rows else None
        self._cells = [
            (name, _compile_typed_column(name, rule, indexes, numbers, types)) for name, rule in schema.columns.items()
        ]

    def rows(self, errors: RowErrors, counts: RowCounts | None = None) -> NumberedRows:
        """Pairs of line number of the file and cells of the import; what cannot be converted is added to `errors`.

        `counts` counts the rows that are read and left out.
        """
        makers = [make for _, make in self._cells]
        for line, row in self._unpivoted(errors, RowCounts() if counts is None else counts):
            try:
                yield line, [make(row) for make in makers]
            except InvalidCell:
                self._add_all_errors(line, row, errors)

    def _add_all_errors(self, line: int, row: Row, errors: RowErrors) -> None:
        for name, make in self._cells:
            try:
                make(row)
            except InvalidCell as error:
                self._add_error(line, name, row, error, errors)

    def _add_error(self, line: int, name: str, row: Row, error: InvalidCell, errors: RowErrors) -> None:
        source, text = self._sources.resolve(name, row)
        errors.add(line, name, str(error), source=source, text=text)

    def _unpivoted(self, errors: RowErrors, counts: RowCounts) -> NumberedRows:
        rows = self._grouped(errors, counts)
        return rows if self._unpivot is None else self._unpivot.rows(rows, errors, counts)

    def _grouped(self, errors: RowErrors, counts: RowCounts) -> NumberedRows:
        if self._group is None:
            return self._filtered(errors, counts)
        # The first pass only finds heads; its errors are found again in the second.
        errors_by_pass = iter([RowErrors(), errors])
        return self._group.apply(lambda counts: self._filtered(next(errors_by_pass), counts), counts)

    def _filtered(self, errors: RowErrors, counts: RowCounts) -> NumberedRows:
        rules = self._rules
        for line, row in self._with_derived(errors):
            counts.read += 1
            if all(rule(row) for rule in rules):
                yield line, row
            else:
                counts.rows += 1

    def _with_derived(self, errors: RowErrors) -> NumberedRows:
        if not self._derived:
            yield from self._table.rows(errors)
            return
        for line, row in self._table.rows(errors):
            for name, make in self._derived:
                try:
                    row.append(make(row))
                except InvalidCell as error:
                    self._add_error(line, name, row, error, errors)
                    row.append("")
            yield line, row


def _compile_typed_column(
    name: str, rule: ColumnRule, indexes: dict[str, int], numbers: NumberFormat, types: ColumnTypes
) -> MakeCell:
    """A column of the import; numbers and dates that the map does not convert get the form of the contract."""
    make = compile_column(rule, indexes, numbers)
    if rule.number or rule.date or rule.value is not None or rule.values:
        return make
    if name in types.numbers:
        normalize = normalize_number(numbers)
    elif name in types.dates:
        normalize = normalize_date
    else:
        return make
    return lambda row: normalize(make(row))


class Unpivot:
    """Turns columns into rows."""

    def __init__(self, columns: list[tuple[str, int, str, Transform | None]], keep_empty: bool) -> None:
        self._columns = columns
        self._keep_empty = keep_empty

    def rows(self, rows: NumberedRows, errors: RowErrors, counts: RowCounts) -> Iterator[tuple[int, Row]]:
        """A row for each column of each row, with two more cells: its name and its value."""
        for line, row in rows:
            for source, index, name, transform in self._columns:
                text = row[index]
                if not text and not self._keep_empty:
                    counts.empty += 1
                    continue
                try:
                    yield line, [*row, name, transform(text) if transform is not None else text]
                except InvalidCell as error:
                    errors.add(line, source, str(error), source=source, text=text)


def _compile_unpivot(section: ColumnsToRows, indexes: dict[str, int]) -> Unpivot:
    columns: list[tuple[str, int, str, Transform | None]] = []
    for source, column in section.columns.items():
        transform = map_values(column.values, column.unknown) if column.values is not None else None
        columns.append((source, indexes[source], column.name, transform))
    for name in (section.name, section.value):
        indexes[name] = len(indexes)
    return Unpivot(columns, section.empty == "keep")
