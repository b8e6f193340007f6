"""What is mended of a follow-up later: corrections beside it, and words taken out of it."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.field_types import CalendarDate, EnumValue, FreeText
from api.core.problems import LocalizedText as Sentence
from api.core.problems import raise_faults
from api.dialogues.rules.hold import check_held_on
from api.follow_ups import rules
from api.follow_ups.actions.hold import concern_of
from api.follow_ups.models import Assessment, FollowUp, FollowUpStatus
from api.follow_ups.queries import held_beside
from api.follow_ups.schemas.hold import FollowUpCorrection
from api.heightened_supervision.actions.open import apply_concerns, move_day, reopen_after
from api.institutions.queries import institutions_of
from api.institutions.rules import is_closed
from api.redaction.corrections import correct, corrected_value

_FIELDS: Final[Mapping[str, Any]] = {
    "held_on": CalendarDate,
    "assessment": EnumValue[Assessment],
    "next_due_on": CalendarDate,
    "notes": FreeText | None,
}
_NO_SUCH_REMARK = Sentence(
    "The follow-up has no remark with this id.", "Opfølgningen har ingen bemærkning med dette id."
)


async def correct_follow_up(
    session: AsyncSession, caller: Caller, follow_up: FollowUp, said: FollowUpCorrection
) -> None:
    """Let a correction stand beside a held follow-up; heightened supervision follows a corrected assessment."""
    raise_faults(rules.check_status(follow_up, FollowUpStatus.held))
    becomes, replace, was = corrected_value(_FIELDS, said), "becomes" in said.model_fields_set, follow_up.held_on
    if replace and said.field == "held_on":
        faults = check_held_on(becomes, clock.today(), "/becomes")
        faults += rules.check_next(follow_up.next_due_on, becomes, "/becomes")
        raise_faults(faults or rules.check_order(follow_up, becomes, await held_beside(session, follow_up)))
    if replace and said.field == "next_due_on" and was is not None:
        raise_faults(rules.check_next(becomes, was, "/becomes"))
    if replace and said.field == "assessment":
        await _follow(session, caller, follow_up, becomes, said.reason)
    await correct(session, caller, follow_up, said.field, said.reason, becomes=becomes, replace=replace)
    if replace and said.field == "held_on" and was is not None:
        await move_day(session, caller, follow_up.id, was, becomes)


async def _follow(session: AsyncSession, caller: Caller, follow_up: FollowUp, becomes: Assessment, reason: str) -> None:
    """Open, deepen, close or reopen heightened supervision as the assessment would have; a closed institution's record
    is mended, and nothing follows from it any more."""
    raise_faults(rules.check_latest(follow_up, await held_beside(session, follow_up)))
    institution = (await institutions_of(session, [follow_up.institution_id]))[follow_up.institution_id]
    if is_closed(institution, clock.today()):
        return
    if becomes != Assessment.no_concern:
        await reopen_after(session, caller, follow_up.id)
    await apply_concerns(session, caller, [concern_of(follow_up, becomes, reason, clock.today())])
