"""What a dialogue ends in: decisions carried out, agreements made, evidence pinned."""

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
from api.dialogues.queries.visible import by_ids, entries_of, other_dialogues, own_focus_areas, participants_of, prompts
from api.dialogues.rules.circle import cited_in
from api.dialogues.rules.hold import SET_ASIDE_WHEN_HELD, HoldContext, check_can_hold, check_hold
from api.dialogues.schemas.hold import DialogueHold
from api.evidence.queries.pack import resolve_references
from api.evidence.rules import Piece
from api.focus_areas import actions as focus_areas
from api.institutions.models import Institution
from api.journal.record import change
from api.redaction.corrections import record_overrides
from api.redaction.models import PinnedEvidence


async def _table(session: AsyncSession, dialogue: Dialogue, said: DialogueHold) -> HoldContext:
    """All that the rules look at, loaded."""
    at = dialogue.institution_id
    entries = await entries_of(session, dialogue.id)
    found = await resolve_references(session, at, cited_in(entries))
    wanted = [decision.focus_area_id for decision in said.decisions]
    wanted += [agreement.focus_area_id for agreement in said.agreements if agreement.focus_area_id is not None]
    return HoldContext(
        dialogue=dialogue,
        institution=(await by_ids(session, Institution, [at]))[at],
        cycle=(await by_ids(session, Cycle, [dialogue.cycle_id]))[dialogue.cycle_id],
        today=clock.today(),
        others=await other_dialogues(session, [(at, dialogue.cycle_id)]),
        entries=entries,
        cited=[found[one] for one in cited_in(entries) if one in found],
        participants=frozenset(participant.id for participant in await participants_of(session, dialogue.id)),
        focus_areas=await own_focus_areas(session, at, wanted),
        agreements=await agreements_by_id(session, at, [one.agreement_id for one in said.taken_up]),
        to_take_up=frozenset(one.id for one in await agreements_to_take_up(session, at)),
    )


async def holding_faults(session: AsyncSession, dialogue: Dialogue) -> list[Fault]:
    """What stands in the way of holding a dialogue today, whatever is said in it."""
    return check_can_hold(await _table(session, dialogue, DialogueHold()), clock.today())


async def hold_dialogue(session: AsyncSession, caller: Caller | None, dialogue: Dialogue, said: DialogueHold) -> None:
    """Hold a planned dialogue: all that it ended in is carried out in this transaction, and stays."""
    table = await _table(session, dialogue, said)
    reasons = apply_overrides(check_hold(table, said), said.because, *SET_ASIDE_WHEN_HELD)
    number, _ = await prompts(session)
    values = {
        "status": DialogueStatus.held.value,
        "held_on": said.held_on or table.today,
        "prompts_number": number,
    }
    await change(session, caller, dialogue, values, "held")
    if caller is not None:
        record_overrides(session, caller, dialogue, reasons)
    _pin(session, dialogue, table.cited)
    await _note_attendance(session, dialogue, said.attended)
    await _decide(session, caller, table, said)
    origin = AgreementSource(Origin.dialogue, dialogue.id, dialogue.institution_id)
    taken = [
        StatusChange(table.agreements[one.agreement_id], Turn(one.outcome.value), one.note) for one in said.taken_up
    ]
    await agreements.change_status(session, caller, taken, origin)
    await agreements.create_agreements(session, caller, origin, said.agreements)


def _pin(session: AsyncSession, dialogue: Dialogue, cited: Sequence[Piece]) -> None:
    session.add_all(
        PinnedEvidence(
            dialogue_id=dialogue.id,
            position=position,
            kind=piece.reference.kind,
            reference_id=piece.reference.id,
            frozen=piece.frozen(),
        )
        for position, piece in enumerate(cited)
    )


async def _note_attendance(session: AsyncSession, dialogue: Dialogue, attended: Sequence[UUID] | None) -> None:
    if attended is not None:
        for participant in await participants_of(session, dialogue.id):
            participant.attended = participant.id in attended
    await session.flush()


async def _decide(session: AsyncSession, caller: Caller | None, table: HoldContext, said: DialogueHold) -> None:
    turns = []
    for position, decision in enumerate(said.decisions):
        focus_area = table.focus_areas[decision.focus_area_id]
        row = DialogueDecision(
            dialogue_id=table.dialogue.id,
            position=position,
            status_before=focus_area.status,
            **decision.model_dump(exclude={"outcome"}),
        )
        session.add(row)
        turns.append(
            focus_areas.DecidedFocusArea(focus_area, decision.decision, decision.development, decision.outcome)
        )
    await focus_areas.apply_decisions(session, caller, turns)
