"""Rules of the next due date and of severity, without a database."""

from datetime import date

import pytest

from api.core.settings import Settings
from api.follow_ups.models import Assessment
from api.follow_ups.rules import months_later, next_due, severity_of
from api.heightened_supervision.models import Severity
from api.institutions.models import Kind


@pytest.mark.parametrize(
    "day, months, later",
    [
        (date(2026, 3, 10), 6, date(2026, 9, 10)),
        (date(2026, 8, 31), 6, date(2027, 3, 1)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 10, 31), 1, date(2026, 12, 1)),
        (date(2024, 2, 29), 12, date(2025, 3, 1)),
    ],
)
def test_months_later_keeps_the_day_of_the_month(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


def test_each_kind_has_its_own_interval() -> None:
    settings = Settings(follow_up_months_day_care=3, follow_up_months_school=4, follow_up_months_leisure=5)
    due = [next_due(kind, date(2026, 1, 1), settings).month for kind in (Kind.day_care, Kind.school, Kind.leisure)]
    assert due == [4, 5, 6]


def test_severity_follows_the_assessment() -> None:
    assert [severity_of(assessment) for assessment in Assessment] == [None, Severity.concern, Severity.serious_concern]
