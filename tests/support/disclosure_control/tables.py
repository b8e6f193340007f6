"""An attacker on the table of one period, and tables to attack."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple
from uuid import UUID

from hypothesis import strategies as st

from api.disclosure_control.cells import Cell
from tests.support.disclosure_control.linear_system import (
    BRANCH,
    HOUSE,
    SCHOOL,
    SFO,
    THRESHOLD,
    Vector,
    basis_of,
    reduce,
)


class Attacker:
    """Knows every released cell and the mean of all, that parts add up to their total and departments to their
    institution, and where somebody is in no part or a part has nobody.

    `truth` is the number of persons of cells that are not in the table.
    """

    def __init__(self, counts: Mapping[Cell, int], released: Iterable[Cell], truth: Mapping[Cell, int]) -> None:
        self.truth = {**truth, **counts}
        self.groups: dict[str, tuple[Vector, int]] = {}
        self.equations: list[Vector] = []
        self.counts = dict(counts)
        self._add_constraints()
        names = [str(cell) for cell in released]
        mean = {name: Fraction(1, len(names)) for name in names}
        self.known = basis_of([{name: Fraction(1)} for name in names] + [mean] + self.equations)

    def _add_equation(self, total: Cell, parts: list[Cell], remainder_name: str) -> None:
        remainder = self.truth[total] - sum(self.truth[part] for part in parts)
        vector = {str(total): Fraction(1), **{str(part): Fraction(-1) for part in parts}}
        if remainder:
            vector[remainder_name] = Fraction(-1)
            self.groups[remainder_name] = ({remainder_name: Fraction(1)}, remainder)
        self.equations.append(vector)

    def _add_constraints(self) -> None:
        for cell, persons in self.truth.items():
            self.groups[str(cell)] = ({str(cell): Fraction(1)}, persons)
        parts_of: dict[tuple[Cell, str], list[Cell]] = {}
        broken_down = {(cell.unit_id, cell.breakdown.split("=")[0]) for cell in self.counts if cell.breakdown != "all"}
        for cell, persons in self.truth.items():
            dimension = cell.breakdown.split("=")[0]
            if (cell.unit_id, dimension) in broken_down:
                parts_of.setdefault((Cell(cell.unit_id, "all"), dimension), []).append(cell)
                if not persons:
                    self.equations.append({str(cell): Fraction(1)})
            if cell.unit_id != SCHOOL:
                parts_of.setdefault((Cell(SCHOOL, cell.breakdown), "department"), []).append(cell)
        for (total, dimension), parts in parts_of.items():
            self._add_equation(total, parts, f"nowhere in {dimension} of {total}")
            self._add_unions(parts, f"the hidden {dimension} of {total}")
        for dimension in {dimension for _, dimension in broken_down}:
            self._add_nowhere_at_all(dimension)

    def _add_nowhere_at_all(self, dimension: str) -> None:
        """Those of the institution in no part of a breakdown and in no department that is broken down by it."""
        remainders = [(unit, f"nowhere in {dimension} of {Cell(unit, 'all')}") for unit in (SCHOOL, BRANCH, SFO, HOUSE)]
        vector = {name: Fraction(1 if unit == SCHOOL else -1) for unit, name in remainders if name in self.groups}
        persons = sum(int(sign) * self.groups[name][1] for name, sign in vector.items())
        self.groups[f"nowhere at all in {dimension}"] = (vector, persons)

    def _add_unions(self, parts: list[Cell], name: str) -> None:
        """Several parts that are few together; unions of so many that they are not small need not be looked at."""
        small = [part for part in parts if 0 < self.truth[part] < THRESHOLD]
        for size in range(2, min(len(small), THRESHOLD - 1) + 1):
            for union in combinations(small, size):
                group = {str(part): Fraction(1) for part in union}
                persons = sum(self.truth[part] for part in union)
                self.groups[f"{name} {[small.index(part) for part in union]}"] = (group, persons)

    def finds(self) -> list[str]:
        """The groups under the threshold that follow from what is known."""
        small = ((name, vector) for name, (vector, persons) in self.groups.items() if 0 < persons < THRESHOLD)
        return [name for name, vector in small if not reduce(vector, self.known)]


class Table(NamedTuple):
    """The cells of a table, and the number of persons of cells that are not in it."""

    counts: dict[Cell, int]
    truth: dict[Cell, int]


def attack(table: Table, suppressed: set[Cell]) -> list[str]:
    """The small groups that an attacker finds if these cells are suppressed."""
    released = [cell for cell in table.counts if cell not in suppressed]
    return Attacker(table.counts, released, table.truth).finds()


def parts(unit: UUID, dimension: str, sizes: list[int]) -> dict[Cell, int]:
    """The cells of one breakdown, numbered."""
    return {Cell(unit, f"{dimension}={number}"): persons for number, persons in enumerate(sizes)}


_SIZES = st.lists(st.one_of(st.integers(1, 7), st.integers(1, 60)), min_size=1, max_size=5)
_OFTEN_SMALL = st.one_of(st.sampled_from([0, 1, 4]), st.integers(1, 8), st.integers(5, 60))


@st.composite
def one_school(draw: st.DrawFn) -> Table:
    """A school in one to three breakdowns that each fill the total, or leave some persons out."""
    breakdowns = [draw(_SIZES) for _ in range(draw(st.integers(1, 3)))]
    total = max(sum(sizes) for sizes in breakdowns) + draw(st.sampled_from([0, 0, 2, 30]))
    counts: dict[Cell, int] = {}
    for number, sizes in enumerate(breakdowns):
        if draw(st.booleans()) and sum(sizes) < total:
            sizes.append(total - sum(sizes))
        counts |= parts(SCHOOL, f"d{number}", sizes)
    if draw(st.booleans()):
        counts[Cell(SCHOOL, "all")] = total
    return Table(counts, {Cell(SCHOOL, "all"): total})


@st.composite
def with_departments(draw: st.DrawFn) -> Table:
    """A school with one to three departments, by gender or also by grade, which fill it or leave some persons out.

    It may be broken down by language, as departments are not. Cells of nobody are left out, and others may be.
    """
    units = [BRANCH, SFO, HOUSE][: draw(st.integers(1, 3))]
    size, sizes_of = draw(st.integers(2, 4)), draw(st.sampled_from([_OFTEN_SMALL, st.integers(5, 60)]))
    genders = {unit: [draw(sizes_of) for _ in range(size)] for unit in units}
    outside = draw(st.one_of(st.just([0] * size), st.lists(sizes_of, min_size=size, max_size=size)))
    genders[SCHOOL] = [sum(genders[unit][i] for unit in units) + outside[i] for i in range(size)]
    nowhere = {unit: draw(st.sampled_from([0, 0, 0, 1, 9])) for unit in units}
    nowhere[SCHOOL] = sum(nowhere.values()) + draw(st.sampled_from([0, 0, 2, 20]))
    truth = {Cell(unit, "all"): sum(sizes) + nowhere[unit] for unit, sizes in genders.items()}
    for unit, sizes in genders.items():
        truth |= parts(unit, "gender", sizes)
    if draw(st.booleans()):
        truth |= _split(draw, SCHOOL, "language", truth[Cell(SCHOOL, "all")])
    if draw(st.booleans()):
        truth |= _by_grade(draw, units, truth)
    kept = draw(st.sampled_from([1, 4, 20]))
    counts = {cell: persons for cell, persons in truth.items() if persons and (kept == 1 or draw(st.integers(0, kept)))}
    return Table(counts, truth)


def _split(draw: st.DrawFn, unit: UUID, dimension: str, total: int) -> dict[Cell, int]:
    first = draw(st.integers(0, total))
    return parts(unit, dimension, [first, total - first])


def _by_grade(draw: st.DrawFn, units: list[UUID], truth: Mapping[Cell, int]) -> dict[Cell, int]:
    grades: dict[Cell, int] = {}
    for unit in units:
        grades |= _split(draw, unit, "grade", truth[Cell(unit, "all")])
    remainder = truth[Cell(SCHOOL, "all")] - sum(grades.values())
    own = [sum(grades[Cell(unit, f"grade={i}")] for unit in units) for i in range(2)]
    return grades | parts(SCHOOL, "grade", [own[0], own[1] + remainder])


def school_and_two(school: list[int], branch: list[int], sfo: list[int]) -> dict[Cell, int]:
    """A school and two departments: of each the total, and then its genders."""
    sizes_of = {SCHOOL: school, BRANCH: branch, SFO: sfo}
    counts = {Cell(unit, "all"): sizes[0] for unit, sizes in sizes_of.items()}
    for unit, sizes in sizes_of.items():
        counts |= parts(unit, "gender", sizes[1:])
    return counts
