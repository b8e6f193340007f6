"""What is mended of a dialogue later: corrections beside it, and words taken out of it."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from api.access.caller import Caller
from api.core import clock
from api.core.field_types import CalendarDate, EnumValue, FreeText, Line, ShortLine
from api.core.problems import UNKNOWN_REFERENCE, WRONG_STATE, Fault, Problem, raise_faults
from api.core.problems import LocalizedText as Sentence
from api.dialogues.models import CircleEntry, Dialogue, DialogueDecision, DialogueParticipant, DialogueStatus
from api.dialogues.queries.visible import by_ids
from api.dialogues.rules.hold import check_held_on, check_status
from api.dialogues.rules.plan import check_marks
from api.dialogues.schemas.hold import DialogueCorrection
from api.focus_areas.models import Decision, Development, FocusArea
from api.focus_areas.rules import BECOMES, check_decided
from api.institutions.models import Institution
from api.journal.record import change
from api.redaction.corrections import correct, corrected_value

_FIELDS: Final[Mapping[type[SQLModel], Mapping[str, Any]]] = {
    Dialogue: {
        "held_on": CalendarDate,
        "place": Line | None,
        "case_reference": ShortLine | None,
        "school_development_talk": bool,
        "parent_representative_invited": bool | None,
    },
    DialogueDecision: {
        "decision": EnumValue[Decision],
        "development": EnumValue[Development] | None,
        "note": FreeText | None,
    },
    CircleEntry: {"text": FreeText},
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
    raise_faults(check_status(dialogue, DialogueStatus.held))
    thing = await _part(session, dialogue, said.part_id)
    becomes, replace = corrected_value(_FIELDS[type(thing)], said), "becomes" in said.model_fields_set
    if replace and said.field == "held_on":
        raise_faults(check_held_on(becomes, clock.today(), "/becomes"))
    if replace and thing is dialogue and said.field in _MARKS:
        institution = (await by_ids(session, Institution, [dialogue.institution_id]))[dialogue.institution_id]
        found = check_marks(institution, bool(becomes), None)
        raise_faults(Fault(one.kind, "/becomes", code=one.code, detail=one.detail) for one in found)
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
        raise_faults([] if is_latest else [Fault(WRONG_STATE, pointer="/part_id", detail=_NOT_THE_LATEST)])
        raise_faults(check_decided(decision.status_before, becomes, "/becomes"))
        await change(session, caller, focus_area, {"status": BECOMES[becomes].value}, "corrected")
    elif is_latest:
        await change(session, caller, focus_area, {"development": becomes}, "corrected")
