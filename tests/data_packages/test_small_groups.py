"""Whoever adds and subtracts all that is shown of an indicator and period finds no group under the threshold."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.disclosure_control.cell_suppression import Cell, suppressed_cells
from tests.support.data_packages.small_groups import (
    BRANCH,
    EXAMPLES,
    HOUSE,
    SCHOOL,
    SFO,
    THRESHOLD,
    Vector,
    _basis,
    _reduced,
)


class Attacker:
    """Knows every shown figure and their mean, that parts add up to their whole, that departments add up to their
    institution, and where somebody is in no part or a part has nobody.

    `truth` is how many there are where no figure tells.
    """

    def __init__(self, n: Mapping[Cell, int], shown: Iterable[Cell], truth: Mapping[Cell, int]) -> None:
        self.truth = {**truth, **n}
        self.groups: dict[str, tuple[Vector, int]] = {}
        self.equations: list[Vector] = []
        self.n = dict(n)
        self._read()
        told = [str(slot) for slot in shown]
        mean = {name: Fraction(1, len(told)) for name in told}
        self.known = _basis([{name: Fraction(1)} for name in told] + [mean] + self.equations)

    def _equation(self, whole: Cell, parts: list[Cell], nowhere: str) -> None:
        rest = self.truth[whole] - sum(self.truth[part] for part in parts)
        vector = {str(whole): Fraction(1), **{str(part): Fraction(-1) for part in parts}}
        if rest:
            vector[nowhere] = Fraction(-1)
            self.groups[nowhere] = ({nowhere: Fraction(1)}, rest)
        self.equations.append(vector)

    def _read(self) -> None:
        for slot, persons in self.truth.items():
            self.groups[str(slot)] = ({str(slot): Fraction(1)}, persons)
        by: dict[tuple[Cell, str], list[Cell]] = {}
        broken_down = {(slot.unit_id, slot.breakdown.split("=")[0]) for slot in self.n if slot.breakdown != "all"}
        for slot, persons in self.truth.items():
            dimension = slot.breakdown.split("=")[0]
            if (slot.unit_id, dimension) in broken_down:
                by.setdefault((Cell(slot.unit_id, "all"), dimension), []).append(slot)
                if not persons:
                    self.equations.append({str(slot): Fraction(1)})
            if slot.unit_id != SCHOOL:
                by.setdefault((Cell(SCHOOL, slot.breakdown), "department"), []).append(slot)
        for (whole, dimension), parts in by.items():
            self._equation(whole, parts, f"nowhere in {dimension} of {whole}")
            self._unions(parts, f"the hidden {dimension} of {whole}")
        for dimension in {dimension for _, dimension in broken_down}:
            self._nowhere_at_all(dimension)

    def _nowhere_at_all(self, dimension: str) -> None:
        """Those of the institution in no part of a breakdown and in no department that is broken down by it."""
        rests = [(unit, f"nowhere in {dimension} of {Cell(unit, 'all')}") for unit in (SCHOOL, BRANCH, SFO, HOUSE)]
        vector = {name: Fraction(1 if unit == SCHOOL else -1) for unit, name in rests if name in self.groups}
        persons = sum(int(sign) * self.groups[name][1] for name, sign in vector.items())
        self.groups[f"nowhere at all in {dimension}"] = (vector, persons)

    def _unions(self, parts: list[Cell], name: str) -> None:
        """Several parts that are few together; of as many as it takes to be too many, none needs to be looked at."""
        few = [part for part in parts if 0 < self.truth[part] < THRESHOLD]
        for size in range(2, min(len(few), THRESHOLD - 1) + 1):
            for some in combinations(few, size):
                group = {str(part): Fraction(1) for part in some}
                self.groups[f"{name} {[few.index(part) for part in some]}"] = (group, sum(self.truth[p] for p in some))

    def finds(self) -> list[str]:
        """The groups under the threshold that follow from what is known."""
        small = ((name, vector) for name, (vector, persons) in self.groups.items() if 0 < persons < THRESHOLD)
        return [name for name, vector in small if not _reduced(vector, self.known)]


def _parts(unit: UUID, dimension: str, sizes: list[int]) -> dict[Cell, int]:
    return {Cell(unit, f"{dimension}={number}"): persons for number, persons in enumerate(sizes)}


_sizes = st.lists(st.one_of(st.integers(1, 7), st.integers(1, 60)), min_size=1, max_size=5)


class Case(NamedTuple):
    """What is told, and how many there are in truth where nothing is told."""

    n: dict[Cell, int]
    truth: dict[Cell, int]


@st.composite
def one_school(draw: st.DrawFn) -> Case:
    """A school's figures in one to three breakdowns that each fill the whole, or leave some persons out."""
    breakdowns = [draw(_sizes) for _ in range(draw(st.integers(1, 3)))]
    whole = max(sum(sizes) for sizes in breakdowns) + draw(st.sampled_from([0, 0, 2, 30]))
    n: dict[Cell, int] = {}
    for number, sizes in enumerate(breakdowns):
        if draw(st.booleans()) and sum(sizes) < whole:
            sizes.append(whole - sum(sizes))
        n |= _parts(SCHOOL, f"d{number}", sizes)
    if draw(st.booleans()):
        n[Cell(SCHOOL, "all")] = whole
    return Case(n, {Cell(SCHOOL, "all"): whole})


_FEW = st.one_of(st.sampled_from([0, 1, 4]), st.integers(1, 8), st.integers(5, 60))


@st.composite
def with_departments(draw: st.DrawFn) -> Case:
    """A school with one to three departments, by gender or also by grade, which fill it or leave some persons out; it
    may be broken down by language, as departments are not. Figures of nobody are not told, and others may not be."""
    units = [BRANCH, SFO, HOUSE][: draw(st.integers(1, 3))]
    size, some = draw(st.integers(2, 4)), draw(st.sampled_from([_FEW, st.integers(5, 60)]))
    genders = {unit: [draw(some) for _ in range(size)] for unit in units}
    beside = draw(st.one_of(st.just([0] * size), st.lists(some, min_size=size, max_size=size)))
    genders[SCHOOL] = [sum(genders[unit][i] for unit in units) + beside[i] for i in range(size)]
    nowhere = {unit: draw(st.sampled_from([0, 0, 0, 1, 9])) for unit in units}
    nowhere[SCHOOL] = sum(nowhere.values()) + draw(st.sampled_from([0, 0, 2, 20]))
    truth = {Cell(unit, "all"): sum(sizes) + nowhere[unit] for unit, sizes in genders.items()}
    for unit, sizes in genders.items():
        truth |= _parts(unit, "gender", sizes)
    if draw(st.booleans()):
        truth |= _split(draw, SCHOOL, "language", truth[Cell(SCHOOL, "all")])
    if draw(st.booleans()):
        truth |= _by_grade(draw, units, truth)
    told = draw(st.sampled_from([1, 4, 20]))
    n = {slot: persons for slot, persons in truth.items() if persons and (told == 1 or draw(st.integers(0, told)))}
    return Case(n, truth)


def _split(draw: st.DrawFn, unit: UUID, dimension: str, whole: int) -> dict[Cell, int]:
    one = draw(st.integers(0, whole))
    return _parts(unit, dimension, [one, whole - one])


def _by_grade(draw: st.DrawFn, units: list[UUID], truth: Mapping[Cell, int]) -> dict[Cell, int]:
    grades: dict[Cell, int] = {}
    for unit in units:
        grades |= _split(draw, unit, "grade", truth[Cell(unit, "all")])
    rest = truth[Cell(SCHOOL, "all")] - sum(grades.values())
    own = [sum(grades[Cell(unit, f"grade={i}")] for unit in units) for i in range(2)]
    return grades | _parts(SCHOOL, "grade", [own[0], own[1] + rest])


def _attack(case: Case, hidden: set[Cell]) -> list[str]:
    return Attacker(case.n, [slot for slot in case.n if slot not in hidden], case.truth).finds()


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(one_school())
def test_no_small_group_of_a_school_is_found(case: Case) -> None:
    assert _attack(case, suppressed_cells(case.n, SCHOOL, THRESHOLD)) == []


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(with_departments())
def test_no_small_group_of_a_department_is_found(case: Case) -> None:
    assert _attack(case, suppressed_cells(case.n, SCHOOL, THRESHOLD)) == []


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(one_school(), st.data())
def test_no_small_group_is_found_from_two_revisions(case: Case, data: st.DataObject) -> None:
    """Groups that grew in the second; those that did not are taken for known where the first shows them."""
    first = suppressed_cells(case.n, SCHOOL, THRESHOLD)
    grown = {slot: data.draw(st.sampled_from([0, 0, 20])) for slot in case.n if slot.breakdown != "all"}
    n = {slot: persons + grown.get(slot, 0) for slot, persons in case.n.items() if slot.breakdown != "all"}
    if len({slot.breakdown.split("=")[0] for slot in n}) > 1:
        return
    truth = {Cell(SCHOOL, "all"): case.truth[Cell(SCHOOL, "all")] + sum(grown.values())}
    n |= {slot: truth[slot] for slot in case.n if slot.breakdown == "all"}
    second = suppressed_cells(n, SCHOOL, THRESHOLD, first)
    same_as_shown = {slot for slot in n if n[slot] == case.n[slot] and slot not in first}
    shown = [slot for slot in n if slot not in second or slot in same_as_shown]
    assert Attacker(n, shown, truth).finds() == []


def test_much_is_shown_where_nothing_is_small() -> None:
    n = {Cell(SCHOOL, "all"): 60, **_parts(SCHOOL, "grade", [20, 20, 20]), **_parts(SCHOOL, "gender", [30, 25])}
    assert suppressed_cells(n, SCHOOL, THRESHOLD) == set()


def test_the_whole_stays_where_those_in_no_part_hide_the_small_one() -> None:
    n = {Cell(SCHOOL, "all"): 60, **_parts(SCHOOL, "language", [3])}
    assert suppressed_cells(n, SCHOOL, THRESHOLD) == set(_parts(SCHOOL, "language", [3]))


def _school_and_two(school: list[int], branch: list[int], sfo: list[int]) -> dict[Cell, int]:
    """Each unit's whole, and then its genders."""
    told = {SCHOOL: school, BRANCH: branch, SFO: sfo}
    n = {Cell(unit, "all"): sizes[0] for unit, sizes in told.items()}
    for unit, sizes in told.items():
        n |= _parts(unit, "gender", sizes[1:])
    return n


SHOWN_WHOLE = ([75, 40, 30], [30, 15, 15], [30, 15, 10])


def test_departments_are_shown_with_their_parts_where_nothing_is_small() -> None:
    assert suppressed_cells(_school_and_two(*SHOWN_WHOLE), SCHOOL, THRESHOLD) == set()


@pytest.mark.parametrize(
    ("school", "branch", "sfo"),
    [
        pytest.param([75, 40, 30], [24, 20, 4], [30, 15, 10], id="a part of a department"),
        pytest.param([75, 38, 32], [30, 15, 15], [30, 15, 15], id="a part beside the departments"),
        pytest.param([75, 40, 30], [33, 15, 15], [30, 15, 15], id="those of a department in no part"),
        pytest.param([72, 40, 30], [30, 15, 15], [30, 15, 15], id="those of the institution in no part"),
        pytest.param([77, 40, 30], [35, 15, 15], [30, 15, 15], id="those in no part and no department"),
        pytest.param([62, 35, 20], [30, 15, 15], [27, 20], id="those whom one department tells no part of"),
        pytest.param([70, 40], [30, 15, 15], [30, 15, 15], id="a part that the institution does not tell"),
        pytest.param([39, 17, 22], [12, 11, 1], [7, 6, 1], id="two departments' parts, from lines that cross"),
    ],
)
def test_what_departments_are_broken_down_by_is_shown_whole_or_not_at_all(
    school: list[int], branch: list[int], sfo: list[int]
) -> None:
    """The wholes stay."""
    n = _school_and_two(school, branch, sfo)
    assert suppressed_cells(n, SCHOOL, THRESHOLD) == {slot for slot in n if slot.breakdown != "all"}


def test_no_breakdown_is_shown_across_a_withheld_department() -> None:
    n = _school_and_two([64, 34, 30], [30, 15, 15], [34, 19, 15]) | {Cell(HOUSE, "all"): 4}
    withheld = suppressed_cells(n, SCHOOL, THRESHOLD)
    assert {slot for slot in n if slot.breakdown != "all"} | {Cell(HOUSE, "all"), Cell(BRANCH, "all")} == withheld


def test_the_attacker_catches_lines_that_give_away_together_what_none_does() -> None:
    """Each line has two withheld cells or somebody in no department; all lines together have four boys."""
    n = _school_and_two([50, 26, 24], [9, 6, 3], [21, 20, 1])
    crossing = {slot for slot in n if slot.breakdown != "all" and slot.unit_id != SCHOOL}
    found = _attack(Case(n, {}), crossing)
    assert any("department" in name and "gender=1" in name for name in found)
    assert _attack(Case(n, {}), suppressed_cells(n, SCHOOL, THRESHOLD)) == []


def test_the_attacker_catches_a_planted_leak() -> None:
    """Only the small group is withheld, and nothing with it."""
    n = {Cell(SCHOOL, "all"): 60, **_parts(SCHOOL, "gender", [57, 3])}
    small = {slot for slot, persons in n.items() if persons < THRESHOLD}
    assert _attack(Case(n, {}), small) == [str(Cell(SCHOOL, "gender=1"))]
    assert _attack(Case(n, {}), suppressed_cells(n, SCHOOL, THRESHOLD)) == []


def test_the_attacker_catches_a_whole_that_another_breakdown_adds_up_to() -> None:
    n = {**_parts(SCHOOL, "gender", [57, 3]), **_parts(SCHOOL, "grade", [30, 30]), Cell(SCHOOL, "all"): 60}
    assert _attack(Case(n, {}), {Cell(SCHOOL, "gender=1"), Cell(SCHOOL, "all")}) == [str(Cell(SCHOOL, "gender=1"))]


def test_the_attacker_catches_two_small_groups_that_are_one_together() -> None:
    n = {Cell(SCHOOL, "all"): 33, **_parts(SCHOOL, "grade", [30, 2, 1])}
    small = {slot for slot, persons in n.items() if persons < THRESHOLD}
    assert len(_attack(Case(n, {}), small)) == 1
