"""Extend a consultation."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.consultations import rules
from api.consultations.models import Consultation
from api.consultations.queries.reference_faults import unit_faults
from api.core import clock
from api.core.problems import Fault, raise_faults
from api.journal.record import change


async def extension_faults(session: AsyncSession, consultation: Consultation) -> list[Fault]:
    """Return the faults that prevent extending a consultation, whatever the new closing day."""
    today = clock.today()
    return rules.check_not_closed(consultation, today) + await unit_faults(session, consultation.unit_id, today)


async def extend_consultation(
    session: AsyncSession, caller: Caller | None, consultation: Consultation, closes_on: date
) -> None:
    """Set a later closing day; raise `wrong-state` once the consultation has closed."""
    today = clock.today()
    faults = rules.check_extension(consultation, closes_on, today)
    faults += await unit_faults(session, consultation.unit_id, today)
    raise_faults(faults)
    await change(session, caller, consultation, {"closes_on": closes_on}, "extended")
