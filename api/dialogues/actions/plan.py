"""Planning dialogues, one or a whole round, and changing their plans; those of one meeting stay together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.problems import Fault, Override, Problem, apply_overrides, raise_faults
from api.core.settings import settings
from api.cycles.models import Cycle
from api.cycles.rules import round_numbered
from api.dialogues.models import Dialogue, DialogueParticipant, DialogueStatus
from api.dialogues.queries.participants import planned_by, standing_of_people
from api.dialogues.queries.visible import by_ids, meeting_with, other_dialogues, participants_of, standing
from api.dialogues.rules.hold import check_status
from api.dialogues.rules.joint_meetings import check_joins, check_meeting, check_moves_together
from api.dialogues.rules.participants import Seat, check_participants, check_seats
from api.dialogues.rules.plan import OUTSIDE_THE_ROUND, check_marks, check_takes_part, check_time, check_turn
from api.dialogues.schemas.plan import DialogueCreate, ParticipantShape
from api.institutions.models import Institution
from api.institutions.rules import check_open
from api.journal.record import change, create
from api.redaction.corrections import record_overrides


def _end(begins: datetime, ends: datetime | None) -> datetime:
    return ends or begins + timedelta(minutes=settings().dialogue_minutes)


def _participants(dialogue_id: UUID, wanted: Iterable[ParticipantShape]) -> list[DialogueParticipant]:
    return [
        DialogueParticipant(dialogue_id=dialogue_id, position=position, **one.model_dump())
        for position, one in enumerate(wanted)
    ]


def _asked(data_holder_id: UUID | None, participants: Sequence[ParticipantShape]) -> list[Seat]:
    """The seats that a plan asks for, of those who sign in."""
    seats = [
        Seat(f"/participants/{index}/person_id", participant.person_id, participant.part)
        for index, participant in enumerate(participants)
        if participant.person_id is not None
    ]
    return seats + ([Seat("/data_holder_id", data_holder_id, None)] if data_holder_id else [])


def _by_place(wanted: Sequence[DialogueCreate], asked: Sequence[list[Seat]]) -> dict[UUID, list[Seat]]:
    found: dict[UUID, list[Seat]] = {}
    for one, seats in zip(wanted, asked, strict=True):
        found.setdefault(one.institution_id, []).extend(seats)
    return found


class _Faults:
    """What stands in the way of many plans, each at its place in the request; told all at once."""

    def __init__(self, at: str) -> None:
        self.at, self.found = at, list[Fault]()

    def settled(self, index: int, faults: Iterable[Fault], because: Mapping[str, str] | None) -> list[Override]:
        try:
            return apply_overrides(faults, because, OUTSIDE_THE_ROUND)
        except Problem as problem:
            here = f"{self.at}/{index}" if self.at else ""
            self.found += [replace(fault, pointer=f"{here}{fault.pointer or ''}") for fault in problem.faults]
            return []


async def plan_dialogues(
    session: AsyncSession,
    caller: Caller | None,
    wanted: Sequence[DialogueCreate],
    at: str = "",
    ids: Sequence[UUID] | None = None,
) -> list[Dialogue]:
    """New dialogues, planned; their institutions and cycles are there. All of them, or none.

    `at` is where they stand in the request, for the pointers of its faults. `ids` are theirs where they were promised
    before.
    """
    institutions = await by_ids(session, Institution, (one.institution_id for one in wanted))
    cycles = await by_ids(session, Cycle, (one.cycle_id for one in wanted))
    beside = await other_dialogues(session, ((one.institution_id, one.cycle_id) for one in wanted))
    meeting = await meeting_with(session, (one.meeting_id for one in wanted))
    mine = await planned_by(session, caller, {one.institution_id for one in meeting})
    asked = [_asked(one.data_holder_id, one.participants) for one in wanted]
    people = await standing_of_people(session, caller, _by_place(wanted, asked))
    faults, made, reasons, seats = _Faults(at), list[Dialogue](), list[list[Override]](), list[DialogueParticipant]()
    for index, (one, places) in enumerate(zip(wanted, asked, strict=True)):
        institution, cycle = institutions[one.institution_id], cycles[one.cycle_id]
        fields = one.model_dump(exclude={"participants", "because", "planned_until"})
        dialogue = Dialogue(planned_until=_end(one.planned_for, one.planned_until), **fields)
        if ids:
            dialogue.id = ids[index]
        found = check_takes_part(institution, cycle, clock.today(), one.planned_for)
        if round_numbered(cycle, one.round):  # else there is none before it, and that is what is told
            found += check_turn(dialogue, [*beside, *made])
        found += check_time(cycle, one.round, one.planned_for, dialogue.planned_until)
        found += check_joins(dialogue, meeting, mine) or check_meeting(dialogue, [*standing(meeting), *made])
        found += check_marks(institution, one.school_development_talk, one.parent_representative_invited)
        found += check_participants(one.participants)
        found += check_seats(institution.id, places, people)
        reasons.append(faults.settled(index, found, one.because))
        made.append(dialogue)
        seats += _participants(dialogue.id, one.participants)
    raise_faults(faults.found)
    await create(session, caller, made)
    session.add_all(seats)
    for dialogue, why in zip(made, reasons, strict=True):
        _keep(session, caller, dialogue, why)
    await session.flush()
    return made


def _keep(session: AsyncSession, caller: Caller | None, dialogue: Dialogue, reasons: Sequence[Override]) -> None:
    if caller is not None:
        record_overrides(session, caller, dialogue, reasons)


async def update_dialogue(
    session: AsyncSession,
    caller: Caller | None,
    dialogue: Dialogue,
    values: Mapping[str, Any],
    *,
    putting_back: bool = False,
) -> None:
    """Change the plan of a dialogue that is still planned; another time or place is that of its whole meeting.

    When a plan is put back to what it was, a time outside the round needs no reason anew.
    """
    values = dict(values)
    because, wanted = values.pop("because", None), values.pop("participants", None)
    raise_faults(check_status(dialogue, DialogueStatus.planned))
    institution = (await by_ids(session, Institution, [dialogue.institution_id]))[dialogue.institution_id]
    if "planned_for" in values or "planned_until" in values:
        begins = values.get("planned_for", dialogue.planned_for)
        if "planned_until" not in values:
            values["planned_until"] = begins + (dialogue.planned_until - dialogue.planned_for)
        values["planned_until"] = _end(begins, values["planned_until"])
    together, faults = await _moved(session, caller, dialogue, values)
    marks = {name: values.get(name, getattr(dialogue, name)) for name in _MARKS}
    faults += check_marks(institution, *marks.values())
    faults += check_participants(wanted or ())
    faults += await _check_new_seats(session, caller, dialogue, _asked(values.get("data_holder_id"), wanted or ()))
    if putting_back:
        faults = [fault for fault in faults if fault.kind is not OUTSIDE_THE_ROUND]
    reasons = apply_overrides(faults, because, OUTSIDE_THE_ROUND)
    seated = wanted is not None and await _seat(session, dialogue, wanted)
    await change(session, caller, dialogue, values, beside=["participants"] if seated else [])
    for one in together:
        await change(session, caller, one, {name: values[name] for name in _WHEN_AND_WHERE if name in values})
    for one in (dialogue, *together):
        _keep(session, caller, one, reasons)


_MARKS = ("school_development_talk", "parent_representative_invited")
_WHEN_AND_WHERE = ("planned_for", "planned_until", "place")


async def _moved(
    session: AsyncSession, caller: Caller | None, dialogue: Dialogue, values: Mapping[str, Any]
) -> tuple[list[Dialogue], list[Fault]]:
    """The dialogues that meet at once with this one and move with it, and what stands in the way of that."""
    names = ("institution_id", "cycle_id", "round", "meeting_id", *_WHEN_AND_WHERE)
    became = Dialogue(**{name: values.get(name, getattr(dialogue, name)) for name in names})
    joins = became.meeting_id != dialogue.meeting_id
    meeting = [one for one in await meeting_with(session, [became.meeting_id]) if one.id != dialogue.id]
    others, mine = standing(meeting), await planned_by(session, caller, {one.institution_id for one in meeting})
    moves = any(getattr(became, name) != getattr(dialogue, name) for name in _WHEN_AND_WHERE)
    together = [other for other in others if other.status == DialogueStatus.planned] if moves and not joins else []
    cycles = await by_ids(session, Cycle, (one.cycle_id for one in (dialogue, *together)))
    places = await by_ids(session, Institution, (one.institution_id for one in (dialogue, *together)))
    faults: list[Fault] = []
    if "planned_for" in values or "planned_until" in values:
        day = clock.day_of(became.planned_for)
        for one in (dialogue, *together):
            faults += check_open(places[one.institution_id], clock.today(), "/planned_for", day=day)
            faults += check_time(cycles[one.cycle_id], one.round, became.planned_for, became.planned_until)
    faults += (check_joins(became, meeting, mine) or check_meeting(became, others)) if joins else []
    faults += check_moves_together(together, mine)
    return together, list(dict.fromkeys(faults))


async def _check_new_seats(
    session: AsyncSession, caller: Caller | None, dialogue: Dialogue, asked: Sequence[Seat]
) -> list[Fault]:
    """Faults of the seats that are new; who sits there already stays, whoever sends the list anew."""
    sitting = {
        (participant.person_id, str(participant.part)) for participant in await participants_of(session, dialogue.id)
    }
    sitting.add((dialogue.data_holder_id, ""))
    new = [seat for seat in asked if (seat.person_id, str(seat.part or "")) not in sitting]
    at = dialogue.institution_id
    return check_seats(at, new, await standing_of_people(session, caller, {at: new}))


async def _seat(session: AsyncSession, dialogue: Dialogue, wanted: Sequence[ParticipantShape]) -> bool:
    """Let exactly these take part; tells whether that is anything new."""
    sitting = await participants_of(session, dialogue.id)
    if [_seat_of(one) for one in sitting] == [_seat_of(one) for one in wanted]:
        return False
    await session.execute(delete(DialogueParticipant).where(col(DialogueParticipant.dialogue_id) == dialogue.id))
    session.add_all(_participants(dialogue.id, wanted))
    await session.flush()
    return True


def _seat_of(one: DialogueParticipant | ParticipantShape) -> tuple[Any, ...]:
    return one.part, one.person_id, one.name, one.people_count
