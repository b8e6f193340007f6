"""Whoever adds and subtracts figures of years, half-years and months, in several packages, finds no small group."""

from collections.abc import Collection
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from api.disclosure_control.cell_suppression import Cell
from api.measurements.queries import cross_release
from api.measurements.queries.cross_release import Told, suppressed_across_releases
from tests.support.data_packages.periods import MADE_OF, Case, attack, sums_of
from tests.support.data_packages.small_groups import BRANCH, EXAMPLES, SCHOOL, THRESHOLD


def _months(period: str) -> list[str]:
    return [month for part in MADE_OF.get(period, ()) for month in _months(part)] or [period]


@st.composite
def over_time(draw: st.DrawFn) -> Case:
    """A school by grade, or with a branch, in some periods; one or two packages tell each, and may leave some out."""
    slots = [Cell(SCHOOL, f"grade={i}") for i in range(draw(st.integers(2, 3)))]
    if draw(st.booleans()):
        slots.append(Cell(BRANCH, "all"))
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
        truth[period, Cell(SCHOOL, "all")] = sum(truth[period, slot] for slot in parts)
    sums = sums_of(truth, periods)
    chosen = [one for one in periods if draw(st.integers(0, 3))] or periods[:1]
    left_out = draw(st.sampled_from([0, 0, 5]))
    told = [
        Told(
            period,
            {
                slot: n
                for (when, slot), n in truth.items()
                if when == period and n and not (left_out and draw(st.integers(0, left_out)) == 0)
            },
        )
        for period in chosen
        for _ in range(draw(st.sampled_from([1, 1, 1, 2])))
    ]
    return Case(truth, sums, told, not left_out)


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(over_time())
def test_no_small_group_is_found_from_periods_of_any_length(case: Case) -> None:
    assert attack(case, suppressed_across_releases(case.told, SCHOOL, THRESHOLD)) == []


def _nothing(*_: Any) -> Any:
    return [], set()


def _only_small(n: dict[Cell, int], _: Any, threshold: int, before: Collection[Cell] = ()) -> set[Cell]:
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
        planted.setattr(cross_release, part, instead)
        leaking = find(
            over_time(),
            lambda case: bool(attack(case, suppressed_across_releases(case.told, SCHOOL, THRESHOLD))),
            settings=settings(max_examples=EXAMPLES, deadline=None, derandomize=True, phases=[Phase.generate]),
        )
        assert attack(leaking, suppressed_across_releases(leaking.told, SCHOOL, THRESHOLD))
    assert attack(leaking, suppressed_across_releases(leaking.told, SCHOOL, THRESHOLD)) == []


def test_a_years_figure_beside_a_half_years_does_not_give_the_other_away() -> None:
    whole = Cell(SCHOOL, "all")
    told = [Told(period, {whole: n}) for period, n in (("2025", 60), ("2025H1", 57), ("2025H2", 3))]
    assert suppressed_across_releases([*told[:2], told[2]._replace(new=True)], SCHOOL, THRESHOLD) == [
        set(),
        {whole},
        {whole},
    ]
    by_new = suppressed_across_releases([told[0]._replace(new=True), *told[1:]], SCHOOL, THRESHOLD)
    assert by_new == [{whole}, set(), {whole}]
