"""Delete a consultation that has not opened."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.consultations import rules
from api.consultations.models import Consultation, ConsultationLink
from api.core import clock
from api.core.problems import raise_faults
from api.journal import record


async def delete_consultation(session: AsyncSession, caller: Caller | None, consultation: Consultation) -> None:
    """Delete a consultation with its links; raise `consultation-has-opened` once it has opened."""
    raise_faults(rules.check_unopened(consultation, clock.today()))
    await session.execute(delete(ConsultationLink).where(col(ConsultationLink.consultation_id) == consultation.id))
    await record.delete(session, caller, consultation)
