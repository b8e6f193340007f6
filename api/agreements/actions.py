"""Making agreements, turning and changing them; each takes many."""

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

_BECOMES = {
    Turn.continued: AgreementStatus.open,
    Turn.done: AgreementStatus.done,
    Turn.dropped: AgreementStatus.dropped,
    Turn.reopened: AgreementStatus.open,
}


class AgreementSource(NamedTuple):
    """Where an agreement was made or taken up."""

    kind: Origin
    id: UUID
    institution_id: UUID


class StatusChange(NamedTuple):
    """An agreement, what becomes of it, and the note."""

    agreement: Agreement
    turn: Turn
    note: str | None = None


async def create_agreements(
    session: AsyncSession,
    caller: Caller | None,
    origin: AgreementSource,
    wanted: Sequence[AgreementCreate],
    *,
    shared: bool = True,
    leader_id: UUID | None = None,
) -> list[Agreement]:
    """The new agreements of a conversation; what they refer to is checked by who calls.

    Those that are not shared are the chief's and this leader's.
    """
    made = [
        Agreement(
            institution_id=origin.institution_id,
            origin_kind=origin.kind,
            origin_id=origin.id,
            shared=shared,
            leader_id=leader_id,
            **one.model_dump(),
        )
        for one in wanted
    ]
    await create(session, caller, made)
    return made


async def _against_opening_at(session: AsyncSession, institution_ids: Sequence[UUID]) -> list[Fault]:
    institutions = await institutions_of(session, institution_ids)
    return [fault for institution in institutions.values() for fault in check_open(institution, clock.today(), "")]


async def reopening_faults(session: AsyncSession, agreement: Agreement) -> list[Fault]:
    """What stands in the way of opening an agreement again: nobody would take it up where all is closed."""
    found = check_turn(agreement, Turn.reopened)
    return found or await _against_opening_at(session, [agreement.institution_id])


async def change_status(
    session: AsyncSession,
    caller: Caller | None,
    turnings: Sequence[StatusChange],
    origin: AgreementSource | None = None,
) -> None:
    """Let agreements go on, end or open again, in a conversation or outside of one; a turn with its note for each."""
    faults = [fault for turning in turnings for fault in check_turn(turning.agreement, turning.turn)]
    again = [turning.agreement.institution_id for turning in turnings if turning.turn == Turn.reopened]
    raise_faults(faults + (await _against_opening_at(session, again) if again else []))
    for agreement, turn, note in turnings:
        session.add(
            AgreementTurn(
                agreement_id=agreement.id,
                turn=turn,
                note=note,
                origin_kind=origin.kind if origin else None,
                origin_id=origin.id if origin else None,
                author_id=caller.id if caller else None,
                author_name=caller.name if caller else None,
                at=clock.now(),
                shared=agreement.shared,
            )
        )
        if not await change(session, caller, agreement, {"status": _BECOMES[turn]}, turn.value):
            await touch(session, caller, agreement, turn.value, ["turns"])
    await session.flush()


async def share_agreements(session: AsyncSession, caller: Caller | None, agreements: Sequence[Agreement]) -> None:
    """Let agreements of a follow-up belong to the institution, as a dialogue's do; it is not taken back."""
    raise_faults(fault for agreement in agreements for fault in check_share(agreement))
    for agreement in agreements:
        await change(session, caller, agreement, {"shared": True}, "shared")


async def update_agreement(
    session: AsyncSession, caller: Caller | None, agreement: Agreement, values: Mapping[str, Any]
) -> None:
    """Say an open agreement otherwise, or give it another day."""
    raise_faults(check_change(agreement, values, clock.today()))
    await change(session, caller, agreement, values)
