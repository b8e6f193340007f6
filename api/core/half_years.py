"""Half-years such as `2026H1` (January to June) and `2026H2` (July to December), and how they cut a span of time."""

from datetime import date, timedelta
from typing import Annotated, NamedTuple

from pydantic import Field

from api.core.validation import described_pattern

_FORM = described_pattern(
    r"^(19|20|21)[0-9]{2}H[12]$", "2026H1 or 2026H2, the year first", "2026H1 eller 2026H2, året først"
)
HalfYear = Annotated[str, Field(pattern=_FORM, json_schema_extra={"maxLength": 6})]
"""A half-year as it is written in the contract."""

_SHORT = timedelta(days=90)
"""A shorter piece at either end of a span is no half-year of its own."""


class HalfYearSpan(NamedTuple):
    """The part of a span that belongs to one half-year, half-open."""

    half_year: str
    from_on: date
    until_on: date

    @property
    def is_short(self) -> bool:
        """Whether it is too short to be a half-year of its own."""
        return self.until_on - self.from_on < _SHORT


def half_year_of(day: date) -> str:
    """The half-year that a day lies in."""
    return f"{day.year}H{1 if day.month <= 6 else 2}"


def first_day(half_year: str) -> date:
    """The first day of a half-year."""
    return date(int(half_year[:4]), 1 if half_year[5] == "1" else 7, 1)


def next_half_year(half_year: str) -> str:
    """The half-year after."""
    year, half = int(half_year[:4]), half_year[5]
    return f"{year}H2" if half == "1" else f"{year + 1}H1"


def previous_half_year(half_year: str) -> str:
    """The half-year before."""
    year, half = int(half_year[:4]), half_year[5]
    return f"{year}H1" if half == "2" else f"{year - 1}H2"


def day_after(half_year: str) -> date:
    """The first day that no longer belongs to a half-year."""
    return first_day(next_half_year(half_year))


def years_later(day: date, years: int) -> date:
    """The same day some years on; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def split(from_on: date, until_on: date, *, at_most: int | None = None) -> list[HalfYearSpan]:
    """Cut a span by half-years; a short piece at either end, and what is beyond `at_most`, joins its neighbour."""
    pieces: list[HalfYearSpan] = []
    day = from_on
    while day < until_on:
        half_year = half_year_of(day)
        pieces.append(HalfYearSpan(half_year, day, min(day_after(half_year), until_on)))
        day = pieces[-1].until_on
    if len(pieces) > 1 and pieces[0].is_short:
        pieces[:2] = [pieces[1]._replace(from_on=from_on)]
    if len(pieces) > 1 and pieces[-1].is_short:
        pieces[-2:] = [pieces[-2]._replace(until_on=until_on)]
    if at_most is not None and len(pieces) > at_most:
        pieces[at_most - 1 :] = [pieces[at_most - 1]._replace(until_on=until_on)]
    return pieces
