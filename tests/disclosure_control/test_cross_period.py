"""No small group is derivable from the figures of years, half-years and months in several packages."""

from collections.abc import Collection
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings

from api.disclosure_control import cross_release
from api.disclosure_control.cells import Cell
from api.disclosure_control.cross_release import Release, suppressed_across_releases
from api.measurements.rules.suppression import period_of
from tests.support.disclosure_control.linear_system import EXAMPLES, SCHOOL, THRESHOLD
from tests.support.disclosure_control.over_time import Case, attack, over_time


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True)
@given(over_time())
def test_no_small_group_is_found_from_periods_of_any_length(case: Case) -> None:
    assert attack(case, suppressed_across_releases(case.releases, SCHOOL, THRESHOLD)) == []


def _no_constraints(*_: Any) -> Any:
    return [], set()


def _only_primary(counts: dict[Cell, int], _: Any, threshold: int, preset: Collection[Cell] = ()) -> set[Cell]:
    return {cell for cell, persons in counts.items() if persons < threshold} | set(preset)


@pytest.mark.parametrize(
    ("function", "replacement"),
    [
        pytest.param("suppressed_cells", _only_primary, id="no complementary suppression"),
        pytest.param("constraints_over_time", _no_constraints, id="each period by itself"),
        pytest.param("derivable_values", lambda *_: [], id="nothing derived over all of them"),
    ],
)
def test_the_attacker_finds_planted_leaks(monkeypatch: pytest.MonkeyPatch, function: str, replacement: Any) -> None:
    """Without one of its parts, the rule discloses a small group in some data set; the complete rule does not."""
    with monkeypatch.context() as planted:
        planted.setattr(cross_release, function, replacement)
        leaking = find(
            over_time(),
            lambda case: bool(attack(case, suppressed_across_releases(case.releases, SCHOOL, THRESHOLD))),
            settings=settings(max_examples=EXAMPLES, deadline=None, derandomize=True, phases=[Phase.generate]),
        )
        assert attack(leaking, suppressed_across_releases(leaking.releases, SCHOOL, THRESHOLD))
    assert attack(leaking, suppressed_across_releases(leaking.releases, SCHOOL, THRESHOLD)) == []


def test_the_figures_of_a_year_and_a_half_year_do_not_disclose_the_other_half_year() -> None:
    total = Cell(SCHOOL, "all")
    counts = (("2025", 60), ("2025H1", 57), ("2025H2", 3))
    year, first, second = (Release(period_of(period), {total: n}) for period, n in counts)
    with_new_half_year = [year, first, second._replace(is_new=True)]
    assert suppressed_across_releases(with_new_half_year, SCHOOL, THRESHOLD) == [set(), {total}, {total}]
    with_new_year = [year._replace(is_new=True), first, second]
    assert suppressed_across_releases(with_new_year, SCHOOL, THRESHOLD) == [{total}, set(), {total}]
