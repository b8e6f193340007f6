"""The agenda of a dialogue: all that the meeting needs, in one answer."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Result, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.agreements.models import Agreement, AgreementStatus, AgreementTurn
from api.agreements.queries import EVERY_AGREEMENT
from api.cycles.models import Cycle
from api.dialogues.models import Dialogue, DialogueDecision, DialogueStatus
from api.dialogues.queries.detail import participants_answer, pinned_pieces, seen_pieces
from api.dialogues.queries.visible import by_ids, evidence_ends, held_before, prompts, sight_of
from api.dialogues.rules.circle import prompts_response
from api.evidence.queries.pack import covered, gather_evidence
from api.evidence.rules import Piece, missing_kinds
from api.focus_areas.models import FocusArea, FocusAreaStatus
from api.themes.models import Theme

_OPEN = [str(FocusAreaStatus.proposed), str(FocusAreaStatus.chosen)]


async def _agreements(session: AsyncSession, scope: dict[str, Any], *which: Any) -> list[dict[str, Any]]:
    asked = EVERY_AGREEMENT.where(*which).order_by(col(Agreement.due_on), col(Agreement.id))
    return [dict(row._mapping) for row in await session.execute(asked, scope)]


async def _focus_areas(session: AsyncSession, which: Any, until: date) -> list[dict[str, Any]]:
    """Focus areas, with what dialogues held by that day decided about them."""
    names = ("id", "institution_id", "title", "challenge", "goal", "signs", "status", "development")
    found = await session.execute(
        select(*(getattr(FocusArea, name) for name in names), col(Theme.title).label("theme_title"))
        .join(Theme, col(Theme.id) == col(FocusArea.theme_id))
        .where(which)
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
        .where(col(DialogueDecision.focus_area_id).in_([row["id"] for row in rows]), col(Dialogue.held_on) <= until)
        .order_by(col(Dialogue.held_on), col(Dialogue.id))
    )
    by_area: dict[UUID, list[dict[str, Any]]] = {}
    for row in said:
        one = dict(row._mapping)
        by_area.setdefault(one.pop("focus_area_id"), []).append(one)
    return [{**row, "dialogues": by_area.get(row["id"], [])} for row in rows]


class _Matter(NamedTuple):
    """What there is to speak of."""

    agreements: list[dict[str, Any]]
    focus_areas: list[dict[str, Any]]
    pieces: Sequence[Piece]


async def _to_come(session: AsyncSession, scope: dict[str, Any], dialogue: Dialogue, cycle: Cycle) -> _Matter:
    """For a planned dialogue: what is open now, and the evidence until then."""
    at = dialogue.institution_id
    since, until = await held_before(session, dialogue), evidence_ends(cycle, dialogue.round, dialogue)
    pack = await gather_evidence(session, at, cycle, dialogue.round, since=since, until=until)
    open_ones = col(Agreement.institution_id) == at, col(Agreement.status) == AgreementStatus.open
    standing = and_(col(FocusArea.institution_id).in_(covered(at)), col(FocusArea.status).in_(_OPEN))
    return _Matter(
        await _agreements(session, scope, *open_ones, col(Agreement.shared)),
        await _focus_areas(session, standing, date.max),
        pack.pieces,
    )


async def _as_it_was(session: AsyncSession, scope: dict[str, Any], dialogue: Dialogue, held_on: date) -> _Matter:
    """For a held dialogue: what it took up, what it decided about and what it rested on; nothing that came later."""
    pieces = await pinned_pieces(session, dialogue.id)
    if not (await sight_of(session, scope, dialogue.id)).decisions:
        return _Matter([], [], pieces)  # who only sat there has its evidence; the rest belongs to the institution
    taken_up = select(col(AgreementTurn.agreement_id)).where(col(AgreementTurn.origin_id) == dialogue.id)
    decided = select(col(DialogueDecision.focus_area_id)).where(col(DialogueDecision.dialogue_id) == dialogue.id)
    return _Matter(
        await _agreements(session, scope, col(Agreement.id).in_(taken_up)),
        await _focus_areas(session, col(FocusArea.id).in_(decided), held_on),
        pieces,
    )


async def agenda_of(session: AsyncSession, scope: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """The agenda of a dialogue that the caller sees; `row` is its planning as it is answered."""
    dialogue: Dialogue = (await by_ids(session, Dialogue, [row["id"]]))[row["id"]]
    cycle = (await by_ids(session, Cycle, [dialogue.cycle_id]))[dialogue.cycle_id]
    if dialogue.held_on is not None:
        matter = await _as_it_was(session, scope, dialogue, dialogue.held_on)
    elif dialogue.status == DialogueStatus.cancelled:
        matter = _Matter([], [], [])  # nobody meets
    else:
        matter = await _to_come(session, scope, dialogue, cycle)
    return {
        "dialogue": row,
        "participants": await participants_answer(session, dialogue.id),
        "agreements": matter.agreements,
        "focus_areas": matter.focus_areas,
        "evidence": await seen_pieces(session, scope, dialogue.id, dialogue.institution_id, matter.pieces),
        "lacking": list(missing_kinds(matter.pieces)),
        "prompts": prompts_response(*await prompts(session, dialogue.prompts_number))["prompts"],
    }
