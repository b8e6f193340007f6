"""Close a consultation."""

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.consultations.models import Consultation
from api.consultations.rules import questionnaire
from api.core import clock
from api.core.problems import raise_faults
from api.journal.record import change


async def close_consultation(session: AsyncSession, caller: Caller | None, consultation: Consultation) -> None:
    """Close an open consultation today: no more answers are accepted; raise `consultation-not-open`."""
    today = clock.today()
    raise_faults(questionnaire.check_open(consultation, today))
    await change(session, caller, consultation, {"closes_on": today}, "closed")
