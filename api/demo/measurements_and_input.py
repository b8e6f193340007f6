"""The demo's numbers and voices: half-yearly packages, and what children, parents and staff said."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.data_packages.actions import create_packages, release_package
from api.data_packages.schemas import PackageCreate
from api.demo.data import FIGURES, VOICES, Figure, Said
from api.demo.municipality import Town
from api.indicators.actions import create_indicators
from api.indicators.models import Disclosure, Indicator, MeasureUnit
from api.indicators.schemas import IndicatorCreate
from api.institutions.models import Institution, Kind
from api.measurements.actions.create import create_measurements
from api.measurements.schemas import MeasurementCreate
from api.stakeholder_input.actions import answer_inputs, create_inputs
from api.stakeholder_input.models import AgeGroup, Voice
from api.stakeholder_input.schemas import InputCreate

PARTS = ("gender=girl", "gender=boy")


async def name_indicators(session: AsyncSession, town: Town) -> dict[str, Indicator]:
    """The indicators, by their codes."""
    wanted = [
        IndicatorCreate(
            code=figure.code,
            title=figure.title,
            kinds=list(figure.kinds),
            unit=MeasureUnit(figure.unit),
            minimum=figure.minimum,
            maximum=figure.maximum,
            higher_is_better=figure.higher_is_better,
            disclosure=Disclosure(figure.disclosure),
            source_system="LIS",
        )
        for figure in FIGURES
    ]
    made = await create_indicators(session, town.office, wanted)
    return {indicator.code: indicator for indicator in made}


def _rows(
    chance: Random, figure: Figure, indicator: Indicator, institution: Institution, half_year: str, package: UUID
) -> list[MeasurementCreate]:
    """The whole and, where persons are behind it, its two parts: one of them is sometimes a small group."""
    counted = figure.disclosure == "persons"
    small = counted and chance.random() < 0.15
    girls, boys = (
        (chance.randint(2, 4), chance.randint(15, 40)) if small else (chance.randint(12, 60), chance.randint(12, 60))
    )
    means = [
        round(min(max(chance.gauss(figure.middle, figure.spread), figure.minimum or 0), figure.maximum or 1e6), 1)
        for _ in PARTS
    ]
    whole = round((means[0] * girls + means[1] * boys) / (girls + boys), 1)
    cells = [("all", whole, girls + boys), (PARTS[0], means[0], girls), (PARTS[1], means[1], boys)]
    return [
        MeasurementCreate(
            institution_id=institution.id,
            indicator_id=indicator.id,
            package_id=package,
            period=half_year,
            breakdown=part,
            value=value,
            n=n if counted else None,
            source="LIS",
        )
        for part, value, n in (cells if counted else cells[:1])
    ]


async def package(
    session: AsyncSession,
    town: Town,
    indicators: dict[str, Indicator],
    half_year: str,
    themes: Sequence[UUID],
    *,
    chance: Random,
    drafts: Sequence[Kind] = (),
) -> None:
    """A half-year's package for each kind of institution, released unless the kind is among the drafts."""
    titles = {Kind.school: "Skoler", Kind.day_care: "Dagtilbud", Kind.leisure: "Fritid"}
    for kind, title in titles.items():
        wanted = PackageCreate(kind=kind, half_year=half_year, title=f"{title} {half_year}", theme_ids=list(themes))
        [made] = await create_packages(session, town.office, [wanted])
        rows = [
            row
            for figure in FIGURES
            if kind in figure.kinds
            for institution in town.taking_part(kind)
            for row in _rows(chance, figure, indicators[figure.code], institution, half_year, made.id)
        ]
        await create_measurements(session, town.office, rows)
        if kind not in drafts:
            await release_package(session, town.office, made)


async def listen(
    session: AsyncSession, town: Town, institutions: Sequence[Institution], day: date, chance: Random
) -> None:
    """What was said at these institutions up to a day; some of it is answered."""
    wanted = []
    for institution in institutions:
        heard = [voice for voice in VOICES if _fits(voice, institution.kind)]
        for said in [*chance.sample(heard, k=3), heard[0]]:
            wanted.append(
                InputCreate(
                    institution_id=institution.id,
                    voice=said.voice,
                    method=said.method,
                    age_group=said.ages,
                    form=said.form,
                    text=said.text,
                    people_count=said.people + chance.randint(-2, 6),
                    collected_on=day - timedelta(days=chance.randint(0, 20)),
                )
            )
    made = await create_inputs(session, None, wanted)
    words = "Det har vi talt om på personalemødet, og vi prøver det af frem til sommer."
    await answer_inputs(session, None, [(one, words) for one in made[::4]])


def _fits(said: Said, kind: str) -> bool:
    if said.voice == Voice.student_council:
        return kind == Kind.school
    if said.ages is None:
        return True
    return (said.ages in (AgeGroup.from_0, AgeGroup.from_3)) == (kind == Kind.day_care)
