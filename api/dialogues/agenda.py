"""The agenda of a dialogue: all that the meeting needs, in one answer."""

from typing import Any
from uuid import UUID

from sqlalchemy import Result, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.agreements.models import Agreement, AgreementStatus
from api.agreements.queries import EVERY_AGREEMENT
from api.cycles.models import Cycle
from api.dialogues.circle import prompts_answer
from api.dialogues.minutes import participants_answer
from api.dialogues.models import Dialogue, DialogueDecision, DialogueStatus
from api.dialogues.queries import TAKES_PART, by_ids, held_before, prompts
from api.evidence.queries import covered, gather, sight_of
from api.focus_areas.models import FocusArea, FocusAreaStatus
from api.themes.models import Theme

_OPEN = [str(FocusAreaStatus.proposed), str(FocusAreaStatus.chosen)]


async def _open_agreements(session: AsyncSession, scope: dict[str, Any], dialogue: Dialogue) -> list[dict[str, Any]]:
    found = await session.execute(
        EVERY_AGREEMENT.where(
            col(Agreement.institution_id) == dialogue.institution_id,
            col(Agreement.status) == AgreementStatus.open,
            col(Agreement.shared),
        ).order_by(col(Agreement.due_on), col(Agreement.id)),
        scope,
    )
    return [dict(row._mapping) for row in found]


async def _focus_areas(session: AsyncSession, dialogue: Dialogue) -> list[dict[str, Any]]:
    names = ("id", "institution_id", "title", "challenge", "goal", "signs", "status", "development")
    found = await session.execute(
        select(*(getattr(FocusArea, name) for name in names), col(Theme.title).label("theme_title"))
        .join(Theme, col(Theme.id) == col(FocusArea.theme_id))
        .where(col(FocusArea.institution_id).in_(covered(dialogue.institution_id)), col(FocusArea.status).in_(_OPEN))
        .order_by(col(FocusArea.title_key), col(FocusArea.id))
    )
    rows = [dict(row._mapping) for row in found]
    said: Result[Any] = await session.execute(
        select(
            col(DialogueDecision.focus_area_id),
            col(Dialogue.id).label("dialogue_id"),
            col(Dialogue.round),
            col(DialogueDecision.decision),
            col(DialogueDecision.development),
        )
        .join(Dialogue, col(Dialogue.id) == col(DialogueDecision.dialogue_id))
        .where(col(DialogueDecision.focus_area_id).in_([row["id"] for row in rows]))
        .order_by(col(Dialogue.held_on), col(Dialogue.id))
    )
    by_area: dict[UUID, list[dict[str, Any]]] = {}
    for row in said:
        one = dict(row._mapping)
        by_area.setdefault(one.pop("focus_area_id"), []).append(one)
    return [{**row, "dialogues": by_area.get(row["id"], [])} for row in rows]


async def agenda_of(session: AsyncSession, scope: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """The agenda of a dialogue that the caller sees; `row` is its planning as it is answered."""
    dialogue: Dialogue = (await by_ids(session, Dialogue, [row["id"]]))[row["id"]]
    cycle = (await by_ids(session, Cycle, [dialogue.cycle_id]))[dialogue.cycle_id]
    since = await held_before(session, dialogue)
    pack = await gather(session, dialogue.institution_id, cycle, dialogue.round, since=since)
    at_the_table = exists().where(col(Dialogue.id) == dialogue.id, TAKES_PART)
    seen = pack.seen_by(await sight_of(session, scope, dialogue.institution_id, at_the_table=at_the_table))
    held = dialogue.status == DialogueStatus.held
    asked = prompts_answer(*await prompts(session, dialogue.prompts_number if held else None))
    return {
        "dialogue": row,
        "participants": await participants_answer(session, dialogue.id),
        "agreements": await _open_agreements(session, scope, dialogue),
        "focus_areas": await _focus_areas(session, dialogue),
        "evidence": [*seen["measurements"], *seen["observations"], *seen["stakeholder_input"]],
        "lacking": list(pack.lacking),
        "prompts": asked["prompts"],
    }
