"""The lookup of a part of a dialogue that a correction or redaction names."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.core.problems import UNKNOWN_REFERENCE, Fault, LocalizedText, Problem
from api.dialogues.models import CircleEntry, Dialogue, DialogueDecision, DialogueParticipant

_NO_SUCH_PART = LocalizedText(
    "The dialogue has no decision, circle entry or participant with this id.",
    "Samtalen har ingen beslutning, tekst i cirklen eller deltager med dette id.",
)


async def part_of(session: AsyncSession, dialogue: Dialogue, part_id: UUID | None) -> Any:
    """Return the decision, circle entry or participant with this id, or the dialogue itself for None.

    Raises `unknown-reference` if the dialogue has no such part.
    """
    if part_id is None:
        return dialogue
    for table in (DialogueDecision, CircleEntry, DialogueParticipant):
        query = select(table).where(col(table.id) == part_id, col(table.dialogue_id) == dialogue.id)
        part = (await session.execute(query)).scalar_one_or_none()
        if part is not None:
            return part
    raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/part_id", detail=_NO_SUCH_PART))
