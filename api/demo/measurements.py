"""Seed indicators, and half-yearly data packages with their measurements."""

from collections.abc import Sequence
from random import Random
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.data_packages.actions import create_packages, release_package
from api.data_packages.schemas import PackageCreate
from api.demo.municipality import Municipality
from api.demo.seed_data import INDICATORS, IndicatorSeed
from api.indicators.actions import create_indicators
from api.indicators.models import Disclosure, Indicator, MeasureUnit
from api.indicators.schemas import IndicatorCreate
from api.institutions.models import Institution, Kind
from api.measurements.actions.create import create_measurements
from api.measurements.schemas import MeasurementCreate

_BREAKDOWNS = ("gender=girl", "gender=boy")
_TITLES = {Kind.school: "Skoler", Kind.day_care: "Dagtilbud", Kind.leisure: "Fritid"}


async def create_demo_indicators(session: AsyncSession, municipality: Municipality) -> dict[str, Indicator]:
    """Create the indicators; return them by code."""
    fields = [
        IndicatorCreate(
            code=seed.code,
            title=seed.title,
            kinds=list(seed.kinds),
            unit=MeasureUnit(seed.unit),
            minimum=seed.minimum,
            maximum=seed.maximum,
            higher_is_better=seed.higher_is_better,
            disclosure=Disclosure(seed.disclosure),
            source_system="LIS",
        )
        for seed in INDICATORS
    ]
    indicators = await create_indicators(session, municipality.administration, fields)
    return {indicator.code: indicator for indicator in indicators}


def _random_measurements(
    generator: Random,
    seed: IndicatorSeed,
    indicator: Indicator,
    institution: Institution,
    half_year: str,
    package_id: UUID,
) -> list[MeasurementCreate]:
    """Return the total and, for figures about persons, its breakdown by gender, sometimes with a small group."""
    is_about_persons = seed.disclosure == "persons"
    has_small_group = is_about_persons and generator.random() < 0.15
    girls, boys = (
        (generator.randint(2, 4), generator.randint(15, 40))
        if has_small_group
        else (generator.randint(12, 60), generator.randint(12, 60))
    )
    means = [
        round(min(max(generator.gauss(seed.mean, seed.deviation), seed.minimum or 0), seed.maximum or 1e6), 1)
        for _ in _BREAKDOWNS
    ]
    total = round((means[0] * girls + means[1] * boys) / (girls + boys), 1)
    cells = [("all", total, girls + boys), (_BREAKDOWNS[0], means[0], girls), (_BREAKDOWNS[1], means[1], boys)]
    return [
        MeasurementCreate(
            institution_id=institution.id,
            indicator_id=indicator.id,
            package_id=package_id,
            period=half_year,
            breakdown=breakdown,
            value=value,
            n=n if is_about_persons else None,
            source="LIS",
        )
        for breakdown, value, n in (cells if is_about_persons else cells[:1])
    ]


async def create_packages_of_half_year(
    session: AsyncSession,
    municipality: Municipality,
    indicators: dict[str, Indicator],
    half_year: str,
    theme_ids: Sequence[UUID],
    *,
    generator: Random,
    draft_kinds: Sequence[Kind] = (),
) -> None:
    """Create a half-year's package for each kind of institution, and release it unless its kind is to stay a draft."""
    for kind, title in _TITLES.items():
        fields = PackageCreate(kind=kind, half_year=half_year, title=f"{title} {half_year}", theme_ids=list(theme_ids))
        [package] = await create_packages(session, municipality.administration, [fields])
        measurements = [
            measurement
            for seed in INDICATORS
            if kind in seed.kinds
            for institution in municipality.institutions_with_dialogues(kind)
            for measurement in _random_measurements(
                generator, seed, indicators[seed.code], institution, half_year, package.id
            )
        ]
        await create_measurements(session, municipality.administration, measurements)
        if kind not in draft_kinds:
            await release_package(session, municipality.administration, package)
