"""No small group is derivable by comparing two packages of one period."""

from hypothesis import given, settings

from api.disclosure_control.cell_suppression import suppressed_cells
from api.disclosure_control.cells import Cell
from tests.support.disclosure_control.linear_system import EXAMPLES, SCHOOL, THRESHOLD
from tests.support.disclosure_control.two_releases import TOTAL, Counts, attack, suppressed_together, two_releases


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(two_releases())
def test_no_small_group_is_found_from_two_packages(packages: tuple[list[Counts], list[Counts]]) -> None:
    truths, releases = packages
    assert attack(truths, releases, suppressed_together(releases)) == []


def test_the_attacker_catches_planted_packages_that_are_protected_separately() -> None:
    truth = {TOTAL: 33, **{Cell(SCHOOL, f"grade={i}"): n for i, n in enumerate((20, 10, 3))}}
    truth |= {Cell(SCHOOL, f"gender={i}"): n for i, n in enumerate((16, 17))}
    releases = [truth, {Cell(SCHOOL, "grade=1"): 10}]
    separately = [suppressed_cells(counts, SCHOOL, THRESHOLD) for counts in releases]
    assert attack([truth, truth], releases, separately) == [str((Cell(SCHOOL, "grade=2"),))]
    assert attack([truth, truth], releases, suppressed_together(releases)) == []


def test_a_part_that_neither_package_contains_is_not_found_from_one_that_has_grown() -> None:
    """Grade 1 is in neither; it is the remainder of the first's total, once grade 0 is known."""
    grades = {Cell(SCHOOL, f"grade={i}"): n for i, n in enumerate((6, 3, 12))}
    first = {TOTAL: 21, Cell(SCHOOL, "gender=0"): 18, Cell(SCHOOL, "gender=1"): 3, **grades}
    second = {**first, TOTAL: 41, Cell(SCHOOL, "gender=1"): 23, Cell(SCHOOL, "grade=2"): 32}
    left_out = {Cell(SCHOOL, "grade=1")}
    releases = [
        {cell: n for cell, n in first.items() if cell not in left_out},
        {cell: n for cell, n in second.items() if cell not in {*left_out, Cell(SCHOOL, "grade=2")}},
    ]
    assert attack([first, second], releases, suppressed_together(releases)) == []
