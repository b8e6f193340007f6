"""Periods, and whether a change is more than chance; without a database."""

from datetime import date

import pytest

from api.core.periods import Length, parse
from api.indicators.models import Disclosure, MeasureUnit
from api.measurements.rules.significance import Known, is_significant


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
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"a period is written|a school year ends"):
        parse(text)


def test_periods_are_ordered_by_their_first_day() -> None:
    texts = ["2026H1", "2024/2025", "2025", "2025H2", "2026-03"]
    assert [one.text for one in sorted(map(parse, texts))] == ["2024/2025", "2025", "2025H2", "2026H1", "2026-03"]


@pytest.mark.parametrize("now, before, unit, expected", [
    (Known(80, 400, None), Known(70, 400, None), MeasureUnit.percent, True),
    (Known(80, 40, None), Known(75, 40, None), MeasureUnit.percent, False),
    (Known(0.8, 400, None), Known(0.7, 400, None), MeasureUnit.share, True),
    (Known(4.2, 40, 0.1), Known(3.8, 40, 0.1), MeasureUnit.scale, True),
    (Known(4.2, 40, 0.3), Known(3.8, 40, 0.3), MeasureUnit.scale, False),
    (Known(4.2, 40, None), Known(3.8, 40, None), MeasureUnit.scale, None),
    (Known(80, 400, None), None, MeasureUnit.percent, None),
    (Known(80, 400, None), Known(None, None, None), MeasureUnit.percent, None),
    (Known(None, None, None), Known(80, 400, None), MeasureUnit.percent, None),
    (Known(100, 400, None), Known(100, 400, None), MeasureUnit.percent, None),
    (Known(90, 10, None), Known(50, 10, None), MeasureUnit.percent, None),
    (Known(80, None, None), Known(70, None, None), MeasureUnit.percent, None),
    (Known(2, 400, 0.1), Known(1, 400, 0.1), MeasureUnit.level, None),
    (Known(4, 40, 0), Known(3, 40, 0), MeasureUnit.scale, None),
])  # fmt: skip
def test_a_change_is_more_than_chance(
    now: Known, before: Known | None, unit: MeasureUnit, expected: bool | None
) -> None:
    assert is_significant(now, before, unit, Disclosure.persons) is expected


def test_a_percentage_of_no_persons_is_not_tested() -> None:
    assert is_significant(Known(80, 400, None), Known(60, 400, None), MeasureUnit.percent, Disclosure.none) is None
