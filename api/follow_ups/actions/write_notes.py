"""Write the confidential notes and remarks of a follow-up."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.problems import raise_faults
from api.follow_ups import rules
from api.follow_ups.models import FollowUp, FollowUpRemark, FollowUpStatus
from api.follow_ups.schemas.hold import NotesShape
from api.journal.record import change, touch


async def write_notes(session: AsyncSession, caller: Caller | None, follow_up: FollowUp, payload: NotesShape) -> None:
    """Replace the topics and notes of a planned follow-up; those of a held one can only be corrected."""
    raise_faults(rules.check_status(follow_up, FollowUpStatus.planned))
    await change(session, caller, follow_up, {"topics": payload.topics, "notes": payload.notes})


async def write_remark(session: AsyncSession, caller: Caller, follow_up: FollowUp, text: str) -> None:
    """Add a remark of the leader to a follow-up."""
    session.add(FollowUpRemark(follow_up_id=follow_up.id, text=text, author_id=caller.id, at=clock.now()))
    await touch(session, caller, follow_up, "remarked", ["remarks"])
