"""Agreements created without a conversation."""

from datetime import date
from uuid import UUID

from api.agreements.actions import AgreementSource, create_agreements
from api.agreements.models import Origin
from api.agreements.schemas import AgreementCreate
from api.core.identifiers import new_id
from api.db import transactions
from tests.support.world import World


async def agree(world: World, at: UUID, *texts: str, due_on: str = "2026-05-01", shared: bool = True) -> list[str]:
    """Create agreements of a dialogue, or unshared ones of a follow-up, at an institution; return their ids."""
    kind = Origin.dialogue if shared else Origin.follow_up
    new_agreements = [
        AgreementCreate(text=text, responsible="Leder", due_on=date.fromisoformat(due_on), focus_area_id=None)
        for text in texts
    ]
    async with transactions.write_transaction(world.app.state.engine) as session:
        source = AgreementSource(kind, new_id(), at)
        agreements = await create_agreements(session, None, source, new_agreements, shared=shared)
        return [str(agreement.id) for agreement in agreements]
