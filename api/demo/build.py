"""Seed the demo in chronological order: two and a half years, ending today."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from api.core import clock
from api.core.half_years import day_after, first_day, half_year_of, previous_half_year
from api.cycles.models import Cycle
from api.db import transactions
from api.db.bulk import analyze
from api.demo import (
    consultations,
    cycles,
    dialogues,
    erasure,
    follow_ups,
    measurements,
    merger,
    observations,
    stakeholder_input,
)
from api.demo.municipality import Municipality, create_municipality
from api.dialogues.models import Dialogue
from api.follow_ups.models import Assessment
from api.indicators.models import Indicator
from api.institutions.models import Area, Institution, Kind
from api.observation_guides.models import ObservationGuide
from api.themes.models import Theme


@contextmanager
def _clock_at_noon(day: date) -> Iterator[None]:
    """Set the clock to noon of a past day for as long as the block runs."""
    clock.move(datetime.combine(day, time(12), clock.COPENHAGEN))
    try:
        yield
    finally:
        clock.move(None)


class _Timeline:
    """The half-years of the demo, seeded one after the other, and what later ones need of the earlier ones."""

    def __init__(
        self,
        session: AsyncSession,
        municipality: Municipality,
        indicators: dict[str, Indicator],
        guide: ObservationGuide,
        today: date,
    ) -> None:
        self.session, self.municipality, self.today = session, municipality, today
        self.indicators, self.guide = indicators, guide
        self.generator = Random(2026)  # noqa: S311  # nosec B311  # the same demo every time, not a secret
        self.follow_up_rounds = 0
        self.cycles: dict[Area, tuple[Cycle, list[Theme], list[Institution]]] = {}

    async def start_cycle(self, area: Area, half_year: str) -> None:
        """Start a cycle: the council decides its themes, and the institutions propose focus areas."""
        kinds = (Kind.day_care,) if area == Area.age_0_6 else (Kind.school, Kind.leisure)
        institutions = self.municipality.institutions_with_dialogues(*kinds)
        with _clock_at_noon(first_day(half_year) - timedelta(days=14)):
            cycle, themes = await cycles.start_cycle(self.session, self.municipality, area, first_day(half_year))
        with _clock_at_noon(first_day(half_year)):
            await cycles.propose_focus_areas(self.session, self.municipality, themes, institutions, self.generator)
        self.cycles[area] = cycle, themes, institutions

    async def seed_half_year(self, half_year: str) -> None:
        """Seed a half-year's data packages, input, observations and consultation, and each cycle's dialogues."""
        begins, is_current = first_day(half_year), half_year == half_year_of(self.today)
        release_day = min(begins + timedelta(days=45), self.today)
        institutions = self.municipality.institutions_with_dialogues(*Kind)
        themes = [theme for _, decided_themes, _ in self.cycles.values() for theme in decided_themes]
        with _clock_at_noon(release_day):
            await measurements.create_packages_of_half_year(
                self.session,
                self.municipality,
                self.indicators,
                half_year,
                [theme.id for theme in themes],
                generator=self.generator,
                draft_kinds=(Kind.leisure,) if is_current else (),
            )
            await stakeholder_input.collect_input(self.session, institutions, release_day, self.generator)
            await analyze(self.session)
            if is_current:
                self.guide = await observations.publish_second_edition(self.session, self.municipality, self.guide)
            places = self.generator.sample(institutions, k=10)
            await observations.observe_institutions(self.session, self.municipality, self.guide, places, self.generator)
            await consultations.hold_consultation(self.session, self.municipality, half_year, self.generator)
        for cycle, _, cycle_institutions in self.cycles.values():
            rounds = [round["number"] for round in cycle.rounds if round["half_year"] == half_year]
            if rounds:
                await self._seed_dialogue_round(cycle, rounds[0], cycle_institutions, release_day, is_current)

    async def seed_follow_ups(self, half_year: str) -> None:
        """Seed a half-year's follow-ups.

        In a past half-year all of them are held; in the current one some are held, some planned, and one is cancelled.
        The first round records a concern that is gone in the next. Birkeskolen has a serious concern, which remains.
        """
        session, municipality = self.session, self.municipality
        is_current = half_year == half_year_of(self.today)
        day = first_day(half_year) + timedelta(days=100)
        next_week = self.today + timedelta(days=7)
        days = [
            (
                institution,
                next_week
                if is_current and (number % 3 == 0 or day >= self.today)
                else day + timedelta(days=number // 4),
            )
            for number, institution in enumerate(follow_ups.institutions_with_follow_ups(municipality))
        ]
        with _clock_at_noon(min(day, self.today) - timedelta(days=30)):
            planned = await follow_ups.plan_round(session, municipality, days)
        concerns = {"Birkeskolen": Assessment.serious_concern} if self.follow_up_rounds == 1 else {}
        if self.follow_up_rounds == 0:
            concerns = {days[2][0].name: Assessment.concern}
        for follow_up, (institution, planned_day) in zip(planned, days, strict=True):
            if planned_day < self.today:
                with _clock_at_noon(planned_day):
                    concern = concerns.get(institution.name)
                    await follow_ups.hold(session, municipality, follow_up, self.generator, concern)
                    if concern == Assessment.serious_concern:
                        await follow_ups.plan_supervision_actions(session, municipality, institution)
        if is_current:
            waiting = [follow_up for follow_up in planned if follow_up.status == "planned"]
            await follow_ups.cancel(session, municipality, waiting[-1:])
        self.follow_up_rounds += 1

    async def seed_upcoming(self) -> None:
        """Seed what is planned or open today: observations and consultations."""
        with _clock_at_noon(self.today):
            places = self.generator.sample(self.municipality.institutions_with_dialogues(*Kind), k=4)
            await observations.plan_upcoming(self.session, self.municipality, self.guide, places, self.generator)
            await consultations.create_upcoming(self.session, self.municipality)

    async def _seed_dialogue_round(
        self, cycle: Cycle, number: int, institutions: list[Institution], release_day: date, is_current: bool
    ) -> None:
        session, municipality = self.session, self.municipality
        last_day = day_after(half_year_of(release_day)) - timedelta(days=1)
        day = min(release_day + timedelta(days=14), last_day - timedelta(days=13))
        # A visitor who signs in as a listed leader needs a dialogue of the current round that can be held.
        listed = _first_of_each_kind(institutions) if is_current else []
        with _clock_at_noon(release_day):
            others = [institution for institution in institutions if institution not in listed]
            planned = await dialogues.plan_round(session, municipality, cycle, number, others, day)
            soon = min(self.today + timedelta(days=3), last_day)
            await dialogues.plan_round(session, municipality, cycle, number, listed, soon)
        if not is_current:
            with _clock_at_noon(planned[0].planned_for.date()):
                await dialogues.cancel(session, municipality, planned[:1])
                new_day = planned[0].planned_for.date() + timedelta(days=7)
                planned[:1] = await dialogues.plan_round(
                    session, municipality, cycle, number, institutions[:1], new_day
                )
        await self._hold_dialogues(cycle, planned, only_half=is_current)

    async def _hold_dialogues(self, cycle: Cycle, planned: list[Dialogue], *, only_half: bool) -> None:
        past = [dialogue for dialogue in planned if dialogue.planned_for.date() < self.today]
        for dialogue in past[: len(planned) // 2] if only_half else past:
            with _clock_at_noon(dialogue.planned_for.date()):
                await dialogues.hold(self.session, self.municipality, dialogue, len(cycle.rounds), self.generator)
        upcoming = [dialogue for dialogue in planned if dialogue not in past]
        if only_half and len(upcoming) > 2:
            await dialogues.cancel(self.session, self.municipality, upcoming[-1:])


def _first_of_each_kind(institutions: list[Institution]) -> list[Institution]:
    first_by_kind: dict[str, Institution] = {}
    for institution in institutions:
        first_by_kind.setdefault(institution.kind, institution)
    return list(first_by_kind.values())


async def build(engine: AsyncEngine) -> Municipality:
    """Fill an empty database with Egekommune as of today; return it, with the users that can sign in."""
    today = clock.today()
    current = half_year_of(today)
    half_years = [current]
    for _ in range(4):
        half_years.insert(0, previous_half_year(half_years[0]))
    async with transactions.write_transaction(engine) as session:
        with _clock_at_noon(first_day(half_years[0])):
            municipality = await create_municipality(session, first_day(half_years[0]))
            indicators = await measurements.create_demo_indicators(session, municipality)
            guide = await observations.publish_first_edition(session, municipality)
            closing = await merger.create_closing_institution(session, municipality)
            school = erasure.school_of(municipality)
            leaving = await erasure.add_substitute_teacher(session, school, first_day(half_years[0]))
        await analyze(session)
        timeline = _Timeline(session, municipality, indicators, guide, today)
        await timeline.start_cycle(Area.age_6_18, half_years[2])
        for half_year in half_years[2:4]:
            await timeline.seed_half_year(half_year)
            await timeline.seed_follow_ups(half_year)
        with _clock_at_noon(first_day(half_years[3])):
            await merger.hold_follow_up_in_vacancy(session, municipality, closing, clock.today())
        with _clock_at_noon(first_day(current) - timedelta(days=7)):
            await merger.merge(session, municipality, closing)
            naming_input = await erasure.add_input_naming_a_child(session, school, clock.today())
            await dialogues.revise_circle_prompts(session, municipality)
        await timeline.start_cycle(Area.age_0_6, current)
        await timeline.seed_half_year(current)
        await timeline.seed_upcoming()
        await timeline.seed_follow_ups(current)
        await erasure.redact_and_erase(session, municipality, leaving, naming_input)
    return municipality
