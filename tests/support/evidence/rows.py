"""Evidence inserted into the tables directly, for tests of how it is read."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core.danish_collation import danish_key
from api.core.periods import parse
from api.cycles.models import Cycle
from api.data_packages.models import DataPackage
from api.indicators.models import Indicator
from api.measurements.models import Measurement


def cycle(area: str = "age_6_18") -> Cycle:
    """A cycle of two years from 2026 on."""
    halves = [("2026H1", date(2026, 1, 1)), ("2026H2", date(2026, 7, 1)), ("2027H1", date(2027, 1, 1))]
    rounds = [
        {"number": number, "half_year": half, "from_on": str(day), "until_on": str(day)}
        for number, (half, day) in enumerate(halves, start=1)
    ]
    title = "2026-2027"
    return Cycle(
        area=area,
        title=title,
        title_key=title,
        discussion_on=date(2025, 12, 1),
        starts_on=date(2026, 1, 1),
        ends_on=date(2028, 1, 1),
        rounds=rounds,
    )


def indicator(code: str, **fields: Any) -> Indicator:
    """An indicator for schools, a percentage of persons."""
    values = {"kinds": ["school"], "unit": "percent", "minimum": 0.0, "maximum": 100.0, "disclosure": "persons"}
    return Indicator(code=code, title=code.title(), title_key=danish_key(code), **{**values, **fields})


def package(half_year: str = "2026H1", **fields: Any) -> DataPackage:
    """A released package for schools."""
    title = f"Skoler {half_year}"
    values = {"status": "released", "released_on": date(2026, 2, 1), **fields}
    return DataPackage(kind="school", half_year=half_year, title=title, title_key=danish_key(title), **values)


def measurement(of: Indicator, at: UUID, period: str, value: float | None, n: int | None, **fields: Any) -> Measurement:
    """A measurement of an indicator at an institution."""
    parsed = parse(period)
    return Measurement(
        institution_id=at,
        indicator_id=of.id,
        period=period,
        period_from=parsed.from_on,
        period_length=parsed.length,
        value=value,
        n=n,
        **fields,
    )


async def insert_batches(session: AsyncSession, *batches: Iterable[Any]) -> None:
    """Insert each batch in turn, so that what refers to another comes after it."""
    for batch in batches:
        session.add_all(batch)
        await session.flush()
