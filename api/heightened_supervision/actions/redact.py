"""Words taken out of a heightened supervision, wherever they are kept; why stands in their place."""

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
from api.redaction.corrections import correct, redact_corrections
from api.redaction.models import Correction
from api.redaction.redact import redact_stored_copies
from api.redaction.stored_text import REDACTED, REDACTED_MARK, bump_versions, resource_models

_PARTS: dict[RedactableInSupervision, Any] = {
    RedactableInSupervision.action: SupervisionAction,
    RedactableInSupervision.comment: SupervisionComment,
}
_NO_SUCH_PART = LocalizedText("It holds nothing with this id.", "Det rummer intet med dette id.")


async def _part(session: AsyncSession, supervision: HeightenedSupervision, table: Any, id: UUID | None) -> Any:
    mine = select(table).where(col(table.id) == id, col(table.heightened_supervision_id) == supervision.id)
    found = (await session.execute(mine)).scalar_one_or_none()
    if found is None:
        raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/part_id", detail=_NO_SUCH_PART))
    return found


async def redact(
    session: AsyncSession, caller: Caller, supervision: HeightenedSupervision, said: SupervisionRedact
) -> None:
    """Take words out; the concern that opened it, wherever the same follow-up said it."""
    table = _PARTS.get(said.field)
    part = await _part(session, supervision, table, said.part_id) if table else None
    field = "text" if table else said.field.value
    if isinstance(part, SupervisionAction):
        part.note = None
    if said.field == RedactableInSupervision.reason:
        await _forget_concern(session, caller, supervision)
    await correct(session, caller, supervision, field, said.reason, replace=True, part=part, action="redacted")
    await redact_corrections(session, supervision.id, [field], part_id=said.part_id)


async def _forget_concern(session: AsyncSession, caller: Caller, supervision: HeightenedSupervision) -> None:
    """The same words as grounds, and as why a follow-up was corrected: those the service wrote here."""
    grounds, words = await grounds_of(session, supervision.id), supervision.reason
    origins = {supervision.origin_id, *(ground.origin_id for ground in grounds)}
    for ground in grounds:
        ground.reason = None
    same = col(Correction.thing_id).in_(origins), col(Correction.reason) == words
    told = select(col(Correction.thing_id)).where(*same)
    follow_ups = set((await session.execute(told)).scalars())
    await session.execute(update(Correction).where(*same).values(reason=REDACTED_MARK))
    await bump_versions(session, caller, resource_models()["follow_up"], follow_ups, REDACTED)
    await redact_stored_copies(session, follow_ups)
