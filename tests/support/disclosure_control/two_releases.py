"""An attacker on two releases of one period, and releases to attack."""

from fractions import Fraction
from itertools import combinations

from hypothesis import strategies as st

from api.disclosure_control.cells import Cell
from api.disclosure_control.cross_release import Release, suppressed_across_releases
from api.measurements.rules.suppression import period_of
from tests.support.disclosure_control.linear_system import SCHOOL, THRESHOLD, Vector, basis_of, reduce

TOTAL = Cell(SCHOOL, "all")
Counts = dict[Cell, int]
"""All groups of a school in truth: each breakdown is complete."""


@st.composite
def two_releases(draw: st.DrawFn) -> tuple[list[Counts], list[Counts]]:
    """The truth at each time, and what each release contains of it: some groups grow, some are left out."""
    size = st.one_of(st.integers(1, 7), st.integers(1, 40))
    grades = draw(st.lists(size, min_size=2, max_size=4))
    girls = draw(st.integers(0, sum(grades)))
    genders = [girls, sum(grades) - girls]
    grown = [draw(st.sampled_from([0, 0, 0, 20])) for _ in grades]
    truths: list[Counts] = []
    for growth in ([0] * len(grades), grown):
        truth = {Cell(SCHOOL, f"grade={i}"): n + growth[i] for i, n in enumerate(grades)}
        truth |= {Cell(SCHOOL, f"gender={i}"): n + (sum(growth) if i else 0) for i, n in enumerate(genders)}
        truths.append({**truth, TOTAL: sum(grades) + sum(growth)})
    releases = [{cell: n for cell, n in truth.items() if n and draw(st.integers(0, 4))} for truth in truths]
    return truths, releases


def suppressed_together(releases: list[Counts]) -> list[set[Cell]]:
    """What is suppressed in each of several releases of one half-year."""
    return suppressed_across_releases([Release(period_of("2026H1"), counts) for counts in releases], SCHOOL, THRESHOLD)


def attack(truths: list[Counts], releases: list[Counts], suppressed: list[set[Cell]]) -> list[str]:
    """The small groups that have not changed and follow from both releases together."""
    known: list[Vector] = []
    for number, truth in enumerate(truths):
        shown = [cell for cell in releases[number] if cell not in suppressed[number]]
        known += [{f"{number} {cell}": Fraction(1)} for cell in shown]
        known += [{f"{number} {cell}": Fraction(1)} for cell, n in truth.items() if not n]
        for dimension in ("grade", "gender"):
            parts = {f"{number} {cell}": Fraction(-1) for cell in truth if cell.breakdown.startswith(dimension)}
            known.append({f"{number} {TOTAL}": Fraction(1), **parts})
    unchanged = [cell for cell in truths[0] if truths[0][cell] == truths[1][cell]]
    known += [{f"0 {cell}": Fraction(1), f"1 {cell}": Fraction(-1)} for cell in unchanged]
    basis = basis_of(known)
    small = [cell for cell in unchanged if 0 < truths[0][cell] < THRESHOLD and cell != TOTAL]
    groups = (
        group
        for size in range(1, THRESHOLD)
        for group in combinations(small, size)
        if sum(truths[0][cell] for cell in group) < THRESHOLD
        and len({cell.breakdown.split("=")[0] for cell in group}) == 1
    )
    return [str(group) for group in groups if not reduce({f"0 {cell}": Fraction(1) for cell in group}, basis)]
