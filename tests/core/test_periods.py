"""Periods as they are written in the contract."""

from datetime import date

import pytest

from api.core.periods import Length, parse


@pytest.mark.parametrize(
    "text, from_on, until_on, length",
    [
        ("2026H1", date(2026, 1, 1), date(2026, 7, 1), Length.half_year),
        ("2026H2", date(2026, 7, 1), date(2027, 1, 1), Length.half_year),
        ("2024/2025", date(2024, 8, 1), date(2025, 8, 1), Length.school_year),
        ("2026", date(2026, 1, 1), date(2027, 1, 1), Length.year),
        ("2026-03", date(2026, 3, 1), date(2026, 4, 1), Length.month),
        ("2026-12", date(2026, 12, 1), date(2027, 1, 1), Length.month),
    ],
)
def test_a_period_has_its_days_and_its_length(text: str, from_on: date, until_on: date, length: Length) -> None:
    assert parse(text) == (from_on, until_on, length, text)


@pytest.mark.parametrize("text", ["2024/2026", "2024/2024", "2026H3", "2026-00", "2026-13", "26", "2026-3", "", "1826"])
def test_an_invalid_period_is_rejected(text: str) -> None:
    with pytest.raises(ValueError, match=r"a period is written|a school year ends"):
        parse(text)


def test_periods_are_ordered_by_their_first_day() -> None:
    texts = ["2026H1", "2024/2025", "2025", "2025H2", "2026-03"]
    periods = sorted(map(parse, texts))
    assert [period.text for period in periods] == ["2024/2025", "2025", "2025H2", "2026H1", "2026-03"]
