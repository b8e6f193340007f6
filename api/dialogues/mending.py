"""What is mended of a dialogue later: corrections beside it, and words taken out of it."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from api.access.caller import Caller
from api.access.roles import WRITE, May
from api.core import clock
from api.core.columns import Day, Line, OneOf, ShortLine, Words
from api.core.problems import NOT_ALLOWED, UNKNOWN_REFERENCE, WRONG_STATE, Fault, Problem, refuse
from api.core.problems import Words as Sentence
from api.corrections.actions import becomes_of, correct, forget
from api.dialogues import rules
from api.dialogues.circle import CircleEntry
from api.dialogues.holding import DialogueCorrection, DialogueRedact
from api.dialogues.models import Dialogue, DialogueDecision, DialogueParticipant, DialogueStatus
from api.dialogues.queries import by_ids
from api.dialogues.seats import reached_for
from api.focus_areas.models import Decision, Development, FocusArea
from api.focus_areas.rules import BECOMES, check_decided
from api.institutions.models import Institution
from api.journal.record import change

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
_MARKS: Final = frozenset({"school_development_talk", "parent_representative_invited"})
_NO_SUCH_PART = Sentence("The dialogue holds nothing with this id.", "Samtalen rummer intet med dette id.")
_NOT_THE_LATEST = Sentence(
    "A later dialogue has decided about the focus area; let the next one decide anew.",
    "En senere samtale har besluttet om fokusområdet; lad den næste beslutte på ny.",
)


async def _part(session: AsyncSession, dialogue: Dialogue, id: UUID | None) -> Any:
    """What is mended: the dialogue, or something in it; raises `unknown-reference` if it is not there."""
    if id is None:
        return dialogue
    for table in (DialogueDecision, CircleEntry, DialogueParticipant):
        mine = select(table).where(col(table.id) == id, col(table.dialogue_id) == dialogue.id)
        found = (await session.execute(mine)).scalar_one_or_none()
        if found is not None:
            return found
    raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/part_id", detail=_NO_SUCH_PART))


async def correct_dialogue(session: AsyncSession, caller: Caller, dialogue: Dialogue, said: DialogueCorrection) -> None:
    """Let a correction stand beside a held dialogue; a decision that is replaced moves its focus area with it."""
    refuse(rules.check_status(dialogue, DialogueStatus.held))
    thing = await _part(session, dialogue, said.part_id)
    becomes, replace = becomes_of(_FIELDS[type(thing)], said), "becomes" in said.model_fields_set
    if replace and said.field == "held_on":
        refuse(rules.check_held_on(becomes, clock.today(), "/becomes"))
    if replace and thing is dialogue and said.field in _MARKS:
        institution = (await by_ids(session, Institution, [dialogue.institution_id]))[dialogue.institution_id]
        found = rules.check_marks(institution, bool(becomes), None)
        refuse(Fault(one.kind, "/becomes", code=one.code, detail=one.detail) for one in found)
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


_WORDS: Final[Mapping[type[SQLModel], tuple[str, str]]] = {
    Dialogue: ("cancellation", "dialogue_planning"),
    DialogueParticipant: ("name", "dialogue_planning"),
    CircleEntry: ("text", "dialogue_circle"),
    DialogueDecision: ("note", "dialogue_decisions"),
}
"""Where there are words that can be taken out, and by which row of the policy they are written."""


async def redact_dialogue(session: AsyncSession, caller: Caller, dialogue: Dialogue, said: DialogueRedact) -> None:
    """Take words out of a dialogue, wherever they are kept; a correction that says why stands in their place."""
    thing = await _part(session, dialogue, said.part_id)
    field, row = _WORDS[type(thing)]
    if not await reached_for(session, caller, {dialogue.institution_id}, May(row, WRITE)):
        raise Problem(NOT_ALLOWED)
    part = None if thing is dialogue else thing
    await correct(session, caller, dialogue, field, said.reason, replace=True, part=part, action="redacted")
    await forget(session, dialogue.id, [field], part_id=said.part_id)
