"""The agenda of a dialogue: agreements, focus areas, evidence and prompts in one response."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Result, and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.agreements.models import Agreement, AgreementStatus, AgreementTurn
from api.agreements.queries import UNSCOPED_AGREEMENTS
from api.cycles.models import Cycle
from api.dialogues.models import Dialogue, DialogueDecision, DialogueStatus
from api.dialogues.queries.detail import participant_rows, pinned_pieces, readable_evidence
from api.dialogues.queries.lookups import evidence_end, previously_held_on, prompts_revision, rows_by_id
from api.dialogues.queries.visible import access_to_dialogue
from api.dialogues.rules.circle import prompts_response
from api.evidence.queries.pack import covered_unit_ids, gather_evidence
from api.evidence.rules import Piece, missing_kinds
from api.focus_areas.models import FocusArea, FocusAreaStatus
from api.themes.models import Theme

_OPEN_STATUSES = [str(FocusAreaStatus.proposed), str(FocusAreaStatus.chosen)]


async def _agreements(session: AsyncSession, scope: dict[str, Any], *conditions: Any) -> list[dict[str, Any]]:
    query = UNSCOPED_AGREEMENTS.where(*conditions).order_by(col(Agreement.due_on), col(Agreement.id))
    return [dict(row._mapping) for row in await session.execute(query, scope)]


async def _focus_areas(session: AsyncSession, condition: Any, until: date) -> list[dict[str, Any]]:
    """Return focus areas with the decisions of dialogues that were held on or before `until`."""
    names = ("id", "institution_id", "title", "challenge", "goal", "signs", "status", "development")
    result = await session.execute(
        select(*(getattr(FocusArea, name) for name in names), col(Theme.title).label("theme_title"))
        .join(Theme, col(Theme.id) == col(FocusArea.theme_id))
        .where(condition)
        .order_by(col(FocusArea.title_key), col(FocusArea.id))
    )
    focus_areas = [dict(row._mapping) for row in result]
    decisions: Result[Any] = await session.execute(
        select(
            col(DialogueDecision.focus_area_id),
            col(Dialogue.id).label("dialogue_id"),
            col(Dialogue.round),
            col(DialogueDecision.decision),
            col(DialogueDecision.development),
        )
        .join(Dialogue, col(Dialogue.id) == col(DialogueDecision.dialogue_id))
        .where(
            col(DialogueDecision.focus_area_id).in_([focus_area["id"] for focus_area in focus_areas]),
            col(Dialogue.held_on) <= until,
        )
        .order_by(col(Dialogue.held_on), col(Dialogue.id))
    )
    decisions_by_focus_area: dict[UUID, list[dict[str, Any]]] = {}
    for row in decisions:
        decision = dict(row._mapping)
        decisions_by_focus_area.setdefault(decision.pop("focus_area_id"), []).append(decision)
    return [
        {**focus_area, "dialogues": decisions_by_focus_area.get(focus_area["id"], [])} for focus_area in focus_areas
    ]


class _AgendaContent(NamedTuple):
    """The agreements, focus areas and evidence of an agenda."""

    agreements: list[dict[str, Any]]
    focus_areas: list[dict[str, Any]]
    pieces: Sequence[Piece]


async def _planned_content(
    session: AsyncSession, scope: dict[str, Any], dialogue: Dialogue, cycle: Cycle
) -> _AgendaContent:
    """Return the open agreements and focus areas and the current evidence of a planned dialogue."""
    institution_id = dialogue.institution_id
    since = await previously_held_on(session, dialogue)
    until = evidence_end(cycle, dialogue.round, dialogue)
    pack = await gather_evidence(session, institution_id, cycle, dialogue.round, since=since, until=until)
    is_open_agreement = col(Agreement.institution_id) == institution_id, col(Agreement.status) == AgreementStatus.open
    is_open_focus_area = and_(
        col(FocusArea.institution_id).in_(covered_unit_ids(institution_id)), col(FocusArea.status).in_(_OPEN_STATUSES)
    )
    return _AgendaContent(
        await _agreements(session, scope, *is_open_agreement, col(Agreement.shared)),
        await _focus_areas(session, is_open_focus_area, date.max),
        pack.pieces,
    )


async def _held_content(
    session: AsyncSession, scope: dict[str, Any], dialogue: Dialogue, held_on: date
) -> _AgendaContent:
    """Return the agreements taken up, focus areas decided about and evidence pinned by a held dialogue."""
    pieces = await pinned_pieces(session, dialogue.id)
    if not (await access_to_dialogue(session, scope, dialogue.id)).decisions:
        return _AgendaContent([], [], pieces)  # participants keep the evidence; the decisions are the institution's
    taken_up = select(col(AgreementTurn.agreement_id)).where(col(AgreementTurn.origin_id) == dialogue.id)
    decided = select(col(DialogueDecision.focus_area_id)).where(col(DialogueDecision.dialogue_id) == dialogue.id)
    return _AgendaContent(
        await _agreements(session, scope, col(Agreement.id).in_(taken_up)),
        await _focus_areas(session, col(FocusArea.id).in_(decided), held_on),
        pieces,
    )


async def agenda_of(session: AsyncSession, scope: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    """Return the agenda of a dialogue that the caller sees; `row` is the dialogue as it is listed."""
    dialogue: Dialogue = (await rows_by_id(session, Dialogue, [row["id"]]))[row["id"]]
    cycle = (await rows_by_id(session, Cycle, [dialogue.cycle_id]))[dialogue.cycle_id]
    if dialogue.held_on is not None:
        content = await _held_content(session, scope, dialogue, dialogue.held_on)
    elif dialogue.status == DialogueStatus.cancelled:
        content = _AgendaContent([], [], [])
    else:
        content = await _planned_content(session, scope, dialogue, cycle)
    return {
        "dialogue": row,
        "participants": await participant_rows(session, dialogue.id),
        "agreements": content.agreements,
        "focus_areas": content.focus_areas,
        "evidence": await readable_evidence(session, scope, dialogue.id, dialogue.institution_id, content.pieces),
        "lacking": list(missing_kinds(content.pieces)),
        "prompts": prompts_response(*await prompts_revision(session, dialogue.prompts_number))["prompts"],
    }
