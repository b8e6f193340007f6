"""Write and read the confidential notes and remarks of a follow-up."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.problems import raise_faults
from api.follow_ups import rules
from api.follow_ups.models import FollowUp, FollowUpRemark, FollowUpStatus
from api.follow_ups.queries import notes_of
from api.follow_ups.schemas.hold import NotesShape
from api.journal.record import change, record, touch

# --- notes and remarks ---


async def write_notes(session: AsyncSession, caller: Caller | None, follow_up: FollowUp, said: NotesShape) -> None:
    """Let the notes of a planned follow-up say this; once it is held they stay, and are corrected beside."""
    raise_faults(rules.check_status(follow_up, FollowUpStatus.planned))
    await change(session, caller, follow_up, {"topics": said.topics, "notes": said.notes})


async def write_remark(session: AsyncSession, caller: Caller, follow_up: FollowUp, text: str) -> None:
    """Let the leader's words stand with the notes."""
    session.add(FollowUpRemark(follow_up_id=follow_up.id, text=text, author_id=caller.id, at=clock.now()))
    await touch(session, caller, follow_up, "remarked", ["remarks"])


async def read_notes(session: AsyncSession, caller: Caller, follow_up: FollowUp) -> dict[str, Any]:
    """The notes, for one of the two sides; that they were read is recorded in the same transaction."""
    await record(session, caller, [follow_up], "read", ["topics", "notes", "remarks"])
    return await notes_of(session, follow_up)
