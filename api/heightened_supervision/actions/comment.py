"""Add the parent board's comment to a heightened supervision."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.heightened_supervision.models import HeightenedSupervision, SupervisionComment
from api.journal.record import touch


async def add_comment(session: AsyncSession, caller: Caller, supervision: HeightenedSupervision, text: str) -> None:
    """Store a comment with the caller as its author."""
    session.add(
        SupervisionComment(
            heightened_supervision_id=supervision.id,
            text=text,
            author_id=caller.id,
            author_name=caller.name,
            at=clock.now(),
        )
    )
    await touch(session, caller, supervision, "commented", ["comments"])
