"""Create agreements, change their status, share and update them."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.agreements.models import Agreement, AgreementStatus, AgreementTurn, Origin, Turn
from api.agreements.rules import check_change, check_share, check_turn
from api.agreements.schemas import AgreementCreate
from api.core import clock
from api.core.problems import Fault, raise_faults
from api.institutions.queries import institutions_of
from api.institutions.rules import check_open
from api.journal.record import change, create, touch

_STATUS_AFTER = {
    Turn.continued: AgreementStatus.open,
    Turn.done: AgreementStatus.done,
    Turn.dropped: AgreementStatus.dropped,
    Turn.reopened: AgreementStatus.open,
}


class AgreementSource(NamedTuple):
    """The conversation in which agreements are made or taken up."""

    kind: Origin
    id: UUID
    institution_id: UUID


class StatusChange(NamedTuple):
    """A turn of an agreement, with its note."""

    agreement: Agreement
    turn: Turn
    note: str | None = None


async def create_agreements(
    session: AsyncSession,
    caller: Caller | None,
    source: AgreementSource,
    new_agreements: Sequence[AgreementCreate],
    *,
    shared: bool = True,
    leader_id: UUID | None = None,
) -> list[Agreement]:
    """Create the agreements of a conversation; the caller of this function checks their focus areas.

    Agreements that are not shared are visible only to the chief and to the leader with `leader_id`.
    """
    agreements = [
        Agreement(
            institution_id=source.institution_id,
            origin_kind=source.kind,
            origin_id=source.id,
            shared=shared,
            leader_id=leader_id,
            **new.model_dump(),
        )
        for new in new_agreements
    ]
    await create(session, caller, agreements)
    return agreements


async def _closed_institution_faults(session: AsyncSession, institution_ids: Sequence[UUID]) -> list[Fault]:
    institutions = await institutions_of(session, institution_ids)
    return [fault for institution in institutions.values() for fault in check_open(institution, clock.today(), "")]


async def reopening_faults(session: AsyncSession, agreement: Agreement) -> list[Fault]:
    """Return the faults that prevent reopening an agreement: no dialogue of a closed institution would take it up."""
    faults = check_turn(agreement, Turn.reopened)
    return faults or await _closed_institution_faults(session, [agreement.institution_id])


async def change_status(
    session: AsyncSession,
    caller: Caller | None,
    status_changes: Sequence[StatusChange],
    source: AgreementSource | None = None,
) -> None:
    """Continue, close or reopen agreements and store a turn for each; `source` is None outside a conversation."""
    faults = [fault for agreement, turn, _ in status_changes for fault in check_turn(agreement, turn)]
    reopened_at = [agreement.institution_id for agreement, turn, _ in status_changes if turn == Turn.reopened]
    if reopened_at:
        faults += await _closed_institution_faults(session, reopened_at)
    raise_faults(faults)
    for agreement, turn, note in status_changes:
        session.add(
            AgreementTurn(
                agreement_id=agreement.id,
                turn=turn,
                note=note,
                origin_kind=source.kind if source else None,
                origin_id=source.id if source else None,
                author_id=caller.id if caller else None,
                author_name=caller.name if caller else None,
                at=clock.now(),
                shared=agreement.shared,
            )
        )
        if not await change(session, caller, agreement, {"status": _STATUS_AFTER[turn]}, turn.value):
            await touch(session, caller, agreement, turn.value, ["turns"])
    await session.flush()


async def share_agreements(session: AsyncSession, caller: Caller | None, agreements: Sequence[Agreement]) -> None:
    """Share agreements of a follow-up with the institution; sharing cannot be undone."""
    raise_faults(fault for agreement in agreements for fault in check_share(agreement))
    for agreement in agreements:
        await change(session, caller, agreement, {"shared": True}, "shared")


async def update_agreement(
    session: AsyncSession, caller: Caller | None, agreement: Agreement, values: Mapping[str, Any]
) -> None:
    """Update text, responsible person or due date of an open agreement."""
    raise_faults(check_change(agreement, values, clock.today()))
    await change(session, caller, agreement, values)
