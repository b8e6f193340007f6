"""What is mended of a follow-up later: corrections beside it, and words taken out of it."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.columns import Day, OneOf, Words
from api.core.problems import UNKNOWN_REFERENCE, Fault, Problem, refuse
from api.core.problems import Words as Sentence
from api.corrections.actions import becomes_of, correct, forget
from api.dialogues.rules import check_held_on
from api.follow_ups import rules
from api.follow_ups.holding import FollowUpCorrection, FollowUpRedact
from api.follow_ups.meeting import concern_of
from api.follow_ups.models import Assessment, FollowUp, FollowUpRemark, FollowUpStatus, RedactableInFollowUp
from api.follow_ups.queries import held_beside
from api.heightened_supervision.actions import follow_concerns, move_day, reopen_after
from api.institutions.queries import institutions_of
from api.institutions.rules import is_closed

_FIELDS: Final[Mapping[str, Any]] = {
    "held_on": Day,
    "assessment": OneOf[Assessment],
    "next_due_on": Day,
    "notes": Words | None,
}
_NO_SUCH_REMARK = Sentence(
    "The follow-up has no remark with this id.", "Opfølgningen har ingen bemærkning med dette id."
)


async def correct_follow_up(
    session: AsyncSession, caller: Caller, follow_up: FollowUp, said: FollowUpCorrection
) -> None:
    """Let a correction stand beside a held follow-up; heightened supervision follows a corrected assessment."""
    refuse(rules.check_status(follow_up, FollowUpStatus.held))
    becomes, replace, was = becomes_of(_FIELDS, said), "becomes" in said.model_fields_set, follow_up.held_on
    if replace and said.field == "held_on":
        faults = check_held_on(becomes, clock.today(), "/becomes")
        faults += rules.check_next(follow_up.next_due_on, becomes, "/becomes")
        refuse(faults or rules.check_order(follow_up, becomes, await held_beside(session, follow_up)))
    if replace and said.field == "next_due_on" and was is not None:
        refuse(rules.check_next(becomes, was, "/becomes"))
    if replace and said.field == "assessment":
        await _follow(session, caller, follow_up, becomes, said.reason)
    await correct(session, caller, follow_up, said.field, said.reason, becomes=becomes, replace=replace)
    if replace and said.field == "held_on" and was is not None:
        await move_day(session, caller, follow_up.id, was, becomes)


async def _follow(session: AsyncSession, caller: Caller, follow_up: FollowUp, becomes: Assessment, reason: str) -> None:
    """Open, deepen, close or reopen heightened supervision as the assessment would have; a closed institution's record
    is mended, and nothing follows from it any more."""
    refuse(rules.check_latest(follow_up, await held_beside(session, follow_up)))
    institution = (await institutions_of(session, [follow_up.institution_id]))[follow_up.institution_id]
    if is_closed(institution, clock.today()):
        return
    if becomes != Assessment.no_concern:
        await reopen_after(session, caller, follow_up.id)
    await follow_concerns(session, caller, [concern_of(follow_up, becomes, reason, clock.today())])


async def redact_follow_up(session: AsyncSession, caller: Caller, follow_up: FollowUp, said: FollowUpRedact) -> None:
    """Take words out of a follow-up, wherever they are kept; a correction that says why stands in their place."""
    part = await _remark(session, follow_up, said) if said.field == RedactableInFollowUp.remark else None
    field = "text" if part else said.field.value
    empty: list[str] | None = [] if said.field == RedactableInFollowUp.topics else None
    await correct(
        session, caller, follow_up, field, said.reason, becomes=empty, replace=True, part=part, action="redacted"
    )
    await forget(session, follow_up.id, [field], part_id=part.id if part else None)


async def _remark(session: AsyncSession, follow_up: FollowUp, said: FollowUpRedact) -> FollowUpRemark:
    mine = select(FollowUpRemark).where(
        col(FollowUpRemark.id) == said.part_id, col(FollowUpRemark.follow_up_id) == follow_up.id
    )
    found = (await session.execute(mine)).scalar_one_or_none()
    if found is None:
        raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/part_id", detail=_NO_SUCH_REMARK))
    return found
