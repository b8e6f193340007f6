"""Redact text of an observation."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core.problems import NOT_ALLOWED, Problem
from api.observations.models import Observation
from api.observations.queries.lookups import feedback_points_of
from api.observations.rules import Authorship, may_redact_field
from api.observations.schemas import ObservationRedact, RedactableFeedback
from api.redaction.fields import RedactedText, redact_fields


async def redact_observation(
    session: AsyncSession,
    caller: Caller,
    authorship: Authorship,
    observation: Observation,
    redaction: ObservationRedact,
) -> None:
    """Redact fields of an observation and every stored copy of their text; store the reason with the observation.

    Raise `not-allowed` for a field that the caller may not redact.
    """
    if not all(may_redact_field(field, authorship) for field in redaction.fields):
        raise Problem(NOT_ALLOWED)
    redacts_points = RedactableFeedback.points in redaction.fields
    points = await feedback_points_of(session, observation.id) if redacts_points else []
    texts = [RedactedText(field.value) for field in redaction.fields if field is not RedactableFeedback.points]
    texts += [RedactedText("point.text", point) for point in points]
    await redact_fields(
        session, caller, observation, texts, redaction.reason, changed_members=["points"] if points else []
    )
