"""The stages of an observation beyond its plan: that it took place, and the feedback on it; and how to restore them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.access.roles import TRANSITION, WRITE, Permission
from api.core.problems import NOT_ALLOWED, Problem
from api.observations.actions import delete, restore
from api.observations.models import FeedbackPoint, Observation, ObservationStatus
from api.observations.schemas import ObservationFeedback, ObservationObserve

PLAN, OBSERVE = Permission("observation_planning", WRITE), Permission("observation_planning", TRANSITION)
_DAY_FIELDS, _FEEDBACK_FIELDS = ("observed_on", "oral_feedback_on"), ("feedback", "points")
_STATUS_FIELDS = ("status", *_DAY_FIELDS)
_POINT_FIELDS = ("id", "key", "title", "text", "level")


class ObservationReach(NamedTuple):
    """Where the caller may plan observations or record that they took place, and those that the caller observes."""

    plannable_ids: frozenset[UUID]
    observable_ids: frozenset[UUID]
    own_observation_ids: frozenset[UUID]


def later_stages(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the stages that a row describes: `took_place` and `feedback`, each as the schema of its route."""
    stages: dict[str, Any] = {}
    if "observed_on" in values:
        days = {name: values[name] for name in _DAY_FIELDS if name in values}
        stages["took_place"] = ObservationObserve.model_validate(days)
    if any(name in values for name in _FEEDBACK_FIELDS):
        names = _FEEDBACK_FIELDS if "observed_on" in values else (*_FEEDBACK_FIELDS, "oral_feedback_on")
        fields = {"points": [], **{name: values[name] for name in names if name in values}}
        stages["feedback"] = ObservationFeedback.model_validate(fields)
    return stages


def new_days(observation: Observation, stages: Mapping[str, Any]) -> dict[str, Any]:
    """Return the days that a row sets, if the observation did not take place on that day already."""
    if "took_place" not in stages or observation.observed_on == stages["took_place"].observed_on:
        return {}
    return dict(stages["took_place"].model_dump(exclude_none=True))


def values_before(
    observation: Observation, payload: Mapping[str, Any], observer_ids: Sequence[UUID], points: Sequence[FeedbackPoint]
) -> dict[str, Any]:
    """Return the values that a row's payload will overwrite, so that they can be restored."""
    names = list(payload.get("plan", ()))
    if "took_place" in payload or "feedback" in payload:
        names += _STATUS_FIELDS
    if "feedback" in payload:
        names += ["feedback", "fed_back_on"]
    before = {name: getattr(observation, name) for name in names if name != "observer_ids"}
    if "observer_ids" in names:
        before["observer_ids"] = list(observer_ids)
    if "feedback" in payload:
        before["points"] = [{name: getattr(point, name) for name in _POINT_FIELDS} for point in points]
    return before


async def restore_observations(
    session: AsyncSession,
    caller: Caller,
    created: Sequence[Observation],
    changed: Sequence[tuple[Observation, dict[str, Any]]],
    reach: ObservationReach,
) -> None:
    """Delete created observations and restore the previous values of changed ones; raises `not-allowed`.

    The plan is restored by those who may plan, the days by those who may record them, feedback by an observer.
    """
    with_values = [*((observation, None) for observation in created), *changed]
    if not all(_may_restore(observation, values, reach) for observation, values in with_values):
        raise Problem(NOT_ALLOWED)
    await delete.delete_observations(session, caller, created)
    for observation, values in changed:
        stored_observer_ids, stored_points = values.pop("observer_ids", None), values.pop("points", None)
        observer_ids = None if stored_observer_ids is None else [UUID(id) for id in stored_observer_ids]
        points = None if stored_points is None else [{**point, "id": UUID(point["id"])} for point in stored_points]
        fields = {name: _column_value(name, value) for name, value in values.items()}
        await restore.restore_observation(session, caller, observation, fields, observer_ids, points)


def _may_restore(observation: Observation, previous_values: Mapping[str, Any] | None, reach: ObservationReach) -> bool:
    """Return whether the caller may restore these values, or delete the observation if there are none."""
    is_own = observation.id in reach.own_observation_ids
    if previous_values is None:
        restores_plan = True
        restores_days = observation.status != ObservationStatus.planned
        restores_feedback = observation.status == ObservationStatus.fed_back
    else:
        restores_plan = bool(previous_values.keys() - {*_STATUS_FIELDS, *_FEEDBACK_FIELDS, "fed_back_on"})
        restores_days = bool(previous_values.keys() & set(_STATUS_FIELDS))
        restores_feedback = "feedback" in previous_values
    return (
        (not restores_plan or observation.institution_id in reach.plannable_ids)
        and (not restores_days or is_own or observation.institution_id in reach.observable_ids)
        and (not restores_feedback or is_own)
    )


def _column_value(name: str, value: Any) -> Any:
    """Return a value that was stored as JSON in the type of its column."""
    column_type: Any = Observation.model_fields[name].annotation
    return TypeAdapter(column_type).validate_python(value)
