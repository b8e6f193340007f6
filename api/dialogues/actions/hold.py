"""Hold a planned dialogue: record decisions and agreements, and pin the evidence."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.agreements import actions as agreements
from api.agreements.actions import AgreementSource, StatusChange
from api.agreements.models import Origin, Turn
from api.agreements.queries import agreements_by_id, agreements_to_take_up
from api.core import clock
from api.core.problems import Fault, apply_overrides
from api.cycles.models import Cycle
from api.dialogues.models import Dialogue, DialogueDecision, DialogueStatus
from api.dialogues.queries.lookups import dialogues_in_cycles, entries_of, own_focus_areas, prompts_revision, rows_by_id
from api.dialogues.queries.participants import participants_of
from api.dialogues.rules.circle import cited_references
from api.dialogues.rules.hold import OVERRIDABLE_WHEN_HOLDING, HoldContext, check_can_hold, check_hold
from api.dialogues.schemas.hold import DialogueHold
from api.evidence.queries.pack import resolve_references
from api.evidence.rules import Piece
from api.focus_areas import actions as focus_areas
from api.institutions.models import Institution
from api.journal.record import change
from api.redaction.corrections import record_overrides
from api.redaction.models import PinnedEvidence


async def _load_context(session: AsyncSession, dialogue: Dialogue, payload: DialogueHold) -> HoldContext:
    institution_id = dialogue.institution_id
    entries = await entries_of(session, dialogue.id)
    references = cited_references(entries)
    pieces = await resolve_references(session, institution_id, references)
    focus_area_ids = [decision.focus_area_id for decision in payload.decisions]
    focus_area_ids += [
        agreement.focus_area_id for agreement in payload.agreements if agreement.focus_area_id is not None
    ]
    taken_up_ids = [taken_up.agreement_id for taken_up in payload.taken_up]
    return HoldContext(
        dialogue=dialogue,
        institution=(await rows_by_id(session, Institution, [institution_id]))[institution_id],
        cycle=(await rows_by_id(session, Cycle, [dialogue.cycle_id]))[dialogue.cycle_id],
        today=clock.today(),
        others=await dialogues_in_cycles(session, [(institution_id, dialogue.cycle_id)]),
        entries=entries,
        cited=[pieces[reference] for reference in references if reference in pieces],
        participants=frozenset(participant.id for participant in await participants_of(session, dialogue.id)),
        focus_areas=await own_focus_areas(session, institution_id, focus_area_ids),
        agreements=await agreements_by_id(session, institution_id, taken_up_ids),
        to_take_up=frozenset(agreement.id for agreement in await agreements_to_take_up(session, institution_id)),
    )


async def holding_faults(session: AsyncSession, dialogue: Dialogue) -> list[Fault]:
    """Return the faults that prevent holding a dialogue today, whatever the request contains."""
    return check_can_hold(await _load_context(session, dialogue, DialogueHold()), clock.today())


async def hold_dialogue(
    session: AsyncSession, caller: Caller | None, dialogue: Dialogue, payload: DialogueHold
) -> None:
    """Hold a planned dialogue: decisions, agreements and pinned evidence are stored in this transaction."""
    context = await _load_context(session, dialogue, payload)
    overrides = apply_overrides(check_hold(context, payload), payload.because, *OVERRIDABLE_WHEN_HOLDING)
    number, _ = await prompts_revision(session)
    values = {
        "status": DialogueStatus.held.value,
        "held_on": payload.held_on or context.today,
        "prompts_number": number,
    }
    await change(session, caller, dialogue, values, "held")
    if caller is not None:
        record_overrides(session, caller, dialogue, overrides)
    _pin_evidence(session, dialogue, context.cited)
    await _record_attendance(session, dialogue, payload.attended)
    await _apply_decisions(session, caller, context, payload)
    source = AgreementSource(Origin.dialogue, dialogue.id, dialogue.institution_id)
    status_changes = [
        StatusChange(context.agreements[taken_up.agreement_id], Turn(taken_up.outcome.value), taken_up.note)
        for taken_up in payload.taken_up
    ]
    await agreements.change_status(session, caller, status_changes, source)
    await agreements.create_agreements(session, caller, source, payload.agreements)


def _pin_evidence(session: AsyncSession, dialogue: Dialogue, pieces: Sequence[Piece]) -> None:
    session.add_all(
        PinnedEvidence(
            dialogue_id=dialogue.id,
            position=position,
            kind=piece.reference.kind,
            reference_id=piece.reference.id,
            frozen=piece.snapshot(),
        )
        for position, piece in enumerate(pieces)
    )


async def _record_attendance(session: AsyncSession, dialogue: Dialogue, attended: Sequence[UUID] | None) -> None:
    if attended is not None:
        for participant in await participants_of(session, dialogue.id):
            participant.attended = participant.id in attended
    await session.flush()


async def _apply_decisions(
    session: AsyncSession, caller: Caller | None, context: HoldContext, payload: DialogueHold
) -> None:
    decided = []
    for position, decision in enumerate(payload.decisions):
        focus_area = context.focus_areas[decision.focus_area_id]
        session.add(
            DialogueDecision(
                dialogue_id=context.dialogue.id,
                position=position,
                status_before=focus_area.status,
                **decision.model_dump(exclude={"outcome"}),
            )
        )
        decided.append(
            focus_areas.DecidedFocusArea(focus_area, decision.decision, decision.development, decision.outcome)
        )
    await focus_areas.apply_decisions(session, caller, decided)
