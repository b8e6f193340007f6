"""Planning, applying and reversing files of observations: planned, observed, or with the observers' feedback."""

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
from api.core.problems import Fault
from api.focus_areas.models import FocusArea
from api.focus_areas.queries import FOCUS_AREAS
from api.imports.framework.cell_parsers import (
    parse_date,
    parse_feedback_points,
    parse_list,
    parse_text,
    parse_timestamp,
)
from api.imports.framework.importable import (
    AppliedRow,
    PlannedChange,
    Row,
    RowToApply,
    effect_digest,
    rejected,
    split_by_outcome,
)
from api.imports.framework.input_faults import merge_faults, row_fault, validation_faults
from api.imports.framework.people_lookup import find_people
from api.imports.framework.row_changes import field_changes
from api.imports.framework.stored_things import load_applied, load_for_tasks
from api.imports.framework.trial_run import TrialRun
from api.imports.framework.unit_lookup import READ_REGISTER, find_units
from api.imports.models import Outcome
from api.imports.resources.observations.stages import (
    OBSERVE,
    PLAN,
    ObservationReach,
    later_stages,
    new_days,
    restore_observations,
    values_before,
)
from api.observation_guides.models import GuideStatus, ObservationGuide
from api.observation_guides.queries import GUIDES
from api.observations.actions import give_feedback, observe, update
from api.observations.actions import plan as plan_action
from api.observations.models import FeedbackPoint, Observation, ObservationStatus, Observer
from api.observations.queries.observers import OBSERVES_NOW
from api.observations.queries.visible import OBSERVATIONS
from api.observations.schemas import ObservationCreate, ObservationFeedback, ObservationUpdate


class Observations(TrialRun):
    """Observations by institution and planned time.

    A row may plan an observation, record that it took place, and give feedback: each by the rules of its own route.
    A payload has the keys `new` or `plan`, `took_place` and `feedback`.
    """

    resource = "observations"
    table = Observation
    permission = PLAN
    parsers = {
        "institution": parse_text,
        "planned_for": parse_timestamp,
        "guide": parse_text,
        "purpose": parse_text,
        "focus_area": parse_text,
        "observers": parse_list,
        "observed_on": parse_date,
        "oral_feedback_on": parse_date,
        "points": parse_feedback_points,
        "feedback": parse_text,
    }
    required_columns = frozenset({"institution", "planned_for"})
    free_text_columns = frozenset({"purpose", "observers", "feedback", "points"})
    identifier_columns = frozenset({"institution"})
    part_tables = frozenset({"observation_observer", "observation_feedback"})
    column_of = {
        "institution_id": "institution",
        "guide_id": "guide",
        "focus_area_id": "focus_area",
        "observer_ids": "observers",
    }

    async def load_keys(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        statement = OBSERVATIONS.select.with_only_columns(OBSERVATIONS.id, col(Observation.institution_id))
        visible = {row[0]: row[1] for row in await session.execute(statement, self.scope)}
        names = {name for row in rows if isinstance(name := row.values.get("institution"), str)}
        # An observer from elsewhere reaches the institution through the observation.
        reachable = await self.reachable_units(session, READ_REGISTER) | set(visible.values())
        self._institution_ids = await find_units(session, names, reachable, districts=False)
        self._plannable_ids = await self.reachable_units(session, PLAN)
        self._observable_ids = await self.reachable_units(session, OBSERVE)
        institution_ids = set(self._institution_ids.values())
        await self._load_observations(
            session, {id for id, institution_id in visible.items() if institution_id in institution_ids}
        )
        await self._load_references(session, rows)

    async def _load_observations(self, session: AsyncSession, ids: set[UUID]) -> None:
        """Load the observations that exist, their observers, and the points of those that the caller observes."""
        statement = select(Observation).where(
            col(Observation.id).in_(ids), col(Observation.status) != ObservationStatus.cancelled.value
        )
        observations = await session.execute(statement.execution_options(populate_existing=True))
        self._observations = {
            (observation.institution_id, observation.planned_for.isoformat()): observation
            for observation in observations.scalars()
        }
        observers = select(Observer).where(col(Observer.observation_id).in_(ids)).order_by(col(Observer.position))
        self._observer_ids: dict[UUID, list[UUID]] = {}
        for observer in (await session.execute(observers)).scalars():
            self._observer_ids.setdefault(observer.observation_id, []).append(observer.person_id)
        own = select(col(Observation.id)).where(col(Observation.id).in_(ids), OBSERVES_NOW)
        self._own_observation_ids = set((await session.execute(own, self.scope)).scalars())
        points = (
            select(FeedbackPoint)
            .where(col(FeedbackPoint.observation_id).in_(self._own_observation_ids))
            .order_by(col(FeedbackPoint.position))
            .execution_options(populate_existing=True)
        )
        self._points: dict[UUID, list[FeedbackPoint]] = {}
        for point in (await session.execute(points)).scalars():
            self._points.setdefault(point.observation_id, []).append(point)

    async def _load_references(self, session: AsyncSession, rows: Sequence[Row]) -> None:
        """Load the ids of guides, focus areas and people by their names."""
        guides = GUIDES.select.with_only_columns(
            GUIDES.id, col(ObservationGuide.title_key), col(ObservationGuide.status)
        )
        guide_rows = (await session.execute(guides, self.scope)).all()
        self._guide_titles = {row[0]: row[1] for row in guide_rows}
        self._guide_ids = {row[1]: row[0] for row in guide_rows if row[2] == GuideStatus.published}
        self._guide_ids |= {str(row[0]): row[0] for row in guide_rows}
        focus_areas = FOCUS_AREAS.select.with_only_columns(
            FOCUS_AREAS.id, col(FocusArea.title_key), col(FocusArea.institution_id)
        ).where(col(FocusArea.institution_id).in_(self._institution_ids.values()))
        self._focus_area_ids = {}
        for id, title, institution_id in await session.execute(focus_areas, self.scope):
            self._focus_area_ids[institution_id, title] = self._focus_area_ids[institution_id, str(id)] = id
        observers = {name.lower() for row in rows for name in row.values.get("observers") or ()}
        # Without a caller: observers come from other institutions, whose people a planner may not see.
        self._person_ids = await find_people(session, None, observers)

    def _key(self, row: Row) -> tuple[UUID | None, str]:
        planned_for = row.values.get("planned_for")
        try:
            time = (
                datetime.fromisoformat(planned_for).astimezone(UTC).isoformat() if isinstance(planned_for, str) else ""
            )
        except (ValueError, OverflowError):
            time = ""
        return self._institution_ids.get(str(row.values.get("institution"))), time

    def natural_keys(self, row: Row) -> list[str]:
        institution_id, time = self._key(row)
        return [f"{institution_id}|{time}"] if institution_id and time else []

    def validate_row(self, row: Row) -> PlannedChange:
        institution_id, time = self._key(row)
        stored = self._observations.get((institution_id, time)) if institution_id else None
        faults = list(row.faults)
        if institution_id is None:
            faults.append(row_fault("unknown-reference", "institution"))
        faults += self.strategy_faults(stored is not None)
        applicable = self.applicable_values(row.values, stored is not None)
        values = {name: value for name, value in applicable.items() if value not in (None, [])}
        plan_fields = self._plan_fields(values, institution_id, stored, faults)
        try:
            payload = later_stages(values)
            if stored is None:
                payload["new"] = ObservationCreate.model_validate({**plan_fields, "institution_id": institution_id})
            elif plan_fields:
                payload["plan"] = ObservationUpdate.model_validate(plan_fields)
        except ValidationError as error:
            return rejected(merge_faults(faults, validation_faults(error, self.column_of)))
        if not faults and not self._may_change(institution_id, stored, payload):
            faults.append(row_fault("not-allowed"))
        if faults:
            return rejected(faults)
        if stored is None:
            effect = effect_digest({name: schema.model_dump() for name, schema in payload.items()})
            return PlannedChange(Outcome.create, effect=effect, payload=payload)
        return self._plan_update(stored, payload)

    def _plan_fields(
        self,
        values: Mapping[str, Any],
        institution_id: UUID | None,
        stored: Observation | None,
        faults: list[Fault],
    ) -> dict[str, Any]:
        """Return the plan that a row describes, with ids for what it names; appends a fault for each unknown name."""
        fields = {name: values[name] for name in ("purpose", "planned_for") if name in values}
        title = values.get("guide")
        if title is not None and stored is not None and self._guide_titles.get(stored.guide_id) == danish_key(title):
            fields["guide_id"] = stored.guide_id  # the edition in use then, which may be superseded by now
        elif title is not None:
            fields["guide_id"] = self._guide_ids.get(danish_key(title)) or self._guide_ids.get(title)
        if (focus_area := values.get("focus_area")) is not None:
            fields["focus_area_id"] = self._focus_area_ids.get(
                (institution_id, danish_key(focus_area))
            ) or self._focus_area_ids.get((institution_id, focus_area))
        if "observers" in values:
            person_ids = [self._person_ids.get(name.lower()) for name in values["observers"]]
            fields["observer_ids"] = None if None in person_ids else person_ids
        faults += [
            row_fault("unknown-reference", self.column_of[name]) for name, value in fields.items() if value is None
        ]
        return {name: value for name, value in fields.items() if value is not None}

    def _may_change(self, institution_id: UUID | None, stored: Observation | None, payload: Mapping[str, Any]) -> bool:
        """Return whether the caller may plan there, and record that the observation took place.

        An observer may record that, too. The permission to give feedback is checked by its action.
        """
        may_observe = institution_id in self._observable_ids
        if stored is None:
            return institution_id in self._plannable_ids and ("took_place" not in payload or may_observe)
        plan_changes = self._plan_changes(stored, payload)
        is_own = stored.id in self._own_observation_ids
        return (not plan_changes or institution_id in self._plannable_ids) and (
            "took_place" not in payload or may_observe or is_own or not new_days(stored, payload)
        )

    def _plan_changes(self, stored: Observation, payload: Mapping[str, Any]) -> dict[str, Any]:
        new_values = payload["plan"].changes() if "plan" in payload else {}
        stored_values = {"observer_ids": self._observer_ids.get(stored.id, [])}
        return {
            name: value
            for name, value in new_values.items()
            if value != stored_values.get(name, getattr(stored, name, None))
        }

    def _plan_update(self, stored: Observation, row_payload: dict[str, Any]) -> PlannedChange:
        plan_changes, payload = self._plan_changes(stored, row_payload), dict[str, Any]()
        if plan_changes:
            payload["plan"] = plan_changes
        changes: dict[str, Any] = dict(plan_changes)
        if days := new_days(stored, row_payload):
            payload["took_place"] = row_payload["took_place"]
            changes |= days
        if feedback := row_payload.get("feedback"):
            if stored.status in (ObservationStatus.planned, ObservationStatus.observed):
                payload["feedback"], changes["feedback"] = feedback, feedback.feedback
            elif stored.id not in self._own_observation_ids or not self._is_same_feedback(stored, feedback):
                # Only an observer learns whether the file has the same feedback: others could guess it.
                return rejected([row_fault("not-changed-here", "feedback")])
        if not payload:
            return PlannedChange(Outcome.unchanged, stored.id, stored.version)
        observer_ids, points = self._observer_ids.get(stored.id, []), self._points.get(stored.id, [])
        before = values_before(stored, payload, observer_ids, points)
        return PlannedChange(
            Outcome.update,
            stored.id,
            stored.version,
            effect_digest(changes),
            before,
            payload=payload,
            changes=field_changes(before, changes, self.column_of, hidden=("observer_ids", "feedback")),
        )

    def _is_same_feedback(self, stored: Observation, feedback: ObservationFeedback) -> bool:
        points = {point.key: (point.level, point.text) for point in feedback.points}
        stored_points = {point.key: (point.level, point.text) for point in self._points.get(stored.id, [])}
        return stored.feedback == feedback.feedback and points == stored_points

    async def execute(self, session: AsyncSession, caller: Caller, tasks: Sequence[RowToApply]) -> None:
        creates, updates = split_by_outcome(tasks)
        if creates:
            new, ids = [task.change.payload["new"] for task in creates], [task.thing_id for task in creates]
            await plan_action.plan_observations(session, caller, new, ids)
        for observation, payload in await load_for_tasks(session, Observation, [*creates, *updates]):
            if "plan" in payload:
                await update.update_observation(session, caller, observation, payload["plan"])
            if "took_place" in payload:
                days = payload["took_place"]
                await observe.observe(session, caller, observation, days.observed_on, days.oral_feedback_on)
            if "feedback" in payload:
                await give_feedback.give_feedback(session, caller, observation, payload["feedback"])

    async def reverse(self, session: AsyncSession, caller: Caller, rows: Sequence[AppliedRow]) -> None:
        ids = [row.thing_id for row in rows]
        own = select(col(Observation.id)).where(col(Observation.id).in_(ids), OBSERVES_NOW)
        reach = ObservationReach(
            await self.reachable_units(session, PLAN),
            await self.reachable_units(session, OBSERVE),
            frozenset((await session.execute(own, self.scope)).scalars()),
        )
        created, changed = await load_applied(session, Observation, rows)
        await restore_observations(session, caller, created, changed, reach)
