"""Redact text of a follow-up."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core.problems import UNKNOWN_REFERENCE, Fault, LocalizedText, Problem
from api.follow_ups.models import FollowUp, FollowUpRemark, RedactableInFollowUp
from api.follow_ups.schemas.hold import FollowUpRedact
from api.redaction.fields import redact_field

_NO_SUCH_REMARK = LocalizedText(
    "The follow-up has no remark with this id.", "Opfølgningen har ingen bemærkning med dette id."
)


async def redact_follow_up(session: AsyncSession, caller: Caller, follow_up: FollowUp, payload: FollowUpRedact) -> None:
    """Redact a text of a follow-up and every copy of it; a correction with the reason remains."""
    remark = await _remark(session, follow_up, payload) if payload.field == RedactableInFollowUp.remark else None
    field = "remark.text" if remark else payload.field.value
    await redact_field(session, caller, follow_up, field, payload.reason, part=remark)


async def _remark(session: AsyncSession, follow_up: FollowUp, payload: FollowUpRedact) -> FollowUpRemark:
    query = select(FollowUpRemark).where(
        col(FollowUpRemark.id) == payload.part_id, col(FollowUpRemark.follow_up_id) == follow_up.id
    )
    remark = (await session.execute(query)).scalar_one_or_none()
    if remark is None:
        raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/part_id", detail=_NO_SUCH_REMARK))
    return remark
