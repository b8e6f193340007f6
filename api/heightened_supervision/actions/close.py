"""Close a heightened supervision."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.heightened_supervision.models import (
    HeightenedSupervision,
    SupervisionStatus,
)
from api.journal.record import change


async def close_supervision(
    session: AsyncSession,
    caller: Caller | None,
    supervision: HeightenedSupervision,
    day: date,
    reason: str | None,
    origin_id: UUID,
) -> None:
    """Close a heightened supervision because a follow-up (`origin_id`) recorded no concern."""
    values = {
        "status": SupervisionStatus.closed.value,
        "closed_on": day,
        "closing": reason,
        "closing_origin_id": origin_id,
    }
    await change(session, caller, supervision, values, "closed")


async def close_with_institution(
    session: AsyncSession, caller: Caller | None, supervision: HeightenedSupervision, day: date, reason: str
) -> None:
    """Close a heightened supervision because the institution closes; there is no follow-up."""
    values = {"status": SupervisionStatus.closed.value, "closed_on": max(day, supervision.opened_on), "closing": reason}
    await change(session, caller, supervision, values, "closed")
