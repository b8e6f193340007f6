"""Cancelling dialogues and planning them again; writing the circle, and revising what it asks."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.problems import UNKNOWN_REFERENCE, Fault, refuse, settle
from api.corrections.actions import keep_reasons
from api.cycles.models import Cycle
from api.dialogues import circle, rules
from api.dialogues.circle import CircleEntry, CirclePrompts, EntryShape, PromptShape
from api.dialogues.meetings import check_joins, check_meeting
from api.dialogues.models import Dialogue, DialogueStatus
from api.dialogues.queries import by_ids, meeting_with, own_focus_areas, prompts, standing, standing_beside
from api.dialogues.seats import planned_by
from api.evidence.pack import Reference
from api.evidence.queries import resolve
from api.institutions.models import Institution
from api.journal.record import change, create, touch


async def cancel_dialogues(
    session: AsyncSession, caller: Caller | None, dialogues: Sequence[Dialogue], reason: str
) -> None:
    """Planned dialogues do not take place; the reason stays with them."""
    refuse(fault for one in dialogues for fault in rules.check_status(one, DialogueStatus.planned))
    for one in dialogues:
        values = {"status": DialogueStatus.cancelled.value, "cancellation": reason}
        await change(session, caller, one, values, "cancelled")


async def against_reopening(session: AsyncSession, dialogue: Dialogue) -> list[Fault]:
    """What stands in the way of planning a cancelled dialogue again."""
    faults = rules.check_status(dialogue, DialogueStatus.cancelled)
    if faults:
        return faults
    institution = (await by_ids(session, Institution, [dialogue.institution_id]))[dialogue.institution_id]
    cycle = (await by_ids(session, Cycle, [dialogue.cycle_id]))[dialogue.cycle_id]
    faults = rules.check_takes_part(institution, cycle, clock.today(), dialogue.planned_for)
    faults += rules.check_turn(dialogue, await standing_beside(session, [(institution.id, cycle.id)]))
    return faults + rules.check_time(cycle, dialogue.round, dialogue.planned_for, dialogue.planned_until)


async def reopen_dialogue(
    session: AsyncSession, caller: Caller | None, dialogue: Dialogue, because: Mapping[str, str] | None = None
) -> None:
    """Plan a cancelled dialogue again, if its round is still free and everything else still allows it; by itself if
    the meeting that it was part of has moved."""
    reasons = settle(await against_reopening(session, dialogue), because, rules.OUTSIDE_THE_ROUND)
    if caller is not None:
        keep_reasons(session, caller, dialogue, reasons)
    values: dict[str, Any] = {"status": DialogueStatus.planned.value, "cancellation": None}
    meeting = await meeting_with(session, [dialogue.meeting_id])
    mine = await planned_by(session, caller, {one.institution_id for one in meeting})
    if check_joins(dialogue, meeting, mine) or check_meeting(dialogue, standing(meeting)):
        values["meeting_id"] = None  # the others have moved meanwhile, or are not the caller's to meet
    await change(session, caller, dialogue, values, "reopened")


async def write_circle(
    session: AsyncSession, caller: Caller | None, dialogue: Dialogue, entries: Sequence[EntryShape]
) -> None:
    """Let the circle of a planned dialogue say this from now on; what it cites is there."""
    refuse(rules.check_status(dialogue, DialogueStatus.planned))
    wanted = {f"/entries/{index}/focus_area_id": one.focus_area_id for index, one in enumerate(entries)}
    own = await own_focus_areas(session, dialogue.institution_id, [id for id in wanted.values() if id])
    cited = {
        f"/entries/{index}/cited/{number}": Reference(one.kind, one.id)
        for index, entry in enumerate(entries)
        for number, one in enumerate(entry.cited)
    }
    found = await resolve(session, dialogue.institution_id, set(cited.values()))
    unknown = [Fault(UNKNOWN_REFERENCE, pointer=pointer) for pointer, one in cited.items() if one not in found]
    refuse(rules.check_focus_areas(wanted, own) + unknown)
    await session.execute(delete(CircleEntry).where(col(CircleEntry.dialogue_id) == dialogue.id))
    session.add_all(circle.kept(entries, dialogue.id))
    await touch(session, caller, dialogue, "updated", ["circle"])


async def revise_prompts(session: AsyncSession, caller: Caller | None, wanted: Sequence[PromptShape]) -> CirclePrompts:
    """A new revision of the circle's prompts; dialogues that were held keep theirs."""
    refuse(rules.check_prompts(wanted))
    number, _ = await prompts(session)
    texts = {one.step.value: one.prompt for one in wanted}
    revised = CirclePrompts(number=number + 1, prompts=texts)
    await create(session, caller, [revised])
    return revised
