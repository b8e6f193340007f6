"""The evidence of an institution in a round; in this package because it begins at the last held dialogue."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import RequestContext
from api.access.guards import visible_ids
from api.core.problems import UNKNOWN_REFERENCE, Fault, Problem, raise_faults
from api.cycles.models import Cycle
from api.cycles.queries import CYCLES
from api.dialogues.models import Dialogue, DialogueStatus
from api.dialogues.queries.lookups import evidence_end, last_held_on, previously_held_on, rows_by_id
from api.dialogues.rules.evidence import check_round
from api.evidence.queries.pack import evidence_access, gather_evidence, half_year_of
from api.evidence.schemas import EvidenceQuery
from api.institutions.models import Institution


async def evidence_of(context: RequestContext, institution: Institution, query: EvidenceQuery) -> dict[str, Any]:
    """Return the three kinds of evidence, with text and feedback only where the caller may read them."""
    session = context.session
    cycle = await _visible_cycle(context, query.cycle_id)
    raise_faults(check_round(institution, cycle, query.round))
    dialogue = await _dialogue_of_round(session, institution.id, cycle.id, query.round)
    since = await previously_held_on(session, dialogue) if dialogue else await last_held_on(session, institution.id)
    until = evidence_end(cycle, query.round, dialogue)
    pack = await gather_evidence(session, institution.id, cycle, query.round, since=since, until=until)
    access = await evidence_access(session, context.scope, institution.id)
    return {
        "institution_id": institution.id,
        "institution_name": institution.name,
        "cycle_id": cycle.id,
        "round": query.round,
        "half_year": half_year_of(cycle, query.round),
        **pack.visible_to(access),
        "lacking": list(pack.lacking),
    }


async def _visible_cycle(context: RequestContext, cycle_id: UUID) -> Cycle:
    if not await visible_ids(context, CYCLES, [cycle_id]):
        raise Problem(Fault(UNKNOWN_REFERENCE, parameter="cycle_id"))
    cycle: Cycle = (await rows_by_id(context.session, Cycle, [cycle_id]))[cycle_id]
    return cycle


async def _dialogue_of_round(
    session: AsyncSession, institution_id: UUID, cycle_id: UUID, round: int
) -> Dialogue | None:
    """Return the institution's dialogue of the round that is not cancelled, or None."""
    result = await session.execute(
        select(Dialogue).where(
            col(Dialogue.institution_id) == institution_id,
            col(Dialogue.cycle_id) == cycle_id,
            col(Dialogue.round) == round,
            col(Dialogue.status) != DialogueStatus.cancelled,
        )
    )
    return result.scalars().first()
