"""A map and a file brought together: which column stands where, and the rows that come of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sammen.files.faults import RowFaults
from sammen.files.numbers import Numbers
from sammen.files.tables import Row, Table
from sammen.mapping.cells import Cell, CellRefused, Step, cell, either_date, known, number
from sammen.mapping.form import ColumnForm, MapForm, Spread
from sammen.mapping.origins import Origins
from sammen.mapping.rows import Grouping, Lined, Tally, kept


@dataclass(frozen=True)
class Kinds:
    """What kind of column the service expects, where that decides how a cell is written, or which words it takes."""

    numbers: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Binding:
    """Rows of a table as a map says; made by `Map.bind`, which has seen to it that every column is there."""

    def __init__(self, form: MapForm, table: Table, numbers: Numbers, kinds: Kinds) -> None:
        self.columns = tuple(form.columns)
        self.only_new = tuple(name for name, column in form.columns.items() if column.only_new)
        self.empty_clears = tuple(name for name, column in form.columns.items() if column.empty_clears)
        self.numbers = numbers
        self._table = table
        places = {name: place for place, name in enumerate(table.columns)}
        self._origins = Origins(form, places)
        self._derived = [(name, cell(column, _placed(places, name), numbers)) for name, column in form.derived.items()]
        self._kept = kept(form.rows, places)
        self._group = Grouping(form.group, places) if form.group is not None else None
        self._spread = _spread(form.columns_to_rows, places) if form.columns_to_rows is not None else None
        self._cells = [(name, _finished(name, column, places, numbers, kinds)) for name, column in form.columns.items()]

    def rows(self, faults: RowFaults, tally: Tally | None = None) -> Lined:
        """(line of the file, cells of the import), one at a time; what cannot be read goes to `faults`.

        `tally` counts what is read and what is left out.
        """
        makers = [maker for _, maker in self._cells]
        for line, row in self._spreaded(faults, Tally() if tally is None else tally):
            try:
                yield line, [maker(row) for maker in makers]
            except CellRefused:
                self._explain(line, row, faults)

    def _explain(self, line: int, row: Row, faults: RowFaults) -> None:
        """All faults of a row, now that it is known to have one."""
        for name, maker in self._cells:
            try:
                maker(row)
            except CellRefused as error:
                self._add(line, name, row, error, faults)

    def _add(self, line: int, name: str, row: Row, error: CellRefused, faults: RowFaults) -> None:
        source, text = self._origins.of(name, row)
        faults.add(line, name, str(error), source=source, text=text)

    def _spreaded(self, faults: RowFaults, tally: Tally) -> Lined:
        rows = self._grouped(faults, tally)
        return rows if self._spread is None else self._spread.rows(rows, faults, tally)

    def _grouped(self, faults: RowFaults, tally: Tally) -> Lined:
        if self._group is None:
            return self._chosen(faults, tally)
        # The first pass looks for heads only; its faults are found again in the second.
        sources = iter([RowFaults(), faults])
        return self._group.apply(lambda tally: self._chosen(next(sources), tally), tally)

    def _chosen(self, faults: RowFaults, tally: Tally) -> Lined:
        tests = self._kept
        for line, row in self._widened(faults):
            tally.read += 1
            if all(test(row) for test in tests):
                yield line, row
            else:
                tally.rows += 1

    def _widened(self, faults: RowFaults) -> Lined:
        if not self._derived:
            yield from self._table.rows(faults)
            return
        for line, row in self._table.rows(faults):
            for name, maker in self._derived:
                try:
                    row.append(maker(row))
                except CellRefused as error:
                    self._add(line, name, row, error, faults)
                    row.append("")
            yield line, row


def _placed(places: dict[str, int], name: str) -> dict[str, int]:
    """The columns before `name`, which then gets the next place."""
    before = dict(places)
    places[name] = len(places)
    return before


def _finished(name: str, column: ColumnForm, places: dict[str, int], numbers: Numbers, kinds: Kinds) -> Cell:
    """A cell of the import: numbers and dates that the map leaves as they are get the contract's form."""
    made = cell(column, places, numbers)
    if column.number or column.date or column.value is not None or column.values:
        return made
    last: Step | None = number(numbers) if name in kinds.numbers else either_or_empty if name in kinds.dates else None
    if last is None:
        return made
    step = last
    return lambda row: step(made(row))


def either_or_empty(text: str) -> str:
    return either_date(text) if text else ""


class Spreading:
    """Columns to rows."""

    def __init__(self, columns: list[tuple[str, int, str, Step | None]], keep_empty: bool) -> None:
        self._columns = columns
        self._keep_empty = keep_empty

    def rows(self, rows: Lined, faults: RowFaults, tally: Tally) -> Iterator[tuple[int, Row]]:
        for line, row in rows:
            for source, place, name, step in self._columns:
                text = row[place]
                if not text and not self._keep_empty:
                    tally.empty += 1
                    continue
                try:
                    yield line, [*row, name, step(text) if step is not None else text]
                except CellRefused as error:
                    faults.add(line, source, str(error), source=source, text=text)


def _spread(form: Spread, places: dict[str, int]) -> Spreading:
    columns: list[tuple[str, int, str, Step | None]] = []
    for source, target in form.columns.items():
        step = known(target.values, target.unknown) if target.values is not None else None
        columns.append((source, places[source], target.name, step))
    for name in (form.name, form.value):
        places[name] = len(places)
    return Spreading(columns, form.empty == "keep")
