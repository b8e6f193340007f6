"""No group under the threshold is derivable by adding and subtracting the shown figures of a period."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.disclosure_control.cell_suppression import suppressed_cells
from api.disclosure_control.cells import Cell
from tests.support.disclosure_control.linear_system import BRANCH, EXAMPLES, HOUSE, SCHOOL, THRESHOLD
from tests.support.disclosure_control.tables import (
    Attacker,
    Table,
    attack,
    one_school,
    parts,
    school_and_two,
    with_departments,
)


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(one_school())
def test_no_small_group_of_a_school_is_found(table: Table) -> None:
    assert attack(table, suppressed_cells(table.counts, SCHOOL, THRESHOLD)) == []


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(with_departments())
def test_no_small_group_of_a_department_is_found(table: Table) -> None:
    assert attack(table, suppressed_cells(table.counts, SCHOOL, THRESHOLD)) == []


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(one_school(), st.data())
def test_no_small_group_is_found_from_two_revisions(table: Table, data: st.DataObject) -> None:
    """Groups that grew in the second; those that did not are taken for known where the first shows them."""
    first = suppressed_cells(table.counts, SCHOOL, THRESHOLD)
    grown = {cell: data.draw(st.sampled_from([0, 0, 20])) for cell in table.counts if cell.breakdown != "all"}
    counts = {cell: n + grown.get(cell, 0) for cell, n in table.counts.items() if cell.breakdown != "all"}
    if len({cell.breakdown.split("=")[0] for cell in counts}) > 1:
        return
    truth = {Cell(SCHOOL, "all"): table.truth[Cell(SCHOOL, "all")] + sum(grown.values())}
    counts |= {cell: truth[cell] for cell in table.counts if cell.breakdown == "all"}
    second = suppressed_cells(counts, SCHOOL, THRESHOLD, first)
    same_as_shown = {cell for cell in counts if counts[cell] == table.counts[cell] and cell not in first}
    shown = [cell for cell in counts if cell not in second or cell in same_as_shown]
    assert Attacker(counts, shown, truth).finds() == []


def test_everything_is_shown_where_nothing_is_small() -> None:
    counts = {Cell(SCHOOL, "all"): 60, **parts(SCHOOL, "grade", [20, 20, 20]), **parts(SCHOOL, "gender", [30, 25])}
    assert suppressed_cells(counts, SCHOOL, THRESHOLD) == set()


def test_the_total_is_shown_where_persons_in_no_part_protect_a_small_part() -> None:
    counts = {Cell(SCHOOL, "all"): 60, **parts(SCHOOL, "language", [3])}
    assert suppressed_cells(counts, SCHOOL, THRESHOLD) == set(parts(SCHOOL, "language", [3]))


def test_departments_are_shown_with_their_parts_where_nothing_is_small() -> None:
    counts = school_and_two([75, 40, 30], [30, 15, 15], [30, 15, 10])
    assert suppressed_cells(counts, SCHOOL, THRESHOLD) == set()


@pytest.mark.parametrize(
    ("school", "branch", "sfo"),
    [
        pytest.param([75, 40, 30], [24, 20, 4], [30, 15, 10], id="a part of a department"),
        pytest.param([75, 38, 32], [30, 15, 15], [30, 15, 15], id="a part outside the departments"),
        pytest.param([75, 40, 30], [33, 15, 15], [30, 15, 15], id="those of a department in no part"),
        pytest.param([72, 40, 30], [30, 15, 15], [30, 15, 15], id="those of the institution in no part"),
        pytest.param([77, 40, 30], [35, 15, 15], [30, 15, 15], id="those in no part and no department"),
        pytest.param([62, 35, 20], [30, 15, 15], [27, 20], id="those of a part that one department lacks"),
        pytest.param([70, 40], [30, 15, 15], [30, 15, 15], id="a part that the institution lacks"),
        pytest.param([39, 17, 22], [12, 11, 1], [7, 6, 1], id="two departments' parts, from crossing constraints"),
    ],
)
def test_a_breakdown_of_departments_is_shown_completely_or_not_at_all(
    school: list[int], branch: list[int], sfo: list[int]
) -> None:
    """The totals stay."""
    counts = school_and_two(school, branch, sfo)
    assert suppressed_cells(counts, SCHOOL, THRESHOLD) == {cell for cell in counts if cell.breakdown != "all"}


def test_no_breakdown_is_shown_across_a_suppressed_department() -> None:
    counts = school_and_two([64, 34, 30], [30, 15, 15], [34, 19, 15]) | {Cell(HOUSE, "all"): 4}
    suppressed = suppressed_cells(counts, SCHOOL, THRESHOLD)
    assert {cell for cell in counts if cell.breakdown != "all"} | {
        Cell(HOUSE, "all"),
        Cell(BRANCH, "all"),
    } == suppressed


def test_the_attacker_catches_planted_constraints_that_disclose_only_together() -> None:
    """Each constraint has two suppressed cells or somebody in no department; together they have four boys."""
    counts = school_and_two([50, 26, 24], [9, 6, 3], [21, 20, 1])
    crossing = {cell for cell in counts if cell.breakdown != "all" and cell.unit_id != SCHOOL}
    names = attack(Table(counts, {}), crossing)
    assert any("department" in name and "gender=1" in name for name in names)
    assert attack(Table(counts, {}), suppressed_cells(counts, SCHOOL, THRESHOLD)) == []


def test_the_attacker_catches_a_planted_leak() -> None:
    """Only the small group is suppressed, without complementary suppression."""
    counts = {Cell(SCHOOL, "all"): 60, **parts(SCHOOL, "gender", [57, 3])}
    small = {cell for cell, persons in counts.items() if persons < THRESHOLD}
    assert attack(Table(counts, {}), small) == [str(Cell(SCHOOL, "gender=1"))]
    assert attack(Table(counts, {}), suppressed_cells(counts, SCHOOL, THRESHOLD)) == []


def test_the_attacker_catches_a_total_that_another_breakdown_adds_up_to() -> None:
    counts = {**parts(SCHOOL, "gender", [57, 3]), **parts(SCHOOL, "grade", [30, 30]), Cell(SCHOOL, "all"): 60}
    suppressed = {Cell(SCHOOL, "gender=1"), Cell(SCHOOL, "all")}
    assert attack(Table(counts, {}), suppressed) == [str(Cell(SCHOOL, "gender=1"))]


def test_the_attacker_catches_two_small_groups_whose_sum_is_small() -> None:
    counts = {Cell(SCHOOL, "all"): 33, **parts(SCHOOL, "grade", [30, 2, 1])}
    small = {cell for cell, persons in counts.items() if persons < THRESHOLD}
    assert len(attack(Table(counts, {}), small)) == 1
