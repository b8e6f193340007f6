"""What a dialogue ends in: decisions carried out, agreements made, evidence pinned; and what is corrected later."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from pydantic import ConfigDict, TypeAdapter, ValidationError
from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from api.access.caller import Caller
from api.agreements import actions as agreements
from api.agreements.actions import Conversation, Turning
from api.agreements.models import Origin, Turn
from api.agreements.queries import agreements_by_id, to_take_up
from api.core import clock
from api.core.bodies import problem_of
from api.core.columns import Day, Line, OneOf, ShortLine, Words
from api.core.problems import INVALID_INPUT, UNKNOWN_REFERENCE, WRONG_STATE, Fault, Problem, refuse, settle
from api.core.problems import Words as Sentence
from api.corrections.actions import correct, keep_reasons
from api.dialogues import rules
from api.dialogues.circle import CircleEntry, cited_in
from api.dialogues.holding import DialogueCorrection, DialogueHold
from api.dialogues.models import Dialogue, DialogueDecision, DialogueParticipant, DialogueStatus, PinnedEvidence
from api.dialogues.queries import by_ids, entries_of, own_focus_areas, participants_of, prompts, standing_beside
from api.dialogues.rules import Table
from api.evidence.pack import Piece
from api.evidence.queries import resolve
from api.focus_areas import actions as focus_areas
from api.focus_areas.models import Decision, Development, FocusArea
from api.focus_areas.rules import BECOMES, check_decided
from api.institutions.models import Institution
from api.journal.record import change


async def _table(session: AsyncSession, dialogue: Dialogue, said: DialogueHold) -> Table:
    """All that the rules look at, loaded."""
    at = dialogue.institution_id
    entries = await entries_of(session, dialogue.id)
    found = await resolve(session, at, cited_in(entries))
    wanted = [one.focus_area_id for one in said.decisions]
    wanted += [one.focus_area_id for one in said.agreements if one.focus_area_id is not None]
    return Table(
        dialogue=dialogue,
        institution=(await by_ids(session, Institution, [at]))[at],
        today=clock.today(),
        others=await standing_beside(session, [(at, dialogue.cycle_id)]),
        entries=entries,
        cited=[found[one] for one in cited_in(entries) if one in found],
        participants=frozenset(one.id for one in await participants_of(session, dialogue.id)),
        focus_areas=await own_focus_areas(session, at, wanted),
        agreements=await agreements_by_id(session, at, [one.agreement_id for one in said.taken_up]),
        to_take_up=frozenset(one.id for one in await to_take_up(session, at)),
    )


async def hold_dialogue(session: AsyncSession, caller: Caller | None, dialogue: Dialogue, said: DialogueHold) -> None:
    """Hold a planned dialogue: all that it ended in is carried out in this transaction, and stays."""
    table = await _table(session, dialogue, said)
    reasons = settle(rules.check_hold(table, said), said.because)
    number, _ = await prompts(session)
    values = {
        "status": DialogueStatus.held.value,
        "held_on": said.held_on or table.today,
        "prompts_number": number,
    }
    await change(session, caller, dialogue, values, "held")
    if caller is not None:
        keep_reasons(session, caller, dialogue, reasons)
    _pin(session, dialogue, table.cited)
    await _note_attendance(session, dialogue, said.attended)
    await _decide(session, caller, table, said)
    origin = Conversation(Origin.dialogue, dialogue.id, dialogue.institution_id)
    taken = [Turning(table.agreements[one.agreement_id], Turn(one.outcome.value), one.note) for one in said.taken_up]
    await agreements.turn_agreements(session, caller, taken, origin)
    await agreements.make_agreements(session, caller, origin, said.agreements)


def _pin(session: AsyncSession, dialogue: Dialogue, cited: Sequence[Piece]) -> None:
    session.add_all(
        PinnedEvidence(
            dialogue_id=dialogue.id,
            position=position,
            kind=piece.reference.kind,
            reference_id=piece.reference.id,
            frozen=piece.frozen(),
        )
        for position, piece in enumerate(cited)
    )


async def _note_attendance(session: AsyncSession, dialogue: Dialogue, attended: Sequence[UUID] | None) -> None:
    if attended is not None:
        for one in await participants_of(session, dialogue.id):
            one.attended = one.id in attended
    await session.flush()


async def _decide(session: AsyncSession, caller: Caller | None, table: Table, said: DialogueHold) -> None:
    turns = []
    for position, one in enumerate(said.decisions):
        focus_area = table.focus_areas[one.focus_area_id]
        row = DialogueDecision(
            dialogue_id=table.dialogue.id,
            position=position,
            status_before=focus_area.status,
            **one.model_dump(exclude={"outcome"}),
        )
        session.add(row)
        turns.append(focus_areas.Turn(focus_area, one.decision, one.development, one.outcome))
    await focus_areas.decide(session, caller, turns)


# --- corrections ---

_FIELDS: Final[Mapping[type[SQLModel], Mapping[str, Any]]] = {
    Dialogue: {
        "held_on": Day,
        "place": Line | None,
        "case_reference": ShortLine | None,
        "school_development_talk": bool,
        "parent_representative_invited": bool | None,
    },
    DialogueDecision: {"decision": OneOf[Decision], "development": OneOf[Development] | None, "note": Words | None},
    CircleEntry: {"text": Words},
    DialogueParticipant: {"attended": bool | None},
}
_NO_SUCH_FIELD = Sentence("This field is not corrected here.", "Dette felt rettes ikke her.")
_NO_SUCH_PART = Sentence("The dialogue holds nothing with this id.", "Samtalen rummer intet med dette id.")
_NOT_THE_LATEST = Sentence(
    "A later dialogue has decided about the focus area; let the next one decide anew.",
    "En senere samtale har besluttet om fokusområdet; lad den næste beslutte på ny.",
)


async def _part(session: AsyncSession, dialogue: Dialogue, id: UUID | None) -> Any:
    """What a correction is about: the dialogue, or something in it; raises `unknown-reference` if it is not there."""
    if id is None:
        return dialogue
    for table in (DialogueDecision, CircleEntry, DialogueParticipant):
        mine = select(table).where(col(table.id) == id, col(table.dialogue_id) == dialogue.id)
        found = (await session.execute(mine)).scalar_one_or_none()
        if found is not None:
            return found
    raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/part_id", detail=_NO_SUCH_PART))


def _value(thing: Any, said: DialogueCorrection) -> Any:
    """What the field is to say, read as strictly as anywhere; raises `invalid-input`."""
    fields = _FIELDS[type(thing)]
    if said.field not in fields:
        refuse([Fault(INVALID_INPUT, pointer="/field", code="not-one-of", detail=_NO_SUCH_FIELD)])
    if "becomes" not in said.model_fields_set:
        return None
    try:
        return TypeAdapter(fields[said.field], config=ConfigDict(strict=True)).validate_python(said.becomes)
    except ValidationError as error:
        raise problem_of([{**one, "loc": ("body", "becomes")} for one in error.errors()]) from error


async def correct_dialogue(session: AsyncSession, caller: Caller, dialogue: Dialogue, said: DialogueCorrection) -> None:
    """Let a correction stand beside a held dialogue; a decision that is replaced moves its focus area with it."""
    refuse(rules.check_status(dialogue, DialogueStatus.held))
    thing = await _part(session, dialogue, said.part_id)
    becomes, replace = _value(thing, said), "becomes" in said.model_fields_set
    if replace and said.field == "held_on":
        refuse(rules.check_held_on(becomes, clock.today(), "/becomes"))
    if replace and isinstance(thing, DialogueDecision):
        await _follow(session, caller, thing, said.field, becomes)
    part = None if thing is dialogue else thing
    await correct(session, caller, dialogue, said.field, said.reason, becomes=becomes, replace=replace, part=part)


async def _follow(session: AsyncSession, caller: Caller, decision: DialogueDecision, field: str, becomes: Any) -> None:
    """Let the focus area follow a corrected decision, unless a later dialogue has decided about it."""
    if field == "note":
        return
    later = select(
        exists().where(
            col(DialogueDecision.focus_area_id) == decision.focus_area_id, col(DialogueDecision.id) > decision.id
        )
    )
    is_latest = not (await session.execute(later)).scalar_one()
    focus_area = (await by_ids(session, FocusArea, [decision.focus_area_id]))[decision.focus_area_id]
    if field == "decision":
        refuse([] if is_latest else [Fault(WRONG_STATE, pointer="/part_id", detail=_NOT_THE_LATEST)])
        refuse(check_decided(decision.status_before, becomes, "/becomes"))
        await change(session, caller, focus_area, {"status": BECOMES[becomes].value}, "corrected")
    elif is_latest:
        await change(session, caller, focus_area, {"development": becomes}, "corrected")
