"""Correct a held follow-up; heightened supervision follows."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.field_types import CalendarDate, EnumValue, FreeText
from api.core.problems import raise_faults
from api.dialogues.rules.hold import check_held_on
from api.follow_ups import rules
from api.follow_ups.actions.hold import concern_of
from api.follow_ups.models import Assessment, FollowUp, FollowUpStatus
from api.follow_ups.queries.lookups import other_held_follow_ups
from api.follow_ups.schemas.hold import FollowUpCorrection
from api.heightened_supervision.actions.move_day import move_day
from api.heightened_supervision.actions.open import apply_concerns
from api.heightened_supervision.actions.reopen import reopen_closed_by
from api.institutions.queries import institutions_of
from api.institutions.rules import is_closed
from api.redaction.corrections import correct, corrected_value

_FIELD_TYPES: Final[Mapping[str, Any]] = {
    "held_on": CalendarDate,
    "assessment": EnumValue[Assessment],
    "next_due_on": CalendarDate,
    "notes": FreeText | None,
}
"""The fields that can be corrected, with the type of their values."""


async def correct_follow_up(
    session: AsyncSession, caller: Caller, follow_up: FollowUp, payload: FollowUpCorrection
) -> None:
    """Add a correction to a held follow-up; heightened supervision follows a corrected assessment or day."""
    raise_faults(rules.check_status(follow_up, FollowUpStatus.held))
    value = corrected_value(_FIELD_TYPES, payload)
    replace = "becomes" in payload.model_fields_set
    previous_day = follow_up.held_on
    if replace and payload.field == "held_on":
        faults = check_held_on(value, clock.today(), "/becomes")
        faults += rules.check_next(follow_up.next_due_on, value, "/becomes")
        raise_faults(faults or rules.check_order(follow_up, value, await other_held_follow_ups(session, follow_up)))
    if replace and payload.field == "next_due_on" and previous_day is not None:
        raise_faults(rules.check_next(value, previous_day, "/becomes"))
    if replace and payload.field == "assessment":
        await _update_heightened_supervision(session, caller, follow_up, value, payload.reason)
    await correct(session, caller, follow_up, payload.field, payload.reason, becomes=value, replace=replace)
    if replace and payload.field == "held_on" and previous_day is not None:
        await move_day(session, caller, follow_up.id, previous_day, value)


async def _update_heightened_supervision(
    session: AsyncSession, caller: Caller, follow_up: FollowUp, assessment: Assessment, reason: str
) -> None:
    """Open, escalate, close or reopen heightened supervision as the corrected assessment requires.

    Raises `wrong-state` unless this is the institution's latest held follow-up. Heightened supervision of a closed
    institution stays as it is.
    """
    raise_faults(rules.check_latest(follow_up, await other_held_follow_ups(session, follow_up)))
    institution = (await institutions_of(session, [follow_up.institution_id]))[follow_up.institution_id]
    if is_closed(institution, clock.today()):
        return
    if assessment != Assessment.no_concern:
        await reopen_closed_by(session, caller, follow_up.id)
    await apply_concerns(session, caller, [concern_of(follow_up, assessment, reason, clock.today())])
