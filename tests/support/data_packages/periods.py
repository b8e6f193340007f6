"""Helpers shared by tests."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from api.disclosure_control.cell_suppression import Cell
from api.measurements.queries.cross_release import Told
from tests.support.data_packages.small_groups import SCHOOL, THRESHOLD, Vector, _basis, _reduced

PeriodCell = tuple[str, Cell]
MADE_OF = {
    "2025": ("2025H1", "2025H2"),
    "2025H1": ("2025-01", "2025-02", "2025-05"),
    "2025H2": ("2025-08", "2025-09"),
    "2024/2025": ("2024-09", "2025H1"),
}
"""In the other months there was nobody."""


class Case(NamedTuple):
    """How many there are in truth in each group and period, what adds up to what, and what is told of it."""

    truth: dict[PeriodCell, int]
    sums: list[tuple[PeriodCell, list[PeriodCell]]]
    told: list[Told]
    complete: bool


def sums_of(truth: dict[PeriodCell, int], periods: list[str]) -> list[tuple[PeriodCell, list[PeriodCell]]]:
    sums: list[tuple[PeriodCell, list[PeriodCell]]] = []
    for period in periods:
        whole = (period, Cell(SCHOOL, "all"))
        sums.append((whole, [(when, s) for when, s in truth if when == period and s.breakdown != "all"]))
    for slot in {slot for _, slot in truth}:
        for period in periods:
            parts = [(one, slot) for one in MADE_OF.get(period, ()) if (one, slot) in truth]
            if parts and sum(truth[part] for part in parts) == truth[period, slot]:
                sums.append(((period, slot), parts))
    return sums


def attack(case: Case, hidden: Sequence[set[PeriodCell]]) -> list[str]:
    """The groups under the threshold, of those that are told of, that follow from all that is shown. Who is not told
    of in a period is known to be nobody, unless figures are left out."""
    known: list[Vector] = [
        {str((one.period, slot)): Fraction(1)}
        for one, withheld in zip(case.told, hidden, strict=True)
        for slot in one.n.keys() - withheld
    ]
    periods = {one.period for one in case.told if case.complete}
    known += [{str(cell): Fraction(1)} for cell, n in case.truth.items() if not n and cell[0] in periods]
    for whole, parts in case.sums:
        known.append({str(whole): Fraction(1), **{str(part): Fraction(-1) for part in parts}})
    basis = _basis(known)
    told = {(one.period, slot) for one in case.told for slot in one.n}
    lines = [[whole] for whole, _ in case.sums] + [parts for _, parts in case.sums]
    groups = {
        some
        for parts in lines
        for size in range(1, THRESHOLD)
        for some in combinations([part for part in parts if part in told and case.truth[part] < THRESHOLD], size)
        if 0 < sum(case.truth[part] for part in some) < THRESHOLD
    }
    return sorted(str(some) for some in groups if not _reduced({str(one): Fraction(1) for one in some}, basis))
