"""Redact text of a dialogue."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from api.access.caller import Caller
from api.access.roles import WRITE, Permission
from api.core.problems import NOT_ALLOWED, Problem
from api.dialogues.actions.correct import _part
from api.dialogues.models import CircleEntry, Dialogue, DialogueDecision, DialogueParticipant
from api.dialogues.queries.participants import reached_for
from api.dialogues.schemas.hold import DialogueRedact
from api.redaction.corrections import correct, redact_corrections

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
    if not await reached_for(session, caller, {dialogue.institution_id}, Permission(row, WRITE)):
        raise Problem(NOT_ALLOWED)
    part = None if thing is dialogue else thing
    await correct(session, caller, dialogue, field, said.reason, replace=True, part=part, action="redacted")
    await redact_corrections(session, dialogue.id, [field], part_id=said.part_id)
