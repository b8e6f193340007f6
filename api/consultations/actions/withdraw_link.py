"""Withdraw a link of a consultation."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.consultations.models import Consultation
from api.consultations.queries.links import active_links
from api.core import clock
from api.core.problems import UNKNOWN_REFERENCE, Fault, Problem
from api.journal.record import touch
from api.stakeholder_input.models import Voice


async def withdraw_link(
    session: AsyncSession, caller: Caller | None, consultation: Consultation, institution_id: UUID, voice: Voice
) -> None:
    """Withdraw the active link of an institution and voice; raise `unknown-reference` if there is none."""
    if not await withdraw_active_links(session, consultation, institution_id, voice):
        raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/institution_id"))
    await touch(session, caller, consultation, "link_withdrawn", ["links"])


async def withdraw_active_links(
    session: AsyncSession, consultation: Consultation, institution_id: UUID, voice: Voice
) -> bool:
    """Withdraw the active link of an institution and voice, without a journal entry; return whether there was one."""
    links = [
        link
        for link in await active_links(session, consultation.id)
        if (link.institution_id, link.voice) == (institution_id, voice.value)
    ]
    for link in links:
        link.withdrawn_on = clock.today()
    await session.flush()
    return bool(links)
