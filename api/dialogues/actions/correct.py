"""Correct a held dialogue, its decisions, circle entries or participants."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel, col

from api.access.caller import Caller
from api.core import clock
from api.core.field_types import CalendarDate, EnumValue, FreeText, Line, ShortLine
from api.core.problems import WRONG_STATE, Fault, LocalizedText, raise_faults
from api.dialogues.models import CircleEntry, Dialogue, DialogueDecision, DialogueParticipant, DialogueStatus
from api.dialogues.queries.lookups import rows_by_id
from api.dialogues.queries.parts import part_of
from api.dialogues.rules.hold import check_held_on
from api.dialogues.rules.plan import check_school_fields
from api.dialogues.rules.status import check_status
from api.dialogues.schemas.hold import DialogueCorrection
from api.focus_areas.models import Decision, Development, FocusArea
from api.focus_areas.rules import STATUS_AFTER, check_decision_from
from api.institutions.models import Institution
from api.journal.record import change
from api.redaction.corrections import correct, corrected_value

_FIELD_TYPES: Final[Mapping[type[SQLModel], Mapping[str, Any]]] = {
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
"""The fields of each table that can be corrected, with the type of their values."""
_SCHOOL_FIELDS: Final = frozenset({"school_development_talk", "parent_representative_invited"})
_LATER_DECISION = LocalizedText(
    "A later dialogue has decided about the focus area. Change it in the next dialogue.",
    "En senere samtale har truffet beslutning om fokusområdet. Ret det i den næste samtale.",
)


async def correct_dialogue(
    session: AsyncSession, caller: Caller, dialogue: Dialogue, payload: DialogueCorrection
) -> None:
    """Add a correction to a held dialogue; the status of the focus area follows a corrected decision."""
    raise_faults(check_status(dialogue, DialogueStatus.held))
    target = await part_of(session, dialogue, payload.part_id)
    value = corrected_value(_FIELD_TYPES[type(target)], payload)
    replace = "becomes" in payload.model_fields_set
    if replace and payload.field == "held_on":
        raise_faults(check_held_on(value, clock.today(), "/becomes"))
    if replace and target is dialogue and payload.field in _SCHOOL_FIELDS:
        institution = (await rows_by_id(session, Institution, [dialogue.institution_id]))[dialogue.institution_id]
        faults = check_school_fields(institution, bool(value), None)
        raise_faults(Fault(fault.kind, "/becomes", code=fault.code, detail=fault.detail) for fault in faults)
    if replace and isinstance(target, DialogueDecision):
        await _update_focus_area(session, caller, target, payload.field, value)
    part = None if target is dialogue else target
    await correct(session, caller, dialogue, payload.field, payload.reason, becomes=value, replace=replace, part=part)


async def _update_focus_area(
    session: AsyncSession, caller: Caller, decision: DialogueDecision, field: str, value: Any
) -> None:
    """Apply a corrected decision or development to the focus area.

    Raises `wrong-state` for a corrected decision if a later dialogue has decided about the focus area; a corrected
    development then leaves the focus area unchanged.
    """
    if field == "note":
        return
    later_decision = select(
        exists().where(
            col(DialogueDecision.focus_area_id) == decision.focus_area_id, col(DialogueDecision.id) > decision.id
        )
    )
    is_latest = not (await session.execute(later_decision)).scalar_one()
    focus_area = (await rows_by_id(session, FocusArea, [decision.focus_area_id]))[decision.focus_area_id]
    if field == "decision":
        raise_faults([] if is_latest else [Fault(WRONG_STATE, pointer="/part_id", detail=_LATER_DECISION)])
        raise_faults(check_decision_from(decision.status_before, value, "/becomes"))
        await change(session, caller, focus_area, {"status": STATUS_AFTER[value].value}, "corrected")
    elif is_latest:
        await change(session, caller, focus_area, {"development": value}, "corrected")
