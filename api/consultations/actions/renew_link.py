"""Replace a link of a consultation by a new one."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.consultations import rules
from api.consultations.actions.complete_links import add_links
from api.consultations.actions.withdraw_link import withdraw_active_links
from api.consultations.models import Consultation
from api.consultations.queries.coverage import covered_institution_ids
from api.core import clock
from api.core.problems import UNKNOWN_REFERENCE, Fault, Problem, raise_faults
from api.journal.record import touch
from api.stakeholder_input.models import Voice


async def renew_link(
    session: AsyncSession, caller: Caller | None, consultation: Consultation, institution_id: UUID, voice: Voice
) -> None:
    """Create a link for an institution and voice and withdraw their active one, if any.

    Raise `wrong-state` once the consultation has closed, and `unknown-reference` for an institution or voice that it
    does not cover.
    """
    raise_faults(rules.check_not_closed(consultation, clock.today()))
    if institution_id not in await covered_institution_ids(session, consultation):
        raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/institution_id"))
    if not rules.questions_for_voice(consultation, voice):
        raise Problem(Fault(UNKNOWN_REFERENCE, pointer="/voice"))
    await withdraw_active_links(session, consultation, institution_id, voice)
    add_links(session, consultation, [(institution_id, voice)])
    await touch(session, caller, consultation, "link_renewed", ["links"])
