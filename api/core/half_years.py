"""Half-years such as `2026H1` (January to June) and `2026H2` (July to December), and the half-years of a period."""

from datetime import date, timedelta
from typing import Annotated, NamedTuple

from pydantic import Field

from api.core.validation import described_pattern

_PATTERN = described_pattern(
    r"^(19|20|21)[0-9]{2}H[12]$", "2026H1 or 2026H2, the year first", "2026H1 eller 2026H2, året først"
)
HalfYear = Annotated[str, Field(pattern=_PATTERN, json_schema_extra={"maxLength": 6})]
"""A half-year as it is written in the contract."""

_SHORT = timedelta(days=90)
"""A shorter span at either end of a period does not count as a half-year."""


class HalfYearSpan(NamedTuple):
    """The part of a period that belongs to one half-year, half-open."""

    half_year: str
    from_on: date
    until_on: date

    @property
    def is_short(self) -> bool:
        """Whether the span is too short to be treated as a half-year."""
        return self.until_on - self.from_on < _SHORT


def half_year_of(day: date) -> str:
    """Return the half-year of a date."""
    return f"{day.year}H{1 if day.month <= 6 else 2}"


def first_day(half_year: str) -> date:
    """Return the first day of a half-year."""
    return date(int(half_year[:4]), 1 if half_year[5] == "1" else 7, 1)


def next_half_year(half_year: str) -> str:
    """Return the following half-year."""
    year, half = int(half_year[:4]), half_year[5]
    return f"{year}H2" if half == "1" else f"{year + 1}H1"


def previous_half_year(half_year: str) -> str:
    """Return the preceding half-year."""
    year, half = int(half_year[:4]), half_year[5]
    return f"{year}H1" if half == "2" else f"{year - 1}H2"


def day_after(half_year: str) -> date:
    """Return the day after the last day of a half-year."""
    return first_day(next_half_year(half_year))


def years_later(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def split(from_on: date, until_on: date, *, at_most: int | None = None) -> list[HalfYearSpan]:
    """Split a half-open period by half-years.

    A short span at either end is merged into its neighbour, and so is everything beyond `at_most` spans.
    """
    spans: list[HalfYearSpan] = []
    day = from_on
    while day < until_on:
        half_year = half_year_of(day)
        spans.append(HalfYearSpan(half_year, day, min(day_after(half_year), until_on)))
        day = spans[-1].until_on
    if len(spans) > 1 and spans[0].is_short:
        spans[:2] = [spans[1]._replace(from_on=from_on)]
    if len(spans) > 1 and spans[-1].is_short:
        spans[-2:] = [spans[-2]._replace(until_on=until_on)]
    if at_most is not None and len(spans) > at_most:
        spans[at_most - 1 :] = [spans[at_most - 1]._replace(until_on=until_on)]
    return spans
