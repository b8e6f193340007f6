"""Redact text of a follow-up."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core.problems import UNKNOWN_REFERENCE, Fault, Problem
from api.follow_ups.actions.correct import _NO_SUCH_REMARK
from api.follow_ups.models import FollowUp, FollowUpRemark, RedactableInFollowUp
from api.follow_ups.schemas.hold import FollowUpRedact
from api.redaction.corrections import correct, redact_corrections


async def redact_follow_up(session: AsyncSession, caller: Caller, follow_up: FollowUp, said: FollowUpRedact) -> None:
    """Take words out of a follow-up, wherever they are kept; a correction that says why stands in their place."""
    part = await _remark(session, follow_up, said) if said.field == RedactableInFollowUp.remark else None
    field = "text" if part else said.field.value
    empty: list[str] | None = [] if said.field == RedactableInFollowUp.topics else None
    await correct(
        session, caller, follow_up, field, said.reason, becomes=empty, replace=True, part=part, action="redacted"
    )
    await redact_corrections(session, follow_up.id, [field], part_id=part.id if part else None)


async def _remark(session: AsyncSession, follow_up: FollowUp, said: FollowUpRedact) -> FollowUpRemark:
    mine = select(FollowUpRemark).where(
        col(FollowUpRemark.id) == said.part_id, col(FollowUpRemark.follow_up_id) == follow_up.id
    )
    found = (await session.execute(mine)).scalar_one_or_none()
    if found is None:
        raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/part_id", detail=_NO_SUCH_REMARK))
    return found
