"""What a row says of an observation beside its plan; how an observation stands before a row changes it, and again."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.access.roles import TRANSITION, WRITE, Permission
from api.core.problems import NOT_ALLOWED, Problem
from api.observations.actions import delete
from api.observations.models import FeedbackPoint, Observation, ObservationStatus
from api.observations.schemas import ObservationFeedback, ObservationObserve

PLAN, OBSERVE = Permission("observation_planning", WRITE), Permission("observation_planning", TRANSITION)
_TOOK_PLACE, _SAID = ("observed_on", "oral_feedback_on"), ("feedback", "points")
_STANDS = ("status", *_TOOK_PLACE)
_POINT = ("id", "key", "title", "text", "level")


class Reach(NamedTuple):
    """Where somebody plans, where they say that it took place, and what they observe themselves."""

    plans: frozenset[UUID]
    observes: frozenset[UUID]
    mine: frozenset[UUID]


def steps_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says beside the plan: that it took place, and what was seen."""
    steps: dict[str, Any] = {}
    if "observed_on" in said:
        days = {name: said[name] for name in _TOOK_PLACE if name in said}
        steps["took_place"] = ObservationObserve.model_validate(days)
    if any(name in said for name in _SAID):
        oral = {} if "observed_on" in said else {name: said[name] for name in _TOOK_PLACE[1:] if name in said}
        given = {"points": [], **{name: said[name] for name in _SAID if name in said}, **oral}
        steps["said"] = ObservationFeedback.model_validate(given)
    return steps


def new_days(there: Observation, steps: Mapping[str, Any]) -> dict[str, Any]:
    """The day on which it took place, where that is not known yet, or not as the row says."""
    if "took_place" not in steps or there.observed_on == steps["took_place"].observed_on:
        return {}
    return dict(steps["took_place"].model_dump(exclude_none=True))


# --- how it was ---


def as_it_is(
    there: Observation, wish: Mapping[str, Any], observer_ids: Sequence[UUID], points: Sequence[FeedbackPoint]
) -> dict[str, Any]:
    """All of an observation that a row changes, as it is before it does."""
    names = list(wish.get("plan", ()))
    if "took_place" in wish or "said" in wish:
        names += _STANDS
    if "said" in wish:
        names += ["feedback", "fed_back_on"]
    found = {name: getattr(there, name) for name in names if name != "observer_ids"}
    if "observer_ids" in names:
        found["observer_ids"] = list(observer_ids)
    if "said" in wish:
        found["points"] = [{name: getattr(point, name) for name in _POINT} for point in points]
    return found


async def restore(
    session: AsyncSession,
    caller: Caller,
    made: Sequence[Observation],
    changed: Sequence[tuple[Observation, dict[str, Any]]],
    reach: Reach,
) -> None:
    """Undo it, by who may plan, observe or, where feedback was given, is one of the observers."""
    said = [*((one, None) for one in made), *changed]
    if not all(_allowed(one, was, reach) for one, was in said):
        raise Problem(NOT_ALLOWED)
    await delete.delete_observations(session, caller, made)
    for one, was in changed:
        seats, points = was.pop("observer_ids", None), was.pop("points", None)
        observers = None if seats is None else [UUID(id) for id in seats]
        texts = None if points is None else [{**point, "id": UUID(point["id"])} for point in points]
        fields = {name: _typed(name, value) for name, value in was.items()}
        await delete.restore_observation(session, caller, one, fields, observers, texts)


def _allowed(one: Observation, was: Mapping[str, Any] | None, reach: Reach) -> bool:
    mine, stands = one.id in reach.mine, set(_STANDS) & set(was or ())
    planned = was is None or bool(was.keys() - {*_STANDS, *_SAID, "fed_back_on"})
    took_place = bool(stands) if was is not None else one.status != ObservationStatus.planned
    said = "feedback" in was if was is not None else one.status == ObservationStatus.fed_back
    return (
        (not planned or one.institution_id in reach.plans)
        and (not took_place or mine or one.institution_id in reach.observes)
        and (not said or mine)
    )


def _typed(name: str, value: Any) -> Any:
    """A value that was kept as JSON, as its column holds it."""
    kind: Any = Observation.model_fields[name].annotation
    return TypeAdapter(kind).validate_python(value)
