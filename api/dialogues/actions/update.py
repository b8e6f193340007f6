"""Update the plan of a dialogue; dialogues of a joint meeting are moved together."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.problems import Fault, apply_overrides, raise_faults
from api.cycles.models import Cycle
from api.db import transactions
from api.dialogues.models import Dialogue, DialogueParticipant, DialogueStatus
from api.dialogues.queries.lookups import dialogues_of_meetings, not_cancelled, rows_by_id
from api.dialogues.queries.participants import participants_of, plannable_institution_ids, roles_of_people
from api.dialogues.rules.joint_meetings import (
    check_can_join_meeting,
    check_can_move_meeting,
    check_same_time_and_place,
)
from api.dialogues.rules.participants import (
    RequestedParticipant,
    check_participants,
    check_people,
    participants_to_store,
    requested_people,
)
from api.dialogues.rules.plan import (
    OUTSIDE_THE_ROUND,
    check_school_fields,
    check_time,
    planned_end,
)
from api.dialogues.rules.status import check_status
from api.dialogues.schemas.plan import ParticipantShape
from api.institutions.models import Institution
from api.institutions.rules import check_open
from api.journal.record import change
from api.redaction.corrections import record_overrides


async def update_dialogue(
    session: AsyncSession,
    caller: Caller | None,
    dialogue: Dialogue,
    values: Mapping[str, Any],
    *,
    restoring: bool = False,
) -> None:
    """Update the plan of a dialogue that is still planned; a new time or place applies to its whole joint meeting.

    `restoring` restores an earlier plan: a day outside the round then needs no new reason.
    """
    values = dict(values)
    because, participants = values.pop("because", None), values.pop("participants", None)
    raise_faults(check_status(dialogue, DialogueStatus.planned))
    institution = (await rows_by_id(session, Institution, [dialogue.institution_id]))[dialogue.institution_id]
    if "planned_for" in values or "planned_until" in values:
        planned_for = values.get("planned_for", dialogue.planned_for)
        if "planned_until" not in values:
            values["planned_until"] = planned_for + (dialogue.planned_until - dialogue.planned_for)
        default_minutes = transactions.settings_of(session).dialogue_minutes
        values["planned_until"] = planned_end(planned_for, values["planned_until"], default_minutes)
    moved_dialogues, faults = await _dialogues_moved_together(session, caller, dialogue, values)
    school_fields = {name: values.get(name, getattr(dialogue, name)) for name in _SCHOOL_FIELDS}
    faults += check_school_fields(institution, *school_fields.values())
    faults += check_participants(participants or ())
    people = requested_people(values.get("data_holder_id"), participants or ())
    faults += await _check_new_people(session, caller, dialogue, people)
    if restoring:
        faults = [fault for fault in faults if fault.kind is not OUTSIDE_THE_ROUND]
    overrides = apply_overrides(faults, because, OUTSIDE_THE_ROUND)
    participants_changed = participants is not None and await _replace_participants(session, dialogue, participants)
    await change(session, caller, dialogue, values, related_fields=["participants"] if participants_changed else [])
    time_and_place = {name: values[name] for name in _TIME_AND_PLACE if name in values}
    for moved_dialogue in moved_dialogues:
        await change(session, caller, moved_dialogue, time_and_place)
    if caller is not None:
        for changed_dialogue in (dialogue, *moved_dialogues):
            record_overrides(session, caller, changed_dialogue, overrides)


_SCHOOL_FIELDS = ("school_development_talk", "parent_representative_invited")
_TIME_AND_PLACE = ("planned_for", "planned_until", "place")


async def _dialogues_moved_together(
    session: AsyncSession, caller: Caller | None, dialogue: Dialogue, values: Mapping[str, Any]
) -> tuple[list[Dialogue], list[Fault]]:
    """Return the other dialogues of the joint meeting that move with this one, and the faults of moving all of them."""
    names = ("institution_id", "cycle_id", "round", "meeting_id", *_TIME_AND_PLACE)
    updated = Dialogue(**{name: values.get(name, getattr(dialogue, name)) for name in names})
    joins = updated.meeting_id != dialogue.meeting_id
    meeting = [other for other in await dialogues_of_meetings(session, [updated.meeting_id]) if other.id != dialogue.id]
    others = not_cancelled(meeting)
    plannable_ids = await plannable_institution_ids(session, caller, {other.institution_id for other in meeting})
    moves = any(getattr(updated, name) != getattr(dialogue, name) for name in _TIME_AND_PLACE)
    moved_dialogues = (
        [other for other in others if other.status == DialogueStatus.planned] if moves and not joins else []
    )
    all_moved = (dialogue, *moved_dialogues)
    cycles = await rows_by_id(session, Cycle, (moved.cycle_id for moved in all_moved))
    institutions = await rows_by_id(session, Institution, (moved.institution_id for moved in all_moved))
    faults: list[Fault] = []
    if "planned_for" in values or "planned_until" in values:
        day = clock.day_of(updated.planned_for)
        for moved in all_moved:
            faults += check_open(institutions[moved.institution_id], clock.today(), "/planned_for", day=day)
            faults += check_time(cycles[moved.cycle_id], moved.round, updated.planned_for, updated.planned_until)
    if joins:
        faults += check_can_join_meeting(updated, meeting, plannable_ids) or check_same_time_and_place(updated, others)
    faults += check_can_move_meeting(moved_dialogues, plannable_ids)
    return moved_dialogues, list(dict.fromkeys(faults))


async def _check_new_people(
    session: AsyncSession, caller: Caller | None, dialogue: Dialogue, people: Sequence[RequestedParticipant]
) -> list[Fault]:
    """Return faults of added people only: a caller may keep participants that they could not add themselves."""
    current = {
        (participant.person_id, str(participant.part)) for participant in await participants_of(session, dialogue.id)
    }
    current.add((dialogue.data_holder_id, ""))
    new = [person for person in people if (person.person_id, str(person.part or "")) not in current]
    institution_id = dialogue.institution_id
    return check_people(institution_id, new, await roles_of_people(session, caller, {institution_id: new}))


async def _replace_participants(
    session: AsyncSession, dialogue: Dialogue, participants: Sequence[ParticipantShape]
) -> bool:
    """Replace the participants of a dialogue; return whether that changes anything."""
    current = await participants_of(session, dialogue.id)
    if [_identity_of(participant) for participant in current] == [
        _identity_of(participant) for participant in participants
    ]:
        return False
    await session.execute(delete(DialogueParticipant).where(col(DialogueParticipant.dialogue_id) == dialogue.id))
    session.add_all(participants_to_store(dialogue.id, participants))
    await session.flush()
    return True


def _identity_of(participant: DialogueParticipant | ParticipantShape) -> tuple[Any, ...]:
    return participant.part, participant.person_id, participant.name, participant.people_count
