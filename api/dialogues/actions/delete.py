"""Delete planned dialogues that were created by mistake."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core.problems import raise_faults
from api.dialogues.models import Dialogue, DialogueParticipant, DialogueStatus
from api.dialogues.rules.status import check_status
from api.journal import record


async def delete_dialogues(session: AsyncSession, caller: Caller | None, dialogues: Sequence[Dialogue]) -> None:
    """Delete planned dialogues with their participants; raises `in-use` if anything else refers to one of them."""
    raise_faults(fault for dialogue in dialogues for fault in check_status(dialogue, DialogueStatus.planned))
    ids = [dialogue.id for dialogue in dialogues]
    await session.execute(delete(DialogueParticipant).where(col(DialogueParticipant.dialogue_id).in_(ids)))
    for dialogue in dialogues:
        await record.delete(session, caller, dialogue)
