"""Following a thread in a bounded number of queries, each scoped by what the caller reaches."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, distinct, func, literal, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.models import Grant, Role
from api.access.roles import READ, Permission
from api.agreements.models import Agreement, AgreementStatus
from api.cycles.models import Cycle
from api.dialogues.models import Dialogue, DialogueDecision
from api.dialogues.queries.visible import CIRCLE
from api.focus_areas.models import Development, FocusArea, FocusAreaStatus
from api.institutions.models import Institution
from api.redaction.models import PinnedEvidence
from api.stakeholder_input.models import Input, Method
from api.stakeholder_input.queries.visible import INPUTS
from api.themes.models import Theme

MAY_READ = Permission("thread", READ)
COUNTING = (Role.council_member, Role.network_member)
"""Who sees the counts of the whole, and of single institutions nothing."""

Rows = list[dict[str, Any]]
Scope = Mapping[str, Any]

_counts = col(Grant.role).in_([str(role) for role in COUNTING])
REACHED = reach.within(col(FocusArea.institution_id), MAY_READ, ~_counts)
_heard = reach.within(col(Input.unit_id), MAY_READ, ~_counts)


async def sees_the_whole(session: AsyncSession, scope: Scope) -> bool:
    """Whether the caller sees the counts of the whole municipality."""
    return bool((await session.execute(select(reach.holds(MAY_READ, _counts)), dict(scope))).scalar_one())


async def sees_steps(session: AsyncSession, scope: Scope) -> bool:
    """Whether the caller follows threads further than their counts, anywhere."""
    return bool((await session.execute(select(reach.holds(MAY_READ, ~_counts)), dict(scope))).scalar_one())


async def reaches(session: AsyncSession, scope: Scope, institution_id: UUID) -> bool:
    """Whether the caller follows this institution's threads."""
    asked = select(reach.within(literal(institution_id), MAY_READ, ~_counts))
    return bool((await session.execute(asked, dict(scope))).scalar_one())


async def _rows(session: AsyncSession, asked: Any, scope: Scope | None = None) -> Rows:
    return [dict(row._mapping) for row in await session.execute(asked, dict(scope or {}))]


# --- counts ---


def _discussed(theme_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Input.theme_id) == theme_id,
        col(Input.method) == Method.meeting,
        col(Input.withdrawal).is_(None),
    )


async def _tally(session: AsyncSession, asked: Any, scope: Scope, names: Iterable[Any]) -> dict[str, int]:
    found = {str(row[0]): row[1] for row in await session.execute(asked, dict(scope))}
    return {str(name): found.get(str(name), 0) for name in names}


async def counts_of(session: AsyncSession, scope: Scope, theme_id: UUID, *, whole: bool) -> dict[str, Any]:
    """How much there is at each step of a theme's thread: in the whole municipality, or within reach."""
    seen = (col(FocusArea.theme_id) == theme_id, true() if whole else REACHED)
    heard = (*_discussed(theme_id), true() if whole else _heard)
    one = select(
        func.count(distinct(col(FocusArea.institution_id))).label("institutions"),
        func.count(col(FocusArea.outcome)).label("outcomes"),
        select(func.count()).select_from(Input).where(*heard).scalar_subquery().label("discussions"),
    ).where(*seen)
    [sums] = await _rows(session, one, scope)
    decided = (
        select(
            func.count().label("decisions"), func.count(distinct(col(DialogueDecision.dialogue_id))).label("dialogues")
        )
        .select_from(DialogueDecision)
        .join(FocusArea, col(FocusArea.id) == col(DialogueDecision.focus_area_id))
        .where(*seen)
    )
    [held] = await _rows(session, decided, scope)
    agreed = (
        select(col(Agreement.status), func.count())
        .join(FocusArea, col(FocusArea.id) == col(Agreement.focus_area_id))
        .where(*seen, col(Agreement.shared))
        .group_by(col(Agreement.status))
    )
    by_status = select(col(FocusArea.status), func.count()).where(*seen).group_by(col(FocusArea.status))
    by_development = (
        select(col(FocusArea.development), func.count())
        .where(*seen, col(FocusArea.development).is_not(None))
        .group_by(col(FocusArea.development))
    )
    return {
        **sums,
        **held,
        "focus_areas": await _tally(session, by_status, scope, FocusAreaStatus),
        "development": await _tally(session, by_development, scope, Development),
        "agreements": await _tally(session, agreed, scope, AgreementStatus),
    }


# --- the steps themselves ---


async def discussions_of(
    session: AsyncSession, scope: Scope, theme_id: UUID, institution_id: UUID | None = None
) -> Rows:
    """Discussions of a theme within reach, with the words that the caller may read; of one institution, or of all."""
    names = ("id", "institution_id", "institution_name", "voice", "people_count", "collected_on", "text")
    seen = INPUTS.select.where(*_discussed(theme_id), _heard)
    if institution_id is not None:
        seen = seen.where(col(Input.unit_id) == institution_id)
    found = await _rows(session, seen.order_by(col(Input.collected_on), col(Input.id)), scope)
    return [{name: row[name] for name in names} for row in found]


async def focus_areas_of(session: AsyncSession, scope: Scope, *conditions: ColumnElement[bool]) -> Rows:
    """Focus areas within reach, each with its decisions and agreements: three queries, however many they are."""
    names = ("id", "institution_id", "title", "status", "development", "outcome", "continues_id")
    areas = await _rows(
        session,
        select(*(getattr(FocusArea, name) for name in names), col(Institution.name).label("institution_name"))
        .join(Institution, col(Institution.id) == col(FocusArea.institution_id))
        .where(REACHED, *conditions)
        .order_by(col(Institution.name_key), col(FocusArea.title_key), col(FocusArea.id)),
        scope,
    )
    mine = select(col(FocusArea.id)).where(REACHED, *conditions)
    decisions = _by_area(await _rows(session, _decisions(mine), scope))
    agreements = _by_area(await _rows(session, _agreements(mine), scope))
    return [
        {**area, "decisions": decisions.get(area["id"], []), "agreements": agreements.get(area["id"], [])}
        for area in areas
    ]


def _by_area(rows: Sequence[dict[str, Any]]) -> dict[UUID, Rows]:
    found: dict[UUID, Rows] = {}
    for row in rows:
        found.setdefault(row.pop("focus_area_id"), []).append(row)
    return found


def _decisions(areas: Select[Any]) -> Select[Any]:
    return (
        select(
            *(
                getattr(DialogueDecision, name)
                for name in (
                    "focus_area_id",
                    "dialogue_id",
                    "decision",
                    "development",
                    "note",
                )
            ),
            col(Dialogue.round),
            col(Dialogue.held_on),
        )
        .join(Dialogue, col(Dialogue.id) == col(DialogueDecision.dialogue_id))
        .where(col(DialogueDecision.focus_area_id).in_(areas))
        .order_by(col(Dialogue.held_on), col(DialogueDecision.id))
    )


def _agreements(areas: Select[Any]) -> Select[Any]:
    names = ("focus_area_id", "id", "text", "responsible", "due_on", "status")
    return (
        select(*(getattr(Agreement, name) for name in names))
        .where(col(Agreement.focus_area_id).in_(areas), col(Agreement.shared))
        .order_by(col(Agreement.due_on), col(Agreement.id))
    )


async def rested_on(session: AsyncSession, scope: Scope, dialogue_ids: Iterable[UUID]) -> dict[UUID, Rows | None]:
    """What these dialogues rested on; None for those whose circle the caller does not read."""
    ids = set(dialogue_ids)
    reads = select(col(Dialogue.id)).where(
        col(Dialogue.id).in_(ids), reach.within(col(Dialogue.institution_id), CIRCLE)
    )
    mine = set((await session.execute(reads, dict(scope))).scalars())
    found: dict[UUID, Rows] = {id: [] for id in mine}
    shown = col(PinnedEvidence.frozen)["shown"]
    names = ("indicator_title", "guide_title", "period")
    asked = select(
        col(PinnedEvidence.dialogue_id),
        col(PinnedEvidence.kind),
        col(PinnedEvidence.reference_id).label("id"),
        *(shown[name].as_string().label(name) for name in names),
        col(PinnedEvidence.frozen)["voice"].as_string().label("voice"),
    ).where(col(PinnedEvidence.dialogue_id).in_(mine))
    for row in await _rows(session, asked.order_by(col(PinnedEvidence.dialogue_id), col(PinnedEvidence.position))):
        figure, guide = row.pop("indicator_title"), row.pop("guide_title")
        found[row.pop("dialogue_id")].append({**row, "title": figure or guide})
    return {id: found.get(id) for id in ids}


async def theme_of(session: AsyncSession, id: UUID) -> dict[str, Any]:
    """A theme as threads begin with it; who sees a focus area sees its theme, even one that was withdrawn."""
    names = ("id", "title", "cycle_id", "status")
    asked = select(
        *(getattr(Theme, name) for name in names), col(Cycle.title).label("cycle_title"), col(Cycle.area).label("area")
    ).join(Cycle, col(Cycle.id) == col(Theme.cycle_id))
    [theme] = await _rows(session, asked.where(col(Theme.id) == id))
    return theme


async def related(session: AsyncSession, scope: Scope, focus_area: Mapping[str, Any]) -> Rows:
    """Those within reach that a focus area goes on from, or that go on from it."""
    names = ("id", "title", "theme_id", "status", "outcome")
    before = col(FocusArea.id) == focus_area["continues_id"]
    return await _rows(
        session,
        select(*(getattr(FocusArea, name) for name in names), col(Theme.title).label("theme_title"))
        .join(Theme, col(Theme.id) == col(FocusArea.theme_id))
        .where(REACHED, or_(before, col(FocusArea.continues_id) == focus_area["id"]))
        .order_by(col(FocusArea.id)),
        scope,
    )
