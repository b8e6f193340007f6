"""The rounds and dates of cycles, without a database."""

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
    rounds = rules.rounds_as_json(rules.rounds_of_half_years(starts_on, ends_on, 4))
    discussion = discussion_on or starts_on
    return Cycle(
        area=area,
        title="T",
        title_key="t",
        discussion_on=discussion,
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
def test_day_is_in_its_half_year(day: date, half_year: str) -> None:
    assert half_years.half_year_of(day) == half_year
    assert half_years.first_day(half_year) <= day < half_years.day_after(half_year)
    assert half_years.next_half_year(half_years.previous_half_year(half_year)) == half_year


def test_two_years_after_a_leap_day_is_the_first_of_march() -> None:
    assert half_years.years_later(date(2028, 2, 29), 2) == date(2030, 3, 1)


def test_cycle_of_calendar_years_has_four_rounds() -> None:
    rounds = rules.rounds_of_half_years(date(2026, 1, 1), date(2028, 1, 1), 4)
    assert [round_.half_year for round_ in rounds] == ["2026H1", "2026H2", "2027H1", "2027H2"]
    assert rounds[0].from_on == date(2026, 1, 1)
    assert rounds[-1].until_on == date(2028, 1, 1)


def test_cycle_that_starts_with_the_school_year_has_four_rounds() -> None:
    rounds = rules.rounds_of_half_years(date(2026, 8, 1), date(2028, 8, 1), 4)
    assert [(round_.half_year, round_.from_on) for round_ in rounds] == [
        ("2026H2", date(2026, 8, 1)),
        ("2027H1", date(2027, 1, 1)),
        ("2027H2", date(2027, 7, 1)),
        ("2028H1", date(2028, 1, 1)),
    ]
    assert rounds[-1].until_on == date(2028, 8, 1)


@pytest.mark.parametrize("start", [date(2026, month, day) for month in range(1, 13) for day in (1, 15, 28)])
def test_rounds_have_no_gaps_whatever_the_first_day_of_the_cycle(start: date) -> None:
    end = half_years.years_later(start, 2)
    rounds = rules.rounds_of_half_years(start, end, 4)
    assert rules.check_rounds(rounds, start, end) == []
    assert len(rounds) == 4
    assert rounds[0].from_on == start
    assert rounds[-1].until_on == end
    assert all(round_.until_on == after.from_on for round_, after in itertools.pairwise(rounds))
    extended = rules.extended_rounds(rounds, half_years.years_later(end, 1))
    assert extended[:3] == rounds[:3]
    assert rules.check_rounds(extended, start, half_years.years_later(end, 1)) == []
    assert all(round_.until_on == after.from_on for round_, after in itertools.pairwise(extended))


def test_municipality_may_have_fewer_rounds() -> None:
    rounds = rules.rounds_of_half_years(date(2026, 1, 1), date(2028, 1, 1), 2)
    assert [(round_.number, round_.until_on) for round_ in rounds] == [(1, date(2026, 7, 1)), (2, date(2028, 1, 1))]


def test_round_of_a_day_is_found() -> None:
    running = cycle(date(2026, 1, 1), date(2028, 1, 1))
    assert rules.round_of(running, date(2025, 12, 31)) is None
    assert rules.round_of(running, date(2026, 6, 30)) == Round(1, "2026H1", date(2026, 1, 1), date(2026, 7, 1))
    second = rules.round_of(running, date(2026, 7, 1))
    assert second is not None
    assert second.number == 2
    assert rules.round_of(running, date(2028, 1, 1)) is None
    assert rules.round_numbered(running, 4) == rules.round_of(running, date(2027, 12, 31))
    assert rules.round_numbered(running, 5) is None


def test_each_misplaced_round_is_reported() -> None:
    start, end = date(2026, 1, 1), date(2028, 1, 1)
    good = Round(1, "2026H1", date(2026, 1, 1), date(2026, 7, 1))
    for misplaced in (
        good._replace(number=2, from_on=date(2026, 6, 1), until_on=date(2026, 9, 1), half_year="2026H2"),
        good._replace(number=3, from_on=date(2026, 7, 1), until_on=date(2026, 9, 1), half_year="2026H2"),
        good._replace(number=2, from_on=date(2026, 7, 1), until_on=date(2026, 9, 1), half_year="2027H2"),
        good._replace(number=2, from_on=date(2026, 7, 1), until_on=date(2028, 9, 1), half_year="2026H2"),
        good._replace(number=2, from_on=date(2026, 9, 1), until_on=date(2026, 7, 1), half_year="2026H2"),
    ):
        assert [fault.pointer for fault in rules.check_rounds([good, misplaced], start, end)] == ["/rounds/1"]


def test_cycles_of_an_area_may_be_adjacent_but_not_overlap() -> None:
    first = cycle(date(2026, 1, 1), date(2028, 1, 1))
    assert codes(rules.check_other_cycles(cycle(date(2027, 12, 31), date(2029, 1, 1)), [first])) == ["cycle-overlaps"]
    assert rules.check_other_cycles(cycle(date(2028, 1, 1), date(2030, 1, 1)), [first]) == []
    assert rules.check_other_cycles(first, [first]) == []


def test_the_areas_are_not_discussed_in_the_same_year() -> None:
    first = cycle(date(2026, 1, 1), date(2028, 1, 1))
    other = cycle(date(2026, 8, 1), date(2028, 8, 1), Area.age_0_6)
    assert codes(rules.check_other_cycles(other, [first])) == ["areas-alternate"]
    assert PROBLEM_TYPES["areas-alternate"].overridable
    later = cycle(date(2026, 8, 1), date(2028, 8, 1), Area.age_0_6, discussion_on=date(2027, 1, 5))
    assert rules.check_other_cycles(later, [first]) == []
