"""Planning dialogues, writing the circle, holding and mending them; each takes many where many are meant."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.problems import UNKNOWN_REFERENCE, Fault, Settled, refuse, settle
from api.core.settings import settings
from api.corrections.actions import keep_reasons
from api.cycles.models import Cycle
from api.dialogues import circle, rules
from api.dialogues.circle import CircleEntry, CirclePrompts, EntryShape, PromptShape
from api.dialogues.models import Dialogue, DialogueParticipant, DialogueStatus
from api.dialogues.planning import DialogueCreate, ParticipantShape
from api.dialogues.queries import by_ids, own_focus_areas, participants_of, prompts, standing_beside
from api.dialogues.seats import Seat, check_seats, standing_of
from api.evidence.pack import Reference
from api.evidence.queries import resolve
from api.institutions.models import Institution
from api.journal.record import change, create, touch


def _keep(session: AsyncSession, caller: Caller | None, dialogue: Dialogue, reasons: Sequence[Settled]) -> None:
    if caller is not None:
        keep_reasons(session, caller, dialogue, reasons)


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
        Seat(f"/participants/{index}/person_id", one.person_id, one.part)
        for index, one in enumerate(participants)
        if one.person_id is not None
    ]
    return seats + ([Seat("/data_holder_id", data_holder_id, None)] if data_holder_id else [])


async def plan_dialogues(
    session: AsyncSession, caller: Caller | None, wanted: Sequence[DialogueCreate]
) -> list[Dialogue]:
    """New dialogues, planned; their institutions and cycles are there. All of them, or none."""
    institutions = await by_ids(session, Institution, (one.institution_id for one in wanted))
    cycles = await by_ids(session, Cycle, (one.cycle_id for one in wanted))
    standing = await standing_beside(session, ((one.institution_id, one.cycle_id) for one in wanted))
    asked = [_asked(one.data_holder_id, one.participants) for one in wanted]
    people = await standing_of(session, caller, _by_place(wanted, asked))
    made: list[Dialogue] = []
    reasons, seats = list[Sequence[Settled]](), list[DialogueParticipant]()
    for one, places in zip(wanted, asked, strict=True):
        institution, cycle = institutions[one.institution_id], cycles[one.cycle_id]
        fields = one.model_dump(exclude={"participants", "because", "planned_until"})
        dialogue = Dialogue(planned_until=_end(one.planned_for, one.planned_until), **fields)
        found = rules.check_takes_part(institution, cycle, clock.today())
        found += rules.check_turn(dialogue, [*standing, *made])
        found += rules.check_time(cycle, one.round, one.planned_for, dialogue.planned_until)
        found += rules.check_marks(institution, one.school_development_talk, one.parent_representative_invited)
        found += rules.check_participants(one.participants)
        found += check_seats(institution.id, places, people)
        reasons.append(settle(found, one.because))
        made.append(dialogue)
        seats += _participants(dialogue.id, one.participants)
    await create(session, caller, made)
    session.add_all(seats)
    for dialogue, why in zip(made, reasons, strict=True):
        _keep(session, caller, dialogue, why)
    await session.flush()
    return made


def _by_place(wanted: Sequence[DialogueCreate], asked: Sequence[list[Seat]]) -> dict[UUID, list[Seat]]:
    found: dict[UUID, list[Seat]] = {}
    for one, seats in zip(wanted, asked, strict=True):
        found.setdefault(one.institution_id, []).extend(seats)
    return found


async def change_dialogue(
    session: AsyncSession, caller: Caller | None, dialogue: Dialogue, values: Mapping[str, Any]
) -> None:
    """Change the plan of a dialogue that is still planned."""
    values = dict(values)
    because, wanted = values.pop("because", None), values.pop("participants", None)
    refuse(rules.check_status(dialogue, DialogueStatus.planned))
    institution = (await by_ids(session, Institution, [dialogue.institution_id]))[dialogue.institution_id]
    cycle = (await by_ids(session, Cycle, [dialogue.cycle_id]))[dialogue.cycle_id]
    faults: list[Fault] = []
    if "planned_for" in values or "planned_until" in values:
        begins = values.get("planned_for", dialogue.planned_for)
        if "planned_until" not in values:
            values["planned_until"] = begins + (dialogue.planned_until - dialogue.planned_for)
        values["planned_until"] = _end(begins, values["planned_until"])
        faults += rules.check_time(cycle, dialogue.round, begins, values["planned_until"])
    marks = {name: values.get(name, getattr(dialogue, name)) for name in _MARKS}
    faults += rules.check_marks(institution, *marks.values())
    faults += rules.check_participants(wanted or ())
    faults += await _check_new_seats(session, caller, dialogue, _asked(values.get("data_holder_id"), wanted or ()))
    _keep(session, caller, dialogue, settle(faults, because))
    seated = wanted is not None and await _seat(session, dialogue, wanted)
    await change(session, caller, dialogue, values, beside=["participants"] if seated else [])


async def _check_new_seats(
    session: AsyncSession, caller: Caller | None, dialogue: Dialogue, asked: Sequence[Seat]
) -> list[Fault]:
    """Faults of the seats that are new; who sits there already stays, whoever sends the list anew."""
    sitting = {(one.person_id, str(one.part)) for one in await participants_of(session, dialogue.id)}
    sitting.add((dialogue.data_holder_id, ""))
    new = [seat for seat in asked if (seat.person_id, str(seat.part or "")) not in sitting]
    at = dialogue.institution_id
    return check_seats(at, new, await standing_of(session, caller, {at: new}))


_MARKS = ("school_development_talk", "parent_representative_invited")


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


async def cancel_dialogues(
    session: AsyncSession, caller: Caller | None, dialogues: Sequence[Dialogue], reason: str
) -> None:
    """Planned dialogues do not take place; the reason stays with them."""
    refuse(fault for one in dialogues for fault in rules.check_status(one, DialogueStatus.planned))
    for one in dialogues:
        values = {"status": DialogueStatus.cancelled.value, "cancellation": reason}
        await change(session, caller, one, values, "cancelled")


async def reopen_dialogue(
    session: AsyncSession, caller: Caller | None, dialogue: Dialogue, because: Mapping[str, str] | None = None
) -> None:
    """Plan a cancelled dialogue again, if its round is still free and everything else still allows it."""
    refuse(rules.check_status(dialogue, DialogueStatus.cancelled))
    institution = (await by_ids(session, Institution, [dialogue.institution_id]))[dialogue.institution_id]
    cycle = (await by_ids(session, Cycle, [dialogue.cycle_id]))[dialogue.cycle_id]
    faults = rules.check_takes_part(institution, cycle, clock.today())
    faults += rules.check_turn(dialogue, await standing_beside(session, [(institution.id, cycle.id)]))
    faults += rules.check_time(cycle, dialogue.round, dialogue.planned_for, dialogue.planned_until)
    _keep(session, caller, dialogue, settle(faults, because))
    values = {"status": DialogueStatus.planned.value, "cancellation": None}
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
