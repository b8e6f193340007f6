"""The period that a measurement is for: `2026H1`, `2024/2025` (a school year), `2026` or `2026-03`."""

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field

from api.core.validation import described_pattern, validation_error

_FORMS = r"(19|20|21)[0-9]{2}(H[12]|/(19|20|21)[0-9]{2}|-(0[1-9]|1[0-2]))?"
PATTERN = described_pattern(
    rf"^{_FORMS}$",
    "2026H1, the school year 2025/2026, the year 2026 or the month 2026-03",
    "2026H1, skoleåret 2025/2026, året 2026 eller måneden 2026-03",
)


class Length(StrEnum):
    """The length of a period; only periods of the same length are compared."""

    half_year = "half_year"
    school_year = "school_year"
    year = "year"
    month = "month"


class Period(NamedTuple):
    """A period, half-open; sorted by its first day, then by its end."""

    from_on: date
    until_on: date
    length: Length
    text: str


@lru_cache(maxsize=1000)
def parse(text: str) -> Period:
    """Parse a period; raise ValueError if it is not one, such as a school year that spans two years."""
    if not re.fullmatch(_FORMS, text):
        raise ValueError("a period is written 2026H1, 2024/2025, 2026 or 2026-03")
    year, rest = int(text[:4]), text[4:]
    if not rest:
        return Period(date(year, 1, 1), date(year + 1, 1, 1), Length.year, text)
    if rest[0] == "H":
        if rest == "H1":
            return Period(date(year, 1, 1), date(year, 7, 1), Length.half_year, text)
        return Period(date(year, 7, 1), date(year + 1, 1, 1), Length.half_year, text)
    if rest[0] == "-":
        month = int(rest[1:])
        until = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
        return Period(date(year, month, 1), until, Length.month, text)
    if int(rest[1:]) != year + 1:
        raise ValueError("a school year ends the year after it began")
    return Period(date(year, 8, 1), date(year + 1, 8, 1), Length.school_year, text)


def _validated(text: str) -> str:
    try:
        parse(text)
    except ValueError:
        # The pattern has been matched before: only a school year can still be wrong.
        raise validation_error(
            "not-a-period",
            "A school year ends the year after it began.",
            "Et skoleår slutter året efter, at det begyndte.",
        ) from None
    return text


PeriodText = Annotated[str, Field(pattern=PATTERN, json_schema_extra={"maxLength": 9}), AfterValidator(_validated)]
"""A period as it is written in the contract."""
