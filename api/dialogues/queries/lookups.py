"""Lookups that are not scoped to the caller: dialogues, joint meetings, circle entries and focus areas."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Date, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.core.clock import COPENHAGEN
from api.cycles.models import Cycle
from api.cycles.rules import round_numbered
from api.dialogues.models import DEFAULT_PROMPTS, CircleEntry, CirclePrompts, Dialogue, DialogueStatus
from api.evidence.queries.pack import covered_unit_ids
from api.focus_areas.models import FocusArea


async def dialogues_in_cycles(
    session: AsyncSession, institution_and_cycle_ids: Iterable[tuple[UUID, UUID]]
) -> list[Dialogue]:
    """Return the dialogues, other than cancelled ones, of these pairs of institution and cycle."""
    pairs = set(institution_and_cycle_ids)
    dialogues = await session.execute(
        select(Dialogue).where(
            col(Dialogue.institution_id).in_({institution_id for institution_id, _ in pairs}),
            col(Dialogue.cycle_id).in_({cycle_id for _, cycle_id in pairs}),
            col(Dialogue.status) != DialogueStatus.cancelled,
        )
    )
    return [dialogue for dialogue in dialogues.scalars() if (dialogue.institution_id, dialogue.cycle_id) in pairs]


async def dialogues_of_meetings(session: AsyncSession, meeting_ids: Iterable[UUID | None]) -> list[Dialogue]:
    """Return the dialogues of these joint meetings, including cancelled ones."""
    ids = {meeting_id for meeting_id in meeting_ids if meeting_id is not None}
    if not ids:
        return []
    return list((await session.execute(select(Dialogue).where(col(Dialogue.meeting_id).in_(ids)))).scalars())


def not_cancelled(dialogues: Iterable[Dialogue]) -> list[Dialogue]:
    """Return the dialogues that are not cancelled."""
    return [dialogue for dialogue in dialogues if dialogue.status != DialogueStatus.cancelled]


async def previously_held_on(session: AsyncSession, dialogue: Dialogue) -> date | None:
    """Return the day of the institution's last held dialogue other than this one; None if there is none.

    For a held dialogue, dialogues that were held on a later day do not count.
    """
    conditions = [col(Dialogue.held_on) <= dialogue.held_on] if dialogue.held_on else []
    return await last_held_on(session, dialogue.institution_id, col(Dialogue.id) != dialogue.id, *conditions)


async def last_held_on(session: AsyncSession, institution_id: UUID, *conditions: Any) -> date | None:
    """Return the day of the institution's last held dialogue; None if there is none."""
    result = await session.execute(
        select(func.max(col(Dialogue.held_on), type_=Date())).where(
            col(Dialogue.institution_id) == institution_id, col(Dialogue.status) == DialogueStatus.held, *conditions
        )
    )
    day: date | None = result.scalar_one()
    return day


def evidence_end(cycle: Cycle, round: int, dialogue: Dialogue | None) -> date:
    """Return the first day whose observations and input are no longer evidence of a round.

    That is the day after the dialogue was held. For a dialogue that is not held it is the end of the round, or the day
    after the planned one if that is later; without a dialogue it is the end of the round.
    """
    if dialogue is not None and dialogue.held_on is not None:
        return dialogue.held_on + timedelta(days=1)
    cycle_round = round_numbered(cycle, round)
    round_end = cycle_round.until_on if cycle_round else cycle.ends_on
    if dialogue is None:
        return round_end
    return max(round_end, dialogue.planned_for.astimezone(COPENHAGEN).date() + timedelta(days=1))


async def entries_of(session: AsyncSession, dialogue_id: UUID) -> list[CircleEntry]:
    """Return the entries of a dialogue's circle in their order."""
    entries = await session.execute(
        select(CircleEntry).where(col(CircleEntry.dialogue_id) == dialogue_id).order_by(col(CircleEntry.position))
    )
    return list(entries.scalars())


async def own_focus_areas(
    session: AsyncSession, institution_id: UUID, focus_area_ids: Sequence[UUID]
) -> dict[UUID, FocusArea]:
    """Return, by id, those of the focus areas that the institution's dialogues cover: its own and its departments'."""
    if not focus_area_ids:
        return {}
    is_own = col(FocusArea.institution_id).in_(covered_unit_ids(institution_id))
    focus_areas = await session.execute(
        select(FocusArea).where(and_(col(FocusArea.id).in_(set(focus_area_ids)), is_own))
    )
    return {focus_area.id: focus_area for focus_area in focus_areas.scalars()}


async def rows_by_id(session: AsyncSession, table: Any, ids: Iterable[UUID]) -> dict[UUID, Any]:
    """Return the rows of a table with these ids, by id."""
    rows = await session.execute(select(table).where(col(table.id).in_(set(ids))))
    return {row.id: row for row in rows.scalars()}


async def prompts_revision(session: AsyncSession, number: int | None = None) -> tuple[int, dict[str, str]]:
    """Return a revision of the circle's prompts by step, with its number: the newest unless `number` is given.

    A number that no revision has returns the default prompts as number 1, as does a municipality without revisions.
    """
    query = select(CirclePrompts).order_by(col(CirclePrompts.number).desc()).limit(1)
    if number is not None:
        query = query.where(col(CirclePrompts.number) == number)
    revision = (await session.execute(query)).scalar_one_or_none()
    if revision is None:
        return 1, {step.value: text for step, text in DEFAULT_PROMPTS.items()}
    return revision.number, revision.prompts
