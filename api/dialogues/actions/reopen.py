"""Plan a cancelled dialogue again."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.problems import Fault, apply_overrides
from api.cycles.models import Cycle
from api.dialogues.models import Dialogue, DialogueStatus
from api.dialogues.queries.participants import planned_by
from api.dialogues.queries.visible import by_ids, meeting_with, other_dialogues, standing
from api.dialogues.rules.hold import check_status
from api.dialogues.rules.joint_meetings import check_joins, check_meeting
from api.dialogues.rules.plan import OUTSIDE_THE_ROUND, check_takes_part, check_time, check_turn
from api.institutions.models import Institution
from api.journal.record import change
from api.redaction.corrections import record_overrides


async def reopening_faults(session: AsyncSession, dialogue: Dialogue) -> list[Fault]:
    """What stands in the way of planning a cancelled dialogue again."""
    faults = check_status(dialogue, DialogueStatus.cancelled)
    if faults:
        return faults
    institution = (await by_ids(session, Institution, [dialogue.institution_id]))[dialogue.institution_id]
    cycle = (await by_ids(session, Cycle, [dialogue.cycle_id]))[dialogue.cycle_id]
    faults = check_takes_part(institution, cycle, clock.today(), dialogue.planned_for)
    faults += check_turn(dialogue, await other_dialogues(session, [(institution.id, cycle.id)]))
    return faults + check_time(cycle, dialogue.round, dialogue.planned_for, dialogue.planned_until)


async def reopen_dialogue(
    session: AsyncSession, caller: Caller | None, dialogue: Dialogue, because: Mapping[str, str] | None = None
) -> None:
    """Plan a cancelled dialogue again, if its round is still free and everything else still allows it; by itself if
    the meeting that it was part of has moved."""
    reasons = apply_overrides(await reopening_faults(session, dialogue), because, OUTSIDE_THE_ROUND)
    if caller is not None:
        record_overrides(session, caller, dialogue, reasons)
    values: dict[str, Any] = {"status": DialogueStatus.planned.value, "cancellation": None}
    meeting = await meeting_with(session, [dialogue.meeting_id])
    mine = await planned_by(session, caller, {one.institution_id for one in meeting})
    if check_joins(dialogue, meeting, mine) or check_meeting(dialogue, standing(meeting)):
        values["meeting_id"] = None  # the others have moved meanwhile, or are not the caller's to meet
    await change(session, caller, dialogue, values, "reopened")
