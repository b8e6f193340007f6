"""Hold a planned follow-up: record notes, assessment and agreements; heightened supervision follows."""

from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.access.models import Holder, Role
from api.agreements import actions as agreements
from api.agreements.actions import AgreementSource, StatusChange
from api.agreements.models import Origin, Turn
from api.core import clock
from api.core.problems import Fault, raise_faults
from api.db import transactions
from api.dialogues.queries.lookups import own_focus_areas
from api.follow_ups import rules
from api.follow_ups.models import Assessment, FollowUp, FollowUpStatus
from api.follow_ups.queries.lookups import agreements_for, other_held_follow_ups, role_holders
from api.follow_ups.rules import HoldContext
from api.follow_ups.schemas.hold import FollowUpHold
from api.heightened_supervision.actions.open import apply_concerns
from api.heightened_supervision.rules import Concern
from api.institutions.models import Kind
from api.institutions.queries import institutions_of
from api.journal.record import change


async def _load_context(session: AsyncSession, follow_up: FollowUp, payload: FollowUpHold | None = None) -> HoldContext:
    institution_id, today = follow_up.institution_id, clock.today()
    institution_and_day = institution_id, (payload.held_on if payload else None) or today
    new_agreements, taken_up = (payload.agreements, payload.taken_up) if payload else ([], [])
    focus_area_ids = [agreement.focus_area_id for agreement in new_agreements if agreement.focus_area_id is not None]
    leaders = await role_holders(session, Role.leader, [institution_and_day])
    return HoldContext(
        follow_up=follow_up,
        institution=(await institutions_of(session, [institution_id]))[institution_id],
        today=today,
        leader_ids=frozenset(leaders.get(institution_and_day, [])),
        focus_areas=await own_focus_areas(session, institution_id, focus_area_ids),
        agreements=await agreements_for(session, follow_up, [item.agreement_id for item in taken_up]),
    )


async def holding_faults(session: AsyncSession, follow_up: FollowUp) -> list[Fault]:
    """Return the faults that prevent holding a follow-up today, whatever the request contains."""
    return rules.check_can_hold(await _load_context(session, follow_up))


async def hold_follow_up(
    session: AsyncSession, caller: Caller | None, follow_up: FollowUp, payload: FollowUpHold
) -> None:
    """Hold a planned follow-up: its results are stored in this transaction."""
    context = await _load_context(session, follow_up, payload)
    raise_faults(rules.check_hold(context, payload))
    await change(session, caller, follow_up, _held_values(session, caller, context, payload), "held")
    source = AgreementSource(Origin.follow_up, follow_up.id, follow_up.institution_id)
    status_changes = [
        StatusChange(context.agreements[item.agreement_id], Turn(item.outcome.value), item.note)
        for item in payload.taken_up
    ]
    await agreements.change_status(session, caller, status_changes, source)
    await agreements.create_agreements(
        session, caller, source, payload.agreements, shared=False, leader_id=follow_up.leader_id
    )
    # A follow-up that is recorded after a later one was held changes nothing: the later assessment counts.
    if rules.is_latest(follow_up, await other_held_follow_ups(session, follow_up)):
        await apply_concerns(session, caller, [concern_of(follow_up, payload.assessment, payload.reason)])


def _held_values(
    session: AsyncSession, caller: Caller | None, context: HoldContext, payload: FollowUpHold
) -> dict[str, Any]:
    held_on = payload.held_on or context.today
    kind = Kind(context.institution.kind)
    values = {
        "status": FollowUpStatus.held.value,
        "held_on": held_on,
        "assessment": payload.assessment.value,
        "next_due_on": payload.next_due_on or rules.next_due(kind, held_on, transactions.settings_of(session)),
    }
    if caller is not None and caller.holder == Holder.person:
        values["chief_id"] = caller.id
    notes = {name: getattr(payload, name) for name in ("topics", "notes")}
    return values | {name: text for name, text in notes.items() if text is not None}


def concern_of(follow_up: FollowUp, assessment: Assessment, reason: str | None, day: date | None = None) -> Concern:
    """Return what an assessment reports to heightened supervision, on the day of the follow-up unless one is given."""
    recorded_on = day or follow_up.held_on or clock.today()
    return Concern(follow_up.institution_id, follow_up.id, recorded_on, rules.severity_of(assessment), reason)
