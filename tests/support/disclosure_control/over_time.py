"""An attacker on releases of overlapping periods, and releases to attack."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from hypothesis import strategies as st

from api.disclosure_control.cells import Cell
from api.disclosure_control.cross_release import Release
from api.measurements.rules.suppression import period_of
from tests.support.disclosure_control.linear_system import BRANCH, SCHOOL, THRESHOLD, Vector, basis_of, reduce

PeriodCell = tuple[str, Cell]
PARTS_OF = {
    "2025": ("2025H1", "2025H2"),
    "2025H1": ("2025-01", "2025-02", "2025-05"),
    "2025H2": ("2025-08", "2025-09"),
    "2024/2025": ("2024-09", "2025H1"),
}
"""What periods consist of; in the other months there was nobody."""


class Case(NamedTuple):
    """The number of persons of each cell and period in truth, what adds up to what, and what is released of it.

    `complete` says that cells are left out of releases only where they have nobody.
    """

    truth: dict[PeriodCell, int]
    sums: list[tuple[PeriodCell, list[PeriodCell]]]
    releases: list[Release]
    complete: bool


def sums_of(truth: dict[PeriodCell, int], periods: list[str]) -> list[tuple[PeriodCell, list[PeriodCell]]]:
    """Which cells are the sum of which others: parts of a period's total, and periods of a longer one."""
    sums: list[tuple[PeriodCell, list[PeriodCell]]] = []
    for period in periods:
        total = (period, Cell(SCHOOL, "all"))
        sums.append((total, [(when, cell) for when, cell in truth if when == period and cell.breakdown != "all"]))
    for cell in {cell for _, cell in truth}:
        for period in periods:
            parts = [(part, cell) for part in PARTS_OF.get(period, ()) if (part, cell) in truth]
            if parts and sum(truth[part] for part in parts) == truth[period, cell]:
                sums.append(((period, cell), parts))
    return sums


def attack(case: Case, suppressed: Sequence[set[Cell]]) -> list[str]:
    """The released groups under the threshold that follow from all that is shown.

    A cell that is left out of a period is known to have nobody, unless releases are incomplete.
    """
    known: list[Vector] = [
        {str((release.period.label, cell)): Fraction(1)}
        for release, hidden in zip(case.releases, suppressed, strict=True)
        for cell in release.counts.keys() - hidden
    ]
    periods = {release.period.label for release in case.releases if case.complete}
    known += [{str(cell): Fraction(1)} for cell, n in case.truth.items() if not n and cell[0] in periods]
    for total, parts in case.sums:
        known.append({str(total): Fraction(1), **{str(part): Fraction(-1) for part in parts}})
    basis = basis_of(known)
    released = {(release.period.label, cell) for release in case.releases for cell in release.counts}
    cell_sets = [[total] for total, _ in case.sums] + [parts for _, parts in case.sums]
    groups = {
        group
        for cells in cell_sets
        for size in range(1, THRESHOLD)
        for group in combinations([cell for cell in cells if cell in released and case.truth[cell] < THRESHOLD], size)
        if 0 < sum(case.truth[part] for part in group) < THRESHOLD
    }
    return sorted(str(group) for group in groups if not reduce({str(part): Fraction(1) for part in group}, basis))


def months_of(period: str) -> list[str]:
    """The months that a period consists of."""
    return [month for part in PARTS_OF.get(period, ()) for month in months_of(part)] or [period]


@st.composite
def over_time(draw: st.DrawFn) -> Case:
    """A school by grade, or with a branch, in some periods; one or two releases of each, which may leave some out."""
    cells = [Cell(SCHOOL, f"grade={i}") for i in range(draw(st.integers(2, 3)))]
    if draw(st.booleans()):
        cells.append(Cell(BRANCH, "all"))
    size = st.one_of(st.just(0), st.integers(1, 6), st.integers(1, 40))
    longest = draw(st.sampled_from(["2025", "2025H1", "2024/2025", "2025 by halves"]))
    halves = longest == "2025 by halves"
    base = ["2025H1", "2025H2"] if halves else months_of(longest)
    longest = longest[:9].strip() if not halves else "2025"
    truth = {(period, cell): draw(size) for period in base for cell in cells}
    periods: list[str] = []
    if not halves:
        periods = [period for period in (*PARTS_OF, *base) if set(months_of(period)) <= set(months_of(longest))]
    periods = sorted({*base, *periods, longest})
    for period in periods:
        inside = [part for part in base if period == part or (halves and period == "2025") or part in months_of(period)]
        truth |= {(period, cell): sum(truth[part, cell] for part in inside) for cell in cells}
        parts = [cell for cell in cells if cell.unit_id == SCHOOL]
        truth[period, Cell(SCHOOL, "all")] = sum(truth[period, cell] for cell in parts)
    sums = sums_of(truth, periods)
    chosen = [period for period in periods if draw(st.integers(0, 3))] or periods[:1]
    left_out = draw(st.sampled_from([0, 0, 5]))
    releases = [
        Release(
            period_of(period),
            {
                cell: n
                for (when, cell), n in truth.items()
                if when == period and n and not (left_out and draw(st.integers(0, left_out)) == 0)
            },
        )
        for period in chosen
        for _ in range(draw(st.sampled_from([1, 1, 1, 2])))
    ]
    return Case(truth, sums, releases, not left_out)
