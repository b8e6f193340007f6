"""Files of observations: planned, observed, and with the observers' feedback."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core.danish_collation import danish_key
from api.focus_areas.models import FocusArea
from api.focus_areas.queries import FOCUS_AREAS
from api.http import validation_errors
from api.imports.framework import cells
from api.imports.framework.cells import CellFault, cell_fault, flaws_of, together
from api.imports.framework.importable import AppliedRow, PlannedChange, Row, RowToApply, digest, rejected
from api.imports.framework.row_changes import differing
from api.imports.framework.trial_run import TrialRun, apart
from api.imports.framework.unit_lookup import READ_REGISTER, units_of
from api.imports.models import Outcome
from api.imports.resources.observation_state import OBSERVE, PLAN, Reach, as_it_is, new_days, restore, steps_of
from api.imports.resources.people import found_again, loaded, people_of
from api.observation_guides.models import GuideStatus, ObservationGuide
from api.observation_guides.queries import GUIDES
from api.observations.actions import give_feedback, observe
from api.observations.actions import plan as plan_action
from api.observations.models import FeedbackPoint, Observation, ObservationStatus, Observer
from api.observations.queries.observers import OBSERVES_NOW
from api.observations.queries.visible import OBSERVATIONS
from api.observations.schemas import ObservationCreate, ObservationFeedback, ObservationUpdate


class Observations(TrialRun):
    """Observations by institution and the time for which they are planned.

    A row may plan one, say that it took place, and hold what was seen: each by the rules of its own route.
    """

    resource = "observations"
    table = Observation
    may = PLAN
    readers = {
        "institution": cells.text,
        "planned_for": cells.moment,
        "guide": cells.text,
        "purpose": cells.text,
        "focus_area": cells.text,
        "observers": cells.many,
        "observed_on": cells.day,
        "oral_feedback_on": cells.day,
        "points": cells.said_points,
        "feedback": cells.text,
    }
    required = frozenset({"institution", "planned_for"})
    words = frozenset({"purpose", "observers", "feedback", "points"})
    digits = frozenset({"institution"})
    parts = frozenset({"observation_observer", "observation_feedback"})
    column_of = {
        "institution_id": "institution",
        "guide_id": "guide",
        "focus_area_id": "focus_area",
        "observer_ids": "observers",
    }

    async def recognise(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        seen = OBSERVATIONS.select.with_only_columns(OBSERVATIONS.id, col(Observation.institution_id))
        visible = {row[0]: row[1] for row in await session.execute(seen, self.scope)}
        said = {one for row in rows if isinstance(one := row.values.get("institution"), str)}
        # Who observes elsewhere finds the institution by the observation.
        reached = await self.units(session, READ_REGISTER) | set(visible.values())
        self._places = await units_of(session, said, reached, districts=False)
        self._plans, self._observes = await self.units(session, PLAN), await self.units(session, OBSERVE)
        ids = {id for id, place in visible.items() if place in self._places.values()}
        await self._there_are(session, ids)
        await self._name(session, rows)

    async def _there_are(self, session: AsyncSession, ids: set[UUID]) -> None:
        """What is planned or was observed already, with who observes."""
        asked = select(Observation).where(
            col(Observation.id).in_(ids), col(Observation.status) != ObservationStatus.cancelled.value
        )
        found = (await session.execute(asked.execution_options(populate_existing=True))).scalars().all()
        self._there = {(one.institution_id, one.planned_for.isoformat()): one for one in found}
        seats = select(Observer).where(col(Observer.observation_id).in_(ids)).order_by(col(Observer.position))
        self._seats: dict[UUID, list[UUID]] = {}
        for seat in (await session.execute(seats)).scalars():
            self._seats.setdefault(seat.observation_id, []).append(seat.person_id)
        mine = select(col(Observation.id)).where(col(Observation.id).in_(ids), OBSERVES_NOW)
        self._mine = set((await session.execute(mine, self.scope)).scalars())
        said = select(FeedbackPoint).where(col(FeedbackPoint.observation_id).in_(self._mine))
        spoken = said.order_by(col(FeedbackPoint.position)).execution_options(populate_existing=True)
        self._points: dict[UUID, list[FeedbackPoint]] = {}
        for one in (await session.execute(spoken)).scalars():
            self._points.setdefault(one.observation_id, []).append(one)

    async def _name(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        """What guides, focus areas and people are called."""
        guides = GUIDES.select.with_only_columns(
            GUIDES.id, col(ObservationGuide.title_key), col(ObservationGuide.status)
        )
        found = (await session.execute(guides, self.scope)).all()
        self._titles = {row[0]: row[1] for row in found}
        self._guides = {row[1]: row[0] for row in found if row[2] == GuideStatus.published}
        self._guides |= {str(row[0]): row[0] for row in found}
        areas = FOCUS_AREAS.select.with_only_columns(
            FOCUS_AREAS.id, col(FocusArea.title_key), col(FocusArea.institution_id)
        ).where(col(FocusArea.institution_id).in_(self._places.values()))
        self._areas = {}
        for id, title, place in await session.execute(areas, self.scope):
            self._areas[place, title] = self._areas[place, str(id)] = id
        observers = {one.lower() for row in rows for one in row.values.get("observers") or ()}
        # Observers come from elsewhere, from where who plans need not know anybody.
        self._people = await people_of(session, None, observers)

    def _key(self, row: Row) -> tuple[UUID | None, str]:
        said = row.values.get("planned_for")
        try:
            at = datetime.fromisoformat(said).astimezone(UTC).isoformat() if isinstance(said, str) else ""
        except (ValueError, OverflowError):
            at = ""
        return self._places.get(str(row.values.get("institution"))), at

    def keys(self, row: Row) -> list[str]:
        place, at = self._key(row)
        return [f"{place}|{at}"] if place and at else []

    def read(self, row: Row) -> PlannedChange:
        place, at = self._key(row)
        there, flaws = self._there.get((place, at)) if place else None, list(row.flaws)
        if place is None:
            flaws.append(cell_fault("institution", "unknown-reference"))
        flaws += self.against_strategy(there is not None)
        said = {name: one for name, one in self.said(row.values, there is not None).items() if one not in (None, [])}
        plan = self._named(said, place, there, flaws)
        try:
            steps = steps_of(said)
            if there is None:
                steps["new"] = ObservationCreate.model_validate({**plan, "institution_id": place})
            elif plan:
                steps["plan"] = ObservationUpdate.model_validate(plan)
        except ValidationError as error:
            return rejected(
                together(flaws, flaws_of(validation_errors.faults_from_errors(error.errors()), self.column_of))
            )
        if not flaws and not self._allowed(place, there, steps):
            flaws.append(cell_fault(None, "not-allowed"))
        if flaws:
            return rejected(flaws)
        if there is None:
            effect = digest({name: one.model_dump() for name, one in steps.items()})
            return PlannedChange(Outcome.create, effect=effect, wish=steps)
        return self._change(there, steps)

    def _named(
        self, said: Mapping[str, Any], place: UUID | None, there: Observation | None, flaws: list[CellFault]
    ) -> dict[str, Any]:
        """What a row says of the plan, with ids for what it names."""
        plan = {name: said[name] for name in ("purpose", "planned_for") if name in said}
        title = said.get("guide")
        if title is not None and there is not None and self._titles.get(there.guide_id) == danish_key(title):
            plan["guide_id"] = there.guide_id  # by an edition that may have been superseded since
        elif title is not None:
            plan["guide_id"] = self._guides.get(danish_key(title)) or self._guides.get(title)
        if (area := said.get("focus_area")) is not None:
            plan["focus_area_id"] = self._areas.get((place, danish_key(area))) or self._areas.get((place, area))
        if "observers" in said:
            found = [self._people.get(one.lower()) for one in said["observers"]]
            plan["observer_ids"] = None if None in found else found
        flaws += [cell_fault(self.column_of[name], "unknown-reference") for name, one in plan.items() if one is None]
        return {name: one for name, one in plan.items() if one is not None}

    def _allowed(self, place: UUID | None, there: Observation | None, steps: Mapping[str, Any]) -> bool:
        """Who may plan there plans, who may or observes says that it took place; feedback is judged by its action."""
        if there is None:
            return place in self._plans and ("took_place" not in steps or place in self._observes)
        changes = self._planned_anew(there, steps)
        mine = there.id in self._mine
        return (not changes or place in self._plans) and (
            "took_place" not in steps or place in self._observes or mine or not new_days(there, steps)
        )

    def _planned_anew(self, there: Observation, steps: Mapping[str, Any]) -> dict[str, Any]:
        wanted = steps["plan"].given() if "plan" in steps else {}
        now = {"observer_ids": self._seats.get(there.id, [])}
        return {name: one for name, one in wanted.items() if one != now.get(name, getattr(there, name, None))}

    def _change(self, there: Observation, steps: dict[str, Any]) -> PlannedChange:
        changes, wish = self._planned_anew(there, steps), dict[str, Any]()
        if changes:
            wish["plan"] = changes
        told: dict[str, Any] = dict(changes)
        if days := new_days(there, steps):
            wish["took_place"], told = steps["took_place"], {**told, **days}
        if "said" in steps:
            if there.status not in (ObservationStatus.planned, ObservationStatus.observed):
                if there.id not in self._mine or not self._same(there, steps["said"]):
                    return rejected([cell_fault("feedback", "not-changed-here")])
            else:
                wish["said"], told["feedback"] = steps["said"], steps["said"].feedback
        if not wish:
            return PlannedChange(Outcome.unchanged, there.id, there.version)
        before = as_it_is(there, wish, self._seats.get(there.id, []), self._points.get(there.id, []))
        changed = differing(before, told, self.column_of, hidden=("observer_ids", "feedback"))
        return PlannedChange(Outcome.update, there.id, there.version, digest(told), before, wish=wish, changes=changed)

    def _same(self, there: Observation, said: ObservationFeedback) -> bool:
        points = {point.key: (point.level, point.text) for point in said.points}
        now = {one.key: (one.level, one.text) for one in self._points.get(there.id, [])}
        return there.feedback == said.feedback and points == now

    async def do(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        makes, changes = apart(tasks)
        if makes:
            new, ids = [task.verdict.wish["new"] for task in makes], [task.thing_id for task in makes]
            await plan_action.plan_observations(session, caller, new, ids)
        for one, wish in await loaded(session, Observation, [*makes, *changes]):
            if "plan" in wish:
                await plan_action.update_observation(session, caller, one, wish["plan"])
            if "took_place" in wish:
                days = wish["took_place"]
                await observe.observe(session, caller, one, days.observed_on, days.oral_feedback_on)
            if "said" in wish:
                await give_feedback.give_feedback(session, caller, one, wish["said"])

    async def put_back(self, session: AsyncSession, caller: Caller, done: Sequence[AppliedRow]) -> None:
        ids = [one.thing_id for one in done]
        mine = select(col(Observation.id)).where(col(Observation.id).in_(ids), OBSERVES_NOW)
        reach = Reach(
            await self.units(session, PLAN),
            await self.units(session, OBSERVE),
            frozenset((await session.execute(mine, self.scope)).scalars()),
        )
        made, changed = await found_again(session, Observation, done)
        await restore(session, caller, made, changed, reach)
