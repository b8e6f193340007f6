"""What a dialogue ends in: decisions carried out, agreements made, evidence pinned."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.agreements import actions as agreements
from api.agreements.actions import Conversation, Turning
from api.agreements.models import Origin, Turn
from api.agreements.queries import agreements_by_id, to_take_up
from api.core import clock
from api.core.problems import Fault, settle
from api.corrections.actions import keep_reasons
from api.cycles.models import Cycle
from api.dialogues import rules
from api.dialogues.circle import cited_in
from api.dialogues.holding import DialogueHold
from api.dialogues.models import Dialogue, DialogueDecision, DialogueStatus
from api.dialogues.queries import by_ids, entries_of, own_focus_areas, participants_of, prompts, standing_beside
from api.dialogues.rules import Table
from api.evidence.pack import Piece
from api.evidence.queries import resolve
from api.focus_areas import actions as focus_areas
from api.institutions.models import Institution
from api.journal.record import change
from api.pinned.models import PinnedEvidence


async def _table(session: AsyncSession, dialogue: Dialogue, said: DialogueHold) -> Table:
    """All that the rules look at, loaded."""
    at = dialogue.institution_id
    entries = await entries_of(session, dialogue.id)
    found = await resolve(session, at, cited_in(entries))
    wanted = [one.focus_area_id for one in said.decisions]
    wanted += [one.focus_area_id for one in said.agreements if one.focus_area_id is not None]
    return Table(
        dialogue=dialogue,
        institution=(await by_ids(session, Institution, [at]))[at],
        cycle=(await by_ids(session, Cycle, [dialogue.cycle_id]))[dialogue.cycle_id],
        today=clock.today(),
        others=await standing_beside(session, [(at, dialogue.cycle_id)]),
        entries=entries,
        cited=[found[one] for one in cited_in(entries) if one in found],
        participants=frozenset(one.id for one in await participants_of(session, dialogue.id)),
        focus_areas=await own_focus_areas(session, at, wanted),
        agreements=await agreements_by_id(session, at, [one.agreement_id for one in said.taken_up]),
        to_take_up=frozenset(one.id for one in await to_take_up(session, at)),
    )


async def against_holding(session: AsyncSession, dialogue: Dialogue) -> list[Fault]:
    """What stands in the way of holding a dialogue today, whatever is said in it."""
    return rules.check_table(await _table(session, dialogue, DialogueHold()), clock.today())


async def hold_dialogue(session: AsyncSession, caller: Caller | None, dialogue: Dialogue, said: DialogueHold) -> None:
    """Hold a planned dialogue: all that it ended in is carried out in this transaction, and stays."""
    table = await _table(session, dialogue, said)
    reasons = settle(rules.check_hold(table, said), said.because, *rules.SET_ASIDE_WHEN_HELD)
    number, _ = await prompts(session)
    values = {
        "status": DialogueStatus.held.value,
        "held_on": said.held_on or table.today,
        "prompts_number": number,
    }
    await change(session, caller, dialogue, values, "held")
    if caller is not None:
        keep_reasons(session, caller, dialogue, reasons)
    _pin(session, dialogue, table.cited)
    await _note_attendance(session, dialogue, said.attended)
    await _decide(session, caller, table, said)
    origin = Conversation(Origin.dialogue, dialogue.id, dialogue.institution_id)
    taken = [Turning(table.agreements[one.agreement_id], Turn(one.outcome.value), one.note) for one in said.taken_up]
    await agreements.turn_agreements(session, caller, taken, origin)
    await agreements.make_agreements(session, caller, origin, said.agreements)


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
        for one in await participants_of(session, dialogue.id):
            one.attended = one.id in attended
    await session.flush()


async def _decide(session: AsyncSession, caller: Caller | None, table: Table, said: DialogueHold) -> None:
    turns = []
    for position, one in enumerate(said.decisions):
        focus_area = table.focus_areas[one.focus_area_id]
        row = DialogueDecision(
            dialogue_id=table.dialogue.id,
            position=position,
            status_before=focus_area.status,
            **one.model_dump(exclude={"outcome"}),
        )
        session.add(row)
        turns.append(focus_areas.Turn(focus_area, one.decision, one.development, one.outcome))
    await focus_areas.decide(session, caller, turns)
