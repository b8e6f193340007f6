"""Redact text of an observation."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.problems import NOT_ALLOWED, Problem
from api.journal.record import change
from api.observations.models import Observation
from api.observations.queries.lookups import feedback_points_of
from api.observations.rules import Authorship, may_redact_field
from api.observations.schemas import ObservationRedact, RedactableFeedback
from api.redaction import pinned_evidence
from api.redaction.corrections import redact_corrections
from api.redaction.redact import redact_text

_FIELD_IN_EVIDENCE: Final[Mapping[RedactableFeedback, str]] = {
    RedactableFeedback.feedback: "text",
    RedactableFeedback.points: "points.text",
}
"""The paths of fields in pinned evidence, where they differ from the field's name."""


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
    names = [field.value for field in redaction.fields if field is not RedactableFeedback.points]
    redacts_points = RedactableFeedback.points in redaction.fields
    points = await feedback_points_of(session, observation.id) if redacts_points else []
    texts = [*(getattr(observation, name) for name in names), *(point.text for point in points)]
    for point in points:
        point.text = None
    reason = {"redaction_reason": redaction.reason, "redacted_on": clock.today()}
    values: dict[str, Any] = dict.fromkeys(names) | reason
    await change(session, caller, observation, values, "redacted", beside=["points"] if points else [])
    await redact_corrections(session, observation.id, [*names, *(["text"] if points else [])])
    evidence_fields = [_FIELD_IN_EVIDENCE.get(field, field.value) for field in redaction.fields]
    await pinned_evidence.redact_pinned_fields(session, [observation.id], evidence_fields, reason)
    await redact_text(session, caller, texts, but=[observation.id])
