"""Whoever adds and subtracts figures of years, half-years and months, in several packages, finds no small group."""

from collections.abc import Collection, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from api.data_packages import beside
from api.data_packages.beside import Told, withheld_together
from api.data_packages.withholding import Slot
from tests.data_packages.test_small_groups import BRANCH, EXAMPLES, SCHOOL, THRESHOLD, Vector, _basis, _reduced

Cell = tuple[str, Slot]
MADE_OF = {
    "2025": ("2025H1", "2025H2"),
    "2025H1": ("2025-01", "2025-02", "2025-05"),
    "2025H2": ("2025-08", "2025-09"),
    "2024/2025": ("2024-09", "2025H1"),
}
"""In the other months there was nobody."""


class Case(NamedTuple):
    """How many there are in truth in each group and period, what adds up to what, and what is told of it."""

    truth: dict[Cell, int]
    sums: list[tuple[Cell, list[Cell]]]
    told: list[Told]
    complete: bool


def _months(period: str) -> list[str]:
    return [month for part in MADE_OF.get(period, ()) for month in _months(part)] or [period]


@st.composite
def over_time(draw: st.DrawFn) -> Case:
    """A school by grade, or with a branch, in some periods; one or two packages tell each, and may leave some out."""
    slots = [Slot(SCHOOL, f"grade={i}") for i in range(draw(st.integers(2, 3)))]
    if draw(st.booleans()):
        slots.append(Slot(BRANCH, "all"))
    size = st.one_of(st.just(0), st.integers(1, 6), st.integers(1, 40))
    longest = draw(st.sampled_from(["2025", "2025H1", "2024/2025", "2025 by halves"]))
    halves = longest == "2025 by halves"
    base = ["2025H1", "2025H2"] if halves else _months(longest)
    longest = longest[:9].strip() if not halves else "2025"
    truth = {(period, slot): draw(size) for period in base for slot in slots}
    periods = [one for one in (*MADE_OF, *base) if set(_months(one)) <= set(_months(longest))] if not halves else []
    periods = sorted({*base, *periods, longest})
    for period in periods:
        inside = [one for one in base if period == one or (halves and period == "2025") or one in _months(period)]
        truth |= {(period, slot): sum(truth[one, slot] for one in inside) for slot in slots}
        parts = [slot for slot in slots if slot.unit_id == SCHOOL]
        truth[period, Slot(SCHOOL, "all")] = sum(truth[period, slot] for slot in parts)
    sums = sums_of(truth, periods)
    chosen = [one for one in periods if draw(st.integers(0, 3))] or periods[:1]
    left_out = draw(st.sampled_from([0, 0, 5]))
    told = [
        Told(period, {
            slot: n for (when, slot), n in truth.items()
            if when == period and n and not (left_out and draw(st.integers(0, left_out)) == 0)
        })
        for period in chosen for _ in range(draw(st.sampled_from([1, 1, 1, 2])))
    ]  # fmt: skip
    return Case(truth, sums, told, not left_out)


def sums_of(truth: dict[Cell, int], periods: list[str]) -> list[tuple[Cell, list[Cell]]]:
    sums: list[tuple[Cell, list[Cell]]] = []
    for period in periods:
        whole = (period, Slot(SCHOOL, "all"))
        sums.append((whole, [(when, s) for when, s in truth if when == period and s.breakdown != "all"]))
    for slot in {slot for _, slot in truth}:
        for period in periods:
            parts = [(one, slot) for one in MADE_OF.get(period, ()) if (one, slot) in truth]
            if parts and sum(truth[one] for one in parts) == truth[period, slot]:
                sums.append(((period, slot), parts))
    return sums


def attack(case: Case, hidden: Sequence[set[Slot]]) -> list[str]:
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


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(over_time())
def test_no_small_group_is_found_from_periods_of_any_length(case: Case) -> None:
    assert attack(case, withheld_together(case.told, SCHOOL, THRESHOLD)) == []


def _nothing(*_: Any) -> Any:
    return [], set()


def _only_small(n: dict[Slot, int], _: Any, threshold: int, before: Collection[Slot] = ()) -> set[Slot]:
    return {slot for slot, persons in n.items() if persons < threshold} | set(before)


@pytest.mark.parametrize(
    ("part", "instead"),
    [
        pytest.param("withheld_slots", _only_small, id="no second part"),
        pytest.param("lines_over_time", _nothing, id="each period by itself"),
        pytest.param("findings", lambda *_: [], id="nothing reckoned over all of them"),
    ],
)
def test_the_attacker_finds_planted_leaks(monkeypatch: pytest.MonkeyPatch, part: str, instead: Any) -> None:
    """In a rule that leaves something out, some data set gives a small group away; in ours, that one does not."""
    with monkeypatch.context() as planted:
        planted.setattr(beside, part, instead)
        leaking = find(
            over_time(),
            lambda case: bool(attack(case, withheld_together(case.told, SCHOOL, THRESHOLD))),
            settings=settings(max_examples=EXAMPLES, deadline=None, derandomize=True, phases=[Phase.generate]),
        )
        assert attack(leaking, withheld_together(leaking.told, SCHOOL, THRESHOLD))
    assert attack(leaking, withheld_together(leaking.told, SCHOOL, THRESHOLD)) == []


def test_a_years_figure_beside_a_half_years_does_not_give_the_other_away() -> None:
    whole = Slot(SCHOOL, "all")
    told = [Told(period, {whole: n}) for period, n in (("2025", 60), ("2025H1", 57), ("2025H2", 3))]
    assert withheld_together([*told[:2], told[2]._replace(new=True)], SCHOOL, THRESHOLD) == [set(), {whole}, {whole}]
    by_new = withheld_together([told[0]._replace(new=True), *told[1:]], SCHOOL, THRESHOLD)
    assert by_new == [{whole}, set(), {whole}]
