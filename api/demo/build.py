"""The whole demo in the order of time: two years and a half, ending today."""

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
    cycles_and_dialogues,
    erasure,
    follow_ups,
    measurements_and_input,
    merger,
    observations,
)
from api.demo.municipality import Town, settle
from api.dialogues.models import Dialogue
from api.follow_ups.models import Assessment
from api.indicators.models import Indicator
from api.institutions.models import Area, Institution, Kind
from api.observation_guides.models import ObservationGuide
from api.themes.models import Theme


@contextmanager
def _on(day: date) -> Iterator[None]:
    """Live through a day of the past, at noon."""
    clock.move(datetime.combine(day, time(12), clock.COPENHAGEN))
    try:
        yield
    finally:
        clock.move(None)


class _Story:
    """What has been told so far."""

    def __init__(
        self,
        session: AsyncSession,
        town: Town,
        indicators: dict[str, Indicator],
        guide: ObservationGuide,
        today: date,
    ) -> None:
        self.session, self.town, self.indicators, self.guide, self.today = session, town, indicators, guide, today
        self.chance = Random(2026)  # noqa: S311  # nosec B311  # the same story every time, not a secret
        self.rounds_followed = 0
        self.cycles: dict[Area, tuple[Cycle, list[Theme], list[Institution]]] = {}

    async def begin(self, area: Area, half_year: str) -> None:
        """A cycle begins: the council has decided, and the institutions propose."""
        kinds = (Kind.day_care,) if area == Area.age_0_6 else (Kind.school, Kind.leisure)
        institutions = self.town.taking_part(*kinds)
        with _on(first_day(half_year) - timedelta(days=14)):
            cycle, themes = await cycles_and_dialogues.begin(self.session, self.town, area, first_day(half_year))
        with _on(first_day(half_year)):
            await cycles_and_dialogues.propose(self.session, self.town, themes, institutions, self.chance)
        self.cycles[area] = cycle, themes, institutions

    async def half_year(self, half_year: str) -> None:
        """A half-year passes: voices, a package of data, and the dialogues of each running cycle's round."""
        begins, is_now = first_day(half_year), half_year == half_year_of(self.today)
        ready = min(begins + timedelta(days=45), self.today)
        everyone = self.town.taking_part(*Kind)
        themes = [theme for _, decided, _ in self.cycles.values() for theme in decided]
        with _on(ready):
            drafts = (Kind.leisure,) if is_now else ()
            await measurements_and_input.package(
                self.session,
                self.town,
                self.indicators,
                half_year,
                [theme.id for theme in themes],
                chance=self.chance,
                drafts=drafts,
            )
            await measurements_and_input.listen(self.session, self.town, everyone, ready, self.chance)
            await analyze(self.session)
            if is_now:
                self.guide = await observations.renew(self.session, self.town, self.guide)
            places = self.chance.sample(everyone, k=10)
            await observations.visit(self.session, self.town, self.guide, places, self.chance)
            await consultations.ask(self.session, self.town, half_year, self.chance)
        for cycle, _, institutions in self.cycles.values():
            found = [one["number"] for one in cycle.rounds if one["half_year"] == half_year]
            if found:
                await self._round(cycle, found[0], institutions, ready, is_now)

    async def follow_up(self, half_year: str) -> None:
        """The half-year's follow-ups: all held once it has passed; until then some held, some to come, one called off.

        A concern is recorded in the first one and gone in the next; Birkeskolen's, a serious one, is there still.
        """
        session, town, is_now = self.session, self.town, half_year == half_year_of(self.today)
        day = first_day(half_year) + timedelta(days=100)
        late = self.today + timedelta(days=7)
        days = [
            (
                institution,
                late if is_now and (number % 3 == 0 or day >= self.today) else day + timedelta(days=number // 4),
            )
            for number, institution in enumerate(follow_ups.followed(town))
        ]
        with _on(min(day, self.today) - timedelta(days=30)):
            planned = await follow_ups.plan(session, town, days)
        concerns = {"Birkeskolen": Assessment.serious_concern} if self.rounds_followed == 1 else {}
        if self.rounds_followed == 0:
            concerns = {days[2][0].name: Assessment.concern}
        for follow_up, (institution, on) in zip(planned, days, strict=True):
            if on < self.today:
                with _on(on):
                    concern = concerns.get(institution.name)
                    await follow_ups.hold(session, town, follow_up, self.chance, concern)
                    if concern == Assessment.serious_concern:
                        await follow_ups.act(session, town, institution)
        if is_now:
            await follow_ups.call_off(session, town, [one for one in planned if one.status == "planned"][-1:])
        self.rounds_followed += 1

    async def look_ahead(self) -> None:
        """What is under way and to come today."""
        with _on(self.today):
            places = self.chance.sample(self.town.taking_part(*Kind), k=4)
            await observations.look_ahead(self.session, self.town, self.guide, places, self.chance)
            await consultations.look_ahead(self.session, self.town)

    async def _round(
        self, cycle: Cycle, number: int, institutions: list[Institution], ready: date, is_now: bool
    ) -> None:
        day = min(ready + timedelta(days=14), day_after(half_year_of(ready)) - timedelta(days=14))
        # Whoever signs in as one of the leaders that are told finds a dialogue to hold in the present round.
        told = _first_of_each_kind(institutions) if is_now else []
        with _on(ready):
            others = [institution for institution in institutions if institution not in told]
            planned = await cycles_and_dialogues.plan(self.session, self.town, cycle, number, others, day)
            soon = min(self.today + timedelta(days=3), day_after(half_year_of(ready)) - timedelta(days=1))
            await cycles_and_dialogues.plan(self.session, self.town, cycle, number, told, soon)
        if not is_now:
            with _on(planned[0].planned_for.date()):
                await cycles_and_dialogues.call_off(self.session, self.town, planned[:1])
                again = planned[0].planned_for.date() + timedelta(days=7)
                planned[:1] = await cycles_and_dialogues.plan(
                    self.session, self.town, cycle, number, institutions[:1], again
                )
        await self._hold(cycle, planned, half=is_now)

    async def _hold(self, cycle: Cycle, planned: list[Dialogue], *, half: bool) -> None:
        past = [one for one in planned if one.planned_for.date() < self.today]
        for dialogue in past[: len(planned) // 2] if half else past:
            with _on(dialogue.planned_for.date()):
                await cycles_and_dialogues.hold(self.session, self.town, dialogue, len(cycle.rounds), self.chance)
        waiting = [one for one in planned if one not in past]
        if half and len(waiting) > 2:
            await cycles_and_dialogues.call_off(self.session, self.town, waiting[-1:])


def _first_of_each_kind(institutions: list[Institution]) -> list[Institution]:
    firsts: dict[str, Institution] = {}
    for institution in institutions:
        firsts.setdefault(institution.kind, institution)
    return list(firsts.values())


async def build(engine: AsyncEngine) -> Town:
    """Fill an empty database with Egekommune as it is today; answers who can sign in."""
    today = clock.today()
    now = half_year_of(today)
    past = [now]
    for _ in range(4):
        past.insert(0, previous_half_year(past[0]))
    async with transactions.write_transaction(engine) as session:
        with _on(first_day(past[0])):
            town = await settle(session, first_day(past[0]))
            indicators = await measurements_and_input.name_indicators(session, town)
            guide = await observations.write_guide(session, town)
            closing = await merger.found(session, town)
            leaving = await erasure.join(session, erasure.school_of(town), first_day(past[0]))
        await analyze(session)
        story = _Story(session, town, indicators, guide, today)
        await story.begin(Area.age_6_18, past[2])
        for half_year in past[2:4]:
            await story.half_year(half_year)
            await story.follow_up(half_year)
        with _on(first_day(past[3])):
            await merger.follow_up(session, town, closing, clock.today())
        with _on(first_day(now) - timedelta(days=7)):
            await merger.merge(session, town, closing)
            named = await erasure.name_a_child(session, erasure.school_of(town), clock.today())
            await cycles_and_dialogues.revise(session, town)
        await story.begin(Area.age_0_6, now)
        await story.half_year(now)
        await story.look_ahead()
        await story.follow_up(now)
        await erasure.part(session, town, leaving, named)
    return town
