"""The evidence of an institution and a round, since its last dialogue; here, since only this room knows of that."""

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
from api.cycles.rules import numbers_of, round_numbered
from api.dialogues.models import Dialogue, DialogueStatus
from api.dialogues.queries.visible import by_ids, evidence_ends, held_before, last_held
from api.dialogues.rules.plan import CYCLE_OF_ANOTHER_AREA, NO_SUCH_ROUND
from api.evidence.queries.pack import gather_evidence, half_year_of, sight_of
from api.evidence.schemas import EvidenceQuery
from api.institutions.models import AREA_OF, Institution, Kind


async def evidence_of(context: RequestContext, institution: Institution, query: EvidenceQuery) -> dict[str, Any]:
    """The three kinds side by side; words and feedback for those whom they are for only."""
    session = context.session
    cycle = await _cycle(context, query.cycle_id)
    raise_faults(check_evidence(institution, cycle, query.round))
    own = await _own(session, institution.id, cycle.id, query.round)
    since = await held_before(session, own) if own else await last_held(session, institution.id)
    until = evidence_ends(cycle, query.round, own)
    pack = await gather_evidence(session, institution.id, cycle, query.round, since=since, until=until)
    sight = await sight_of(session, context.scope, institution.id)
    return {
        "institution_id": institution.id,
        "institution_name": institution.name,
        "cycle_id": cycle.id,
        "round": query.round,
        "half_year": half_year_of(cycle, query.round),
        **pack.seen_by(sight),
        "lacking": list(pack.lacking),
    }


def check_evidence(institution: Institution, cycle: Cycle, round: int) -> list[Fault]:
    """Faults if evidence is asked for in a cycle of another area, or in a round that it does not have."""
    faults = []
    if cycle.area != AREA_OF[Kind(institution.kind)]:
        faults.append(Fault(CYCLE_OF_ANOTHER_AREA, parameter="cycle_id"))
    if round_numbered(cycle, round) is None:
        faults.append(Fault(NO_SUCH_ROUND, parameter="round", detail=numbers_of(cycle)))
    return faults


async def _cycle(context: RequestContext, id: UUID) -> Cycle:
    if not await visible_ids(context, CYCLES, [id]):
        raise Problem(Fault(UNKNOWN_REFERENCE, parameter="cycle_id"))
    found: Cycle = (await by_ids(context.session, Cycle, [id]))[id]
    return found


async def _own(session: AsyncSession, institution_id: UUID, cycle_id: UUID, round: int) -> Dialogue | None:
    """The institution's own dialogue of the round, if it has one."""
    found = await session.execute(
        select(Dialogue).where(
            col(Dialogue.institution_id) == institution_id,
            col(Dialogue.cycle_id) == cycle_id,
            col(Dialogue.round) == round,
            col(Dialogue.status) != DialogueStatus.cancelled,
        )
    )
    return found.scalars().first()
