"""Correct an observation or a point of its feedback."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.problems import UNKNOWN_REFERENCE, Fault, LocalizedText, Problem, raise_faults
from api.observation_guides.models import ObservationGuide
from api.observations import rules
from api.observations.models import FeedbackPoint, Observation
from api.observations.queries.lookups import by_ids, feedback_points_of
from api.observations.rules import Authorship
from api.observations.schemas import ObservationCorrection
from api.redaction.corrections import correct, corrected_value

_NO_SUCH_POINT = LocalizedText("The feedback has no point with this id.", "Feedbacken har intet punkt med dette id.")


async def correct_observation(
    session: AsyncSession,
    caller: Caller,
    authorship: Authorship,
    observation: Observation,
    correction: ObservationCorrection,
) -> None:
    """Record a correction of a field; if the request has `becomes`, the field takes that value.

    Raise `not-allowed` for a field that the caller has not written, `wrong-state` if the field has no content yet, and
    `invalid-input` or `unknown-reference` for a wrong field, value or point.
    """
    fields = rules.correctable_fields(correction, authorship)
    raise_faults(rules.check_has_content(observation, correction.field))
    point = await _point(session, observation, correction.part_id)
    value = corrected_value(fields, correction)
    replaces = "becomes" in correction.model_fields_set
    if replaces and correction.field in rules.PLAN_FIELDS:
        raise_faults(_day_faults(observation, correction.field, value))
    if replaces and correction.field == "level" and point is not None:
        guides = await by_ids(session, ObservationGuide, [observation.guide_id])
        raise_faults(rules.check_corrected_level(guides[observation.guide_id].points, point.key, value))
    await correct(
        session,
        caller,
        observation,
        correction.field,
        correction.reason,
        becomes=value,
        replace=replaces,
        part=point,
    )


async def _point(session: AsyncSession, observation: Observation, point_id: UUID | None) -> FeedbackPoint | None:
    if point_id is None:
        return None
    for point in await feedback_points_of(session, observation.id):
        if point.id == point_id:
            return point
    raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/part_id", detail=_NO_SUCH_POINT))


def _day_faults(observation: Observation, field: str, day: Any) -> list[Fault]:
    """Return the faults of the corrected day, with pointers into the correction instead of the observation."""
    days: Mapping[str, Any] = {
        "observed_on": observation.observed_on,
        "oral_feedback_on": observation.oral_feedback_on,
        field: day,
    }
    today = clock.today()
    faults = rules.check_days(days["observed_on"] or today, days["oral_feedback_on"], today)
    return [Fault(fault.kind, "/becomes", code=fault.code, detail=fault.detail) for fault in faults]
