"""A municipality in March 2026: a decided theme, and a focus area, figures and input of children at Birkeskolen."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import httpx

from api.access.models import Grant, Role
from api.core import clock
from api.cycles.actions import create_cycles
from api.cycles.schemas import CycleCreate
from api.db import transactions
from api.focus_areas.actions import propose_focus_areas
from api.focus_areas.models import FocusAreaStatus, SharedWith
from api.focus_areas.schemas import FocusAreaCreate
from api.institutions.models import Area, Kind
from api.stakeholder_input.models import AgeGroup, Form, Input, Method, Voice
from api.themes.actions import create_themes, decide_themes
from api.themes.schemas import ThemeCreate
from tests.support.evidence.rows import indicator, insert_batches, measurement, package
from tests.support.world import Actor, World

ROUNDS = {1: "2026-03-16T13:00:00+01:00", 2: "2026-09-16T13:00:00+02:00", 3: "2027-03-16T13:00:00+01:00"}


@dataclass
class Story:
    """The people and ids that the tests refer to, and shortcuts for their requests."""

    world: World
    chief: Actor
    leader: Actor
    cycle: UUID
    cycle_0_6: UUID
    theme: UUID
    focus_area: UUID
    figure: UUID
    words: UUID
    ids: dict[str, UUID] = field(default_factory=dict)

    def plan(self, **other: Any) -> dict[str, Any]:
        """Return the payload of a plan; `other` replaces its fields."""
        number = other.get("round", 1)
        return {
            "institution_id": str(self.world.birk),
            "cycle_id": str(self.cycle),
            "round": number,
            "planned_for": ROUNDS.get(number, ROUNDS[1]),
            **other,
        }

    async def planned(self, by: Actor | None = None, **other: Any) -> str:
        """Plan a dialogue as the chief, or `by` somebody else; return its id."""
        response = await (by or self.chief).post("/dialogues", self.plan(**other))
        assert response.status_code == 201, response.text
        return str(response.json()["id"])

    def entries(self, *cited: str) -> list[dict[str, Any]]:
        """Return entries for challenge, data and analysis; data cites `figure`, `words` or both."""
        references = {
            "figure": {"kind": "measurement", "id": str(self.figure)},
            "words": {"kind": "stakeholder_input", "id": str(self.words)},
        }
        return [
            {"step": "challenge", "text": "Uro i timerne", "focus_area_id": str(self.focus_area)},
            {
                "step": "data",
                "text": "Tallene og børnene siger det samme",
                "cited": [references[name] for name in cited],
            },
            {"step": "analysis", "text": "Overgangene er svære"},
        ]

    async def write(self, id: str, *cited: str, by: Actor | None = None) -> httpx.Response:
        """Write the circle of a dialogue as the leader, or `by` somebody else."""
        response = await put_circle(by or self.leader, id, self.entries(*cited))
        assert response.status_code == 200, response.text
        return response

    async def ready(self, **other: Any) -> str:
        """Plan a dialogue with a complete circle; return its id."""
        id = await self.planned(**other)
        await self.write(id, "figure", "words")
        return id

    async def held(self, payload: dict[str, Any] | None = None, **other: Any) -> dict[str, Any]:
        """Plan and hold a dialogue; return it as the chief reads it. `other` are fields of the plan."""
        response = await self.chief.act(f"/dialogues/{await self.ready(**other)}/hold", payload or {})
        assert response.status_code == 200, response.text
        dialogue: dict[str, Any] = response.json()
        return dialogue

    async def sign_in_again_on(self, day: date) -> None:
        """Move the clock to a day and sign in a new chief and a new leader."""
        clock.move(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
        self.chief = await self.world.actor("chief", self.world.north)
        self.leader = await self.world.actor("leader", self.world.birk)


async def put_circle(actor: Actor, id: str, entries: list[dict[str, Any]], **options: Any) -> httpx.Response:
    """Replace a dialogue's circle, with the current ETag unless `etag` is given."""
    etag = options.get("etag") or (await actor.get(f"/dialogues/{id}")).headers.get("etag", '"0"')
    return await actor.call("PUT", f"/dialogues/{id}/circle", json={"entries": entries}, etag=etag)


def proposal(institution: UUID, theme: UUID, title: str) -> FocusAreaCreate:
    """Return the payload of a proposed focus area."""
    return FocusAreaCreate(
        institution_id=institution,
        theme_id=theme,
        title=title,
        challenge="Uro",
        goal="Ro",
        signs=None,
        continues_id=None,
        shared_with=SharedWith.own,
        status=FocusAreaStatus.proposed,
    )


def children_input(at: UUID, text: str, **other: Any) -> Input:
    """Return input of children at an institution; `other` replaces its fields."""
    fields = {
        "voice": Voice.child,
        "method": Method.conversation,
        "age_group": AgeGroup.from_6,
        "form": Form.perspective,
        "people_count": 4,
        "collected_on": date(2026, 2, 10),
        **other,
    }
    return Input(unit_id=at, text=text, **fields)


async def begin(world: World) -> Story:
    """Create the story's data and people; the clock stands at 10 March 2026."""
    clock.move(datetime(2026, 3, 10, 9, tzinfo=UTC))
    async with transactions.write_transaction(world.app.state.engine) as session:
        areas = [(Area.age_6_18, date(2026, 1, 1)), (Area.age_0_6, date(2027, 1, 1))]
        new_cycles = [
            CycleCreate(area=area, title=f"Periode {day.year}", discussion_on=day, starts_on=day) for area, day in areas
        ]
        cycle, cycle_0_6 = await create_cycles(session, None, new_cycles)
        [theme] = await create_themes(
            session, None, [ThemeCreate(cycle_id=cycle.id, title="Trivsel", kinds=[Kind.school, Kind.leisure])]
        )
        await decide_themes(session, None, [theme])
        [area] = await propose_focus_areas(session, None, [proposal(world.birk, theme.id, "Ro i timerne")])
        wellbeing, figures = indicator("trivsel"), package("2026H1")
        value = measurement(wellbeing, world.birk, "2026H1", 81.5, 120, package_id=figures.id)
        words = children_input(world.birk, "Der er for meget larm, når vi skifter time")
        await insert_batches(session, [wellbeing, figures], [value], [words])
    chief, leader = await world.actor("chief", world.north), await world.actor("leader", world.birk)
    return Story(world, chief, leader, cycle.id, cycle_0_6.id, theme.id, area.id, value.id, words.id)


async def add_role(world: World, actor: Actor, role: str, unit: UUID) -> None:
    """Give a person one more role."""
    async with transactions.write_transaction(world.app.state.engine) as session:
        session.add(Grant(person_id=actor.id, unit_id=unit, role=Role(role), since_on=date(2020, 1, 1)))
