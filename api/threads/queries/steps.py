"""The steps of a thread within the caller's reach: discussions, focus areas, decisions, agreements and evidence."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.agreements.models import Agreement
from api.cycles.models import Cycle
from api.dialogues.models import Dialogue, DialogueDecision
from api.dialogues.queries.visible import READ_CIRCLE
from api.focus_areas.models import FocusArea
from api.institutions.models import Institution
from api.redaction.models import PinnedEvidence
from api.stakeholder_input.models import Input
from api.stakeholder_input.queries.visible import INPUTS
from api.themes.models import Theme
from api.threads.queries.counts import is_discussion_of
from api.threads.queries.visible import IS_FOCUS_AREA_IN_REACH, IS_INPUT_IN_REACH, Scope

Rows = list[dict[str, Any]]


async def _rows(session: AsyncSession, query: Any, scope: Scope | None = None) -> Rows:
    return [dict(row._mapping) for row in await session.execute(query, dict(scope or {}))]


async def discussions_of(
    session: AsyncSession, scope: Scope, theme_id: UUID, institution_id: UUID | None = None
) -> Rows:
    """Return discussions of a theme, at one institution or all, with text only where the caller may read it."""
    names = ("id", "institution_id", "institution_name", "voice", "people_count", "collected_on", "text")
    query = INPUTS.select.where(*is_discussion_of(theme_id), IS_INPUT_IN_REACH)
    if institution_id is not None:
        query = query.where(col(Input.unit_id) == institution_id)
    rows = await _rows(session, query.order_by(col(Input.collected_on), col(Input.id)), scope)
    return [{name: row[name] for name in names} for row in rows]


async def focus_areas_of(session: AsyncSession, scope: Scope, *conditions: ColumnElement[bool]) -> Rows:
    """Return focus areas within reach, each with its decisions and agreements, in three queries."""
    names = ("id", "institution_id", "title", "status", "development", "outcome", "continues_id")
    focus_areas = await _rows(
        session,
        select(*(getattr(FocusArea, name) for name in names), col(Institution.name).label("institution_name"))
        .join(Institution, col(Institution.id) == col(FocusArea.institution_id))
        .where(IS_FOCUS_AREA_IN_REACH, *conditions)
        .order_by(col(Institution.name_key), col(FocusArea.title_key), col(FocusArea.id)),
        scope,
    )
    focus_area_ids = select(col(FocusArea.id)).where(IS_FOCUS_AREA_IN_REACH, *conditions)
    decisions = _group_by_focus_area(await _rows(session, _decisions(focus_area_ids), scope))
    agreements = _group_by_focus_area(await _rows(session, _agreements(focus_area_ids), scope))
    return [
        {
            **focus_area,
            "decisions": decisions.get(focus_area["id"], []),
            "agreements": agreements.get(focus_area["id"], []),
        }
        for focus_area in focus_areas
    ]


def _group_by_focus_area(rows: Sequence[dict[str, Any]]) -> dict[UUID, Rows]:
    groups: dict[UUID, Rows] = {}
    for row in rows:
        groups.setdefault(row.pop("focus_area_id"), []).append(row)
    return groups


def _decisions(focus_area_ids: Select[Any]) -> Select[Any]:
    names = ("focus_area_id", "dialogue_id", "decision", "development", "note")
    return (
        select(
            *(getattr(DialogueDecision, name) for name in names),
            col(Dialogue.round),
            col(Dialogue.held_on),
        )
        .join(Dialogue, col(Dialogue.id) == col(DialogueDecision.dialogue_id))
        .where(col(DialogueDecision.focus_area_id).in_(focus_area_ids))
        .order_by(col(Dialogue.held_on), col(DialogueDecision.id))
    )


def _agreements(focus_area_ids: Select[Any]) -> Select[Any]:
    names = ("focus_area_id", "id", "text", "responsible", "due_on", "status")
    return (
        select(*(getattr(Agreement, name) for name in names))
        .where(col(Agreement.focus_area_id).in_(focus_area_ids), col(Agreement.shared))
        .order_by(col(Agreement.due_on), col(Agreement.id))
    )


async def evidence_of_dialogues(
    session: AsyncSession, scope: Scope, dialogue_ids: Iterable[UUID]
) -> dict[UUID, Rows | None]:
    """Return the pinned evidence of each dialogue; None for dialogues whose circle the caller may not read."""
    ids = set(dialogue_ids)
    readable = select(col(Dialogue.id)).where(
        col(Dialogue.id).in_(ids), reach.unit_in_reach(col(Dialogue.institution_id), READ_CIRCLE)
    )
    readable_ids = set((await session.execute(readable, dict(scope))).scalars())
    evidence: dict[UUID, Rows] = {id: [] for id in readable_ids}
    shown = col(PinnedEvidence.frozen)["shown"]
    names = ("indicator_title", "guide_title", "period")
    query = select(
        col(PinnedEvidence.dialogue_id),
        col(PinnedEvidence.kind),
        col(PinnedEvidence.reference_id).label("id"),
        *(shown[name].as_string().label(name) for name in names),
        col(PinnedEvidence.frozen)["voice"].as_string().label("voice"),
    ).where(col(PinnedEvidence.dialogue_id).in_(readable_ids))
    for row in await _rows(session, query.order_by(col(PinnedEvidence.dialogue_id), col(PinnedEvidence.position))):
        indicator_title, guide_title = row.pop("indicator_title"), row.pop("guide_title")
        evidence[row.pop("dialogue_id")].append({**row, "title": indicator_title or guide_title})
    return {id: evidence.get(id) for id in ids}


async def theme_of(session: AsyncSession, theme_id: UUID) -> dict[str, Any]:
    """Return the theme of a thread.

    It is not scoped: callers who see a focus area see its theme, even if that was withdrawn.
    """
    names = ("id", "title", "cycle_id", "status")
    query = select(
        *(getattr(Theme, name) for name in names), col(Cycle.title).label("cycle_title"), col(Cycle.area).label("area")
    ).join(Cycle, col(Cycle.id) == col(Theme.cycle_id))
    [theme] = await _rows(session, query.where(col(Theme.id) == theme_id))
    return theme


async def related_focus_areas(session: AsyncSession, scope: Scope, focus_area: Mapping[str, Any]) -> Rows:
    """Return the focus areas within reach that a focus area continues, or that continue it."""
    names = ("id", "title", "theme_id", "status", "outcome")
    is_continued = col(FocusArea.id) == focus_area["continues_id"]
    return await _rows(
        session,
        select(*(getattr(FocusArea, name) for name in names), col(Theme.title).label("theme_title"))
        .join(Theme, col(Theme.id) == col(FocusArea.theme_id))
        .where(IS_FOCUS_AREA_IN_REACH, or_(is_continued, col(FocusArea.continues_id) == focus_area["id"]))
        .order_by(col(FocusArea.id)),
        scope,
    )
