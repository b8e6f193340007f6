"""Reopen a heightened supervision."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.heightened_supervision.models import (
    HeightenedSupervision,
    SupervisionStatus,
)
from api.heightened_supervision.queries import closed_by, open_supervisions
from api.journal.record import change


async def reopen_with_institution(
    session: AsyncSession, caller: Caller | None, supervision: HeightenedSupervision
) -> None:
    """Reopen a heightened supervision that was closed with its institution, because the institution is reopened."""
    values = {"status": SupervisionStatus.open.value, "closed_on": None, "closing": None}
    await change(session, caller, supervision, values, "reopened")


async def reopen_closed_by(session: AsyncSession, caller: Caller | None, origin_id: UUID) -> None:
    """Reopen the heightened supervisions that a follow-up closed, because its assessment is corrected.

    An institution that has another open heightened supervision by now keeps that one instead.
    """
    closed = await closed_by(session, origin_id)
    open_of = await open_supervisions(session, (supervision.institution_id for supervision in closed))
    values = {"status": SupervisionStatus.open.value, "closed_on": None, "closing": None, "closing_origin_id": None}
    for supervision in closed:
        if supervision.institution_id not in open_of:
            await change(session, caller, supervision, values, "reopened")
