"""Rounds, half-years and what a cycle must be like, without a database."""

import itertools
from datetime import date

import pytest

from api.core import half_years
from api.core.problems import PROBLEM_TYPES, Fault
from api.cycles import rules
from api.cycles.models import Cycle
from api.cycles.rules import Round
from api.institutions.models import Area


def cycle(starts_on: date, ends_on: date, area: Area = Area.age_6_18, discussion_on: date | None = None) -> Cycle:
    rounds = rules.stored(rules.made_rounds(starts_on, ends_on, 4))
    discussed = discussion_on or starts_on
    return Cycle(
        area=area,
        title="T",
        title_key="t",
        discussion_on=discussed,
        starts_on=starts_on,
        ends_on=ends_on,
        rounds=rounds,
    )


def codes(faults: list[Fault]) -> list[str]:
    return [fault.code or fault.kind.code for fault in faults]


@pytest.mark.parametrize(
    "day, half_year",
    [
        (date(2026, 1, 1), "2026H1"),
        (date(2026, 6, 30), "2026H1"),
        (date(2026, 7, 1), "2026H2"),
        (date(2026, 12, 31), "2026H2"),
    ],
)
def test_a_day_lies_in_its_half_year(day: date, half_year: str) -> None:
    assert half_years.half_year_of(day) == half_year
    assert half_years.first_day(half_year) <= day < half_years.day_after(half_year)
    assert half_years.next_half_year(half_years.previous_half_year(half_year)) == half_year


def test_two_years_later_than_a_leap_day_is_the_first_of_march() -> None:
    assert half_years.years_later(date(2028, 2, 29), 2) == date(2030, 3, 1)


def test_a_cycle_of_calendar_years_has_its_four_half_years() -> None:
    made = rules.made_rounds(date(2026, 1, 1), date(2028, 1, 1), 4)
    assert [one.half_year for one in made] == ["2026H1", "2026H2", "2027H1", "2027H2"]
    assert made[0].from_on == date(2026, 1, 1)
    assert made[-1].until_on == date(2028, 1, 1)


def test_a_cycle_that_starts_with_the_school_year_has_four_rounds_too() -> None:
    made = rules.made_rounds(date(2026, 8, 1), date(2028, 8, 1), 4)
    assert [(one.half_year, one.from_on) for one in made] == [
        ("2026H2", date(2026, 8, 1)),
        ("2027H1", date(2027, 1, 1)),
        ("2027H2", date(2027, 7, 1)),
        ("2028H1", date(2028, 1, 1)),
    ]
    assert made[-1].until_on == date(2028, 8, 1)


@pytest.mark.parametrize("start", [date(2026, month, day) for month in range(1, 13) for day in (1, 15, 28)])
def test_rounds_follow_each_other_without_a_gap_whenever_a_cycle_starts(start: date) -> None:
    end = half_years.years_later(start, 2)
    made = rules.made_rounds(start, end, 4)
    assert rules.check_rounds(made, start, end) == []
    assert len(made) == 4
    assert made[0].from_on == start
    assert made[-1].until_on == end
    assert all(one.until_on == after.from_on for one, after in itertools.pairwise(made))
    longer = rules.extended_rounds(made, half_years.years_later(end, 1))
    assert longer[:3] == made[:3]
    assert rules.check_rounds(longer, start, half_years.years_later(end, 1)) == []
    assert all(one.until_on == after.from_on for one, after in itertools.pairwise(longer))


def test_a_municipality_may_have_fewer_rounds() -> None:
    made = rules.made_rounds(date(2026, 1, 1), date(2028, 1, 1), 2)
    assert [(one.number, one.until_on) for one in made] == [(1, date(2026, 7, 1)), (2, date(2028, 1, 1))]


def test_a_day_falls_in_the_round_that_holds_it() -> None:
    running = cycle(date(2026, 1, 1), date(2028, 1, 1))
    assert rules.round_of(running, date(2025, 12, 31)) is None
    assert rules.round_of(running, date(2026, 6, 30)) == Round(1, "2026H1", date(2026, 1, 1), date(2026, 7, 1))
    second = rules.round_of(running, date(2026, 7, 1))
    assert second is not None
    assert second.number == 2
    assert rules.round_of(running, date(2028, 1, 1)) is None
    assert rules.round_numbered(running, 4) == rules.round_of(running, date(2027, 12, 31))
    assert rules.round_numbered(running, 5) is None


def test_rounds_out_of_turn_or_place_are_each_pointed_at() -> None:
    start, end = date(2026, 1, 1), date(2028, 1, 1)
    good = Round(1, "2026H1", date(2026, 1, 1), date(2026, 7, 1))
    for wrong in (
        good._replace(number=2, from_on=date(2026, 6, 1), until_on=date(2026, 9, 1), half_year="2026H2"),
        good._replace(number=3, from_on=date(2026, 7, 1), until_on=date(2026, 9, 1), half_year="2026H2"),
        good._replace(number=2, from_on=date(2026, 7, 1), until_on=date(2026, 9, 1), half_year="2027H2"),
        good._replace(number=2, from_on=date(2026, 7, 1), until_on=date(2028, 9, 1), half_year="2026H2"),
        good._replace(number=2, from_on=date(2026, 9, 1), until_on=date(2026, 7, 1), half_year="2026H2"),
    ):
        assert [fault.pointer for fault in rules.check_rounds([good, wrong], start, end)] == ["/rounds/1"]


def test_two_cycles_of_an_area_do_not_overlap_but_may_touch() -> None:
    first = cycle(date(2026, 1, 1), date(2028, 1, 1))
    assert codes(rules.check_beside(cycle(date(2027, 12, 31), date(2029, 1, 1)), [first])) == ["cycle-overlaps"]
    assert rules.check_beside(cycle(date(2028, 1, 1), date(2030, 1, 1)), [first]) == []
    assert rules.check_beside(first, [first]) == []


def test_the_two_areas_are_not_discussed_in_one_year() -> None:
    first = cycle(date(2026, 1, 1), date(2028, 1, 1))
    other = cycle(date(2026, 8, 1), date(2028, 8, 1), Area.age_0_6)
    assert codes(rules.check_beside(other, [first])) == ["areas-alternate"]
    assert PROBLEM_TYPES["areas-alternate"].overridable
    later = cycle(date(2026, 8, 1), date(2028, 8, 1), Area.age_0_6, discussion_on=date(2027, 1, 5))
    assert rules.check_beside(later, [first]) == []
