"""Redact text of a heightened supervision."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core.problems import UNKNOWN_REFERENCE, Fault, LocalizedText, Problem
from api.heightened_supervision.models import (
    HeightenedSupervision,
    RedactableInSupervision,
    SupervisionAction,
    SupervisionComment,
)
from api.heightened_supervision.queries import grounds_of
from api.heightened_supervision.schemas import SupervisionRedact
from api.redaction.fields import redact_field
from api.redaction.models import Correction
from api.redaction.stored_copies import redact_responses_and_file_rows
from api.redaction.stored_text import REDACTED, REDACTED_MARK, bump_versions, resource_models

_TABLE_OF_PART: dict[RedactableInSupervision, Any] = {
    RedactableInSupervision.action: SupervisionAction,
    RedactableInSupervision.comment: SupervisionComment,
}
_NO_SUCH_PART = LocalizedText(
    "The heightened supervision has no action or comment with this id.",
    "Det skærpede tilsyn har ingen handling eller kommentar med dette id.",
)


async def _part(session: AsyncSession, supervision: HeightenedSupervision, table: Any, id: UUID | None) -> Any:
    parts = select(table).where(col(table.id) == id, col(table.heightened_supervision_id) == supervision.id)
    part = (await session.execute(parts)).scalar_one_or_none()
    if part is None:
        raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/part_id", detail=_NO_SUCH_PART))
    return part


async def redact(
    session: AsyncSession, caller: Caller, supervision: HeightenedSupervision, redaction: SupervisionRedact
) -> None:
    """Redact a field, action or comment and its stored copies; store the reason as a correction.

    The opening reason is also redacted in the grounds and in the corrections of the follow-ups that recorded it.
    """
    table = _TABLE_OF_PART.get(redaction.field)
    part = await _part(session, supervision, table, redaction.part_id) if table else None
    field = f"{redaction.field.value}.text" if table else redaction.field.value
    if isinstance(part, SupervisionAction):
        part.note = None
    if redaction.field == RedactableInSupervision.reason:
        await _redact_grounds(session, caller, supervision)
    # The grounds and the corrections that say the same are redacted above: not also as declared copies.
    await redact_field(session, caller, supervision, field, redaction.reason, part=part, copies=False)


async def _redact_grounds(session: AsyncSession, caller: Caller, supervision: HeightenedSupervision) -> None:
    """Redact all grounds, and the opening reason where it is the reason of a correction of a follow-up.

    A corrected assessment opens heightened supervision with the correction's reason, so the same text is in both.
    """
    grounds = await grounds_of(session, supervision.id)
    origin_ids = {supervision.origin_id, *(ground.origin_id for ground in grounds)}
    for ground in grounds:
        ground.reason = None
    has_same_text = col(Correction.thing_id).in_(origin_ids), col(Correction.reason) == supervision.reason
    corrected_ids = select(col(Correction.thing_id)).where(*has_same_text)
    follow_up_ids = set((await session.execute(corrected_ids)).scalars())
    await session.execute(update(Correction).where(*has_same_text).values(reason=REDACTED_MARK))
    await bump_versions(session, caller, resource_models()["follow_up"], follow_up_ids, REDACTED)
    await redact_responses_and_file_rows(session, follow_up_ids)
