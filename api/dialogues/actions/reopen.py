"""Reopen a cancelled dialogue: it is planned again."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.problems import Fault, apply_overrides
from api.cycles.models import Cycle
from api.dialogues.models import Dialogue, DialogueStatus
from api.dialogues.queries.lookups import dialogues_in_cycles, dialogues_of_meetings, not_cancelled, rows_by_id
from api.dialogues.queries.participants import plannable_institution_ids
from api.dialogues.rules.joint_meetings import check_can_join_meeting, check_same_time_and_place
from api.dialogues.rules.plan import OUTSIDE_THE_ROUND, check_round_is_free, check_takes_part, check_time
from api.dialogues.rules.status import check_status
from api.institutions.models import Institution
from api.journal.record import change
from api.redaction.corrections import record_overrides


async def reopening_faults(session: AsyncSession, dialogue: Dialogue) -> list[Fault]:
    """Return the faults that prevent planning a cancelled dialogue again."""
    faults = check_status(dialogue, DialogueStatus.cancelled)
    if faults:
        return faults
    institution = (await rows_by_id(session, Institution, [dialogue.institution_id]))[dialogue.institution_id]
    cycle = (await rows_by_id(session, Cycle, [dialogue.cycle_id]))[dialogue.cycle_id]
    faults = check_takes_part(institution, cycle, clock.today(), dialogue.planned_for)
    faults += check_round_is_free(dialogue, await dialogues_in_cycles(session, [(institution.id, cycle.id)]))
    return faults + check_time(cycle, dialogue.round, dialogue.planned_for, dialogue.planned_until)


async def reopen_dialogue(
    session: AsyncSession, caller: Caller | None, dialogue: Dialogue, because: Mapping[str, str] | None = None
) -> None:
    """Plan a cancelled dialogue again if its round is still free and all other rules of planning still hold.

    It leaves its joint meeting if that has moved meanwhile, or includes institutions that the caller does not plan for.
    """
    overrides = apply_overrides(await reopening_faults(session, dialogue), because, OUTSIDE_THE_ROUND)
    if caller is not None:
        record_overrides(session, caller, dialogue, overrides)
    values: dict[str, Any] = {"status": DialogueStatus.planned.value, "cancellation": None}
    meeting = await dialogues_of_meetings(session, [dialogue.meeting_id])
    plannable_ids = await plannable_institution_ids(session, caller, {other.institution_id for other in meeting})
    if check_can_join_meeting(dialogue, meeting, plannable_ids) or check_same_time_and_place(
        dialogue, not_cancelled(meeting)
    ):
        values["meeting_id"] = None
    await change(session, caller, dialogue, values, "reopened")
