"""Read the confidential notes of a follow-up; an action because each reading is recorded in the journal."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.follow_ups.models import FollowUp
from api.follow_ups.queries.detail import notes_of
from api.journal.record import record


async def read_notes(session: AsyncSession, caller: Caller, follow_up: FollowUp) -> dict[str, Any]:
    """Return the notes for the chief or leader; the reading is recorded in the same transaction."""
    await record(session, caller, [follow_up], "read", ["topics", "notes", "remarks"])
    return await notes_of(session, follow_up)
