"""Cancel planned dialogues."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core.problems import raise_faults
from api.dialogues.models import Dialogue, DialogueStatus
from api.dialogues.rules.status import check_status
from api.journal.record import change


async def cancel_dialogues(
    session: AsyncSession, caller: Caller | None, dialogues: Sequence[Dialogue], reason: str
) -> None:
    """Cancel planned dialogues and store the reason with each."""
    raise_faults(fault for dialogue in dialogues for fault in check_status(dialogue, DialogueStatus.planned))
    for dialogue in dialogues:
        values = {"status": DialogueStatus.cancelled.value, "cancellation": reason}
        await change(session, caller, dialogue, values, "cancelled")
