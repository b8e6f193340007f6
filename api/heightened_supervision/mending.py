"""Words taken out of a heightened supervision, wherever they are kept; why stands in their place."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import replay
from api.access.caller import Caller
from api.core.problems import UNKNOWN_REFERENCE, Fault, Problem, Words
from api.corrections.actions import correct, forget
from api.heightened_supervision.models import (
    HeightenedSupervision,
    RedactableInSupervision,
    SupervisionAction,
    SupervisionComment,
    SupervisionRedact,
)
from api.heightened_supervision.queries import grounds_of

_PARTS: dict[RedactableInSupervision, Any] = {
    RedactableInSupervision.action: SupervisionAction,
    RedactableInSupervision.comment: SupervisionComment,
}
_NO_SUCH_PART = Words("It holds nothing with this id.", "Det rummer intet med dette id.")


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
        for ground in await grounds_of(session, supervision.id):
            ground.reason = None
    await correct(session, caller, supervision, field, said.reason, replace=True, part=part, action="redacted")
    await forget(session, supervision.id, [field], part_id=said.part_id)
    await replay.forget(session, [part.id if part else supervision.id], [field, "note"])
