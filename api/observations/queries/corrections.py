"""Corrections of observations: who may make them, and which ones a caller reads."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, and_, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.observations.models import Observation, ObservationStatus
from api.observations.queries.observers import REPLY_TO_FEEDBACK, WRITES_FEEDBACK
from api.observations.queries.visible import WRITE_PLANNING
from api.observations.rules import FEEDBACK_CONTENT_FIELDS, Authorship
from api.redaction.corrections import corrections_and_reasons


async def authorship_of(session: AsyncSession, scope: Mapping[str, Any], observation_id: UUID) -> Authorship:
    """Return which parts of an observation the caller may correct and redact."""
    institution_id = col(Observation.institution_id)
    replies = reach.unit_in_reach(institution_id, REPLY_TO_FEEDBACK)
    # Shared feedback can no longer be corrected; the observed institution's leader can redact its text.
    redacts_feedback = or_(WRITES_FEEDBACK, and_(col(Observation.status) == ObservationStatus.shared.value, replies))
    parts = select(reach.unit_in_reach(institution_id, WRITE_PLANNING), WRITES_FEEDBACK, replies, redacts_feedback)
    result = await session.execute(parts.where(col(Observation.id) == literal(observation_id, Uuid())), dict(scope))
    return Authorship(*(bool(is_author) for is_author in result.one()))


async def visible_corrections(
    session: AsyncSession, observation: Mapping[str, Any]
) -> dict[str, Sequence[Mapping[str, Any]]]:
    """Return `{"corrections": [...]}` of a listing row.

    Corrections of feedback and reply are included only if the caller reads the feedback (`points` is not null).
    """
    corrections = (await corrections_and_reasons(session, observation["id"]))["corrections"]
    reads_feedback = observation["points"] is not None
    return {
        "corrections": [
            correction
            for correction in corrections
            if reads_feedback or correction["field"] not in FEEDBACK_CONTENT_FIELDS
        ]
    }
