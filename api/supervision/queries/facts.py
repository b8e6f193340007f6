"""The facts about a number of institutions: one query per kind of fact, however many institutions there are."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.agreements.models import Agreement, AgreementStatus, Origin
from api.agreements.queries import IS_OVERDUE
from api.agreements.queries import IS_VISIBLE as IS_AGREEMENT_VISIBLE
from api.cycles.queries import all_cycles
from api.cycles.rules import round_of
from api.data_packages.models import DataPackage
from api.data_packages.queries import CURRENT
from api.dialogues.models import Dialogue, DialogueStatus
from api.evidence.models import EvidenceKind
from api.evidence.queries.pack import overlaps_half_year
from api.focus_areas.models import FocusArea
from api.follow_ups.models import FollowUp, FollowUpStatus
from api.heightened_supervision.models import HeightenedSupervision, SupervisionStatus
from api.heightened_supervision.queries import PLAN_MISSING
from api.institutions.models import Institution, Participation
from api.measurements.models import Measurement
from api.observations.models import Observation
from api.observations.queries.visible import HAS_FEEDBACK
from api.redaction.models import PinnedEvidence
from api.stakeholder_input.models import Input
from api.supervision.rules import CurrentRound, DialogueFacts, HeldFollowUp, PlannedFollowUp
from api.themes.models import Theme

Rows = list[dict[str, Any]]
InstitutionByUnit = Mapping[UUID, UUID]
"""The id of an institution or department -> the id of the institution in whose line its facts count."""


async def _rows(session: AsyncSession, query: Any, scope: Mapping[str, Any] | None = None) -> Rows:
    return [dict(row._mapping) for row in await session.execute(query, dict(scope or {}))]


def _group(rows: Iterable[dict[str, Any]], institution_by_unit: InstitutionByUnit) -> dict[UUID, Rows]:
    """Group rows with a `unit_id` by the institution in whose line they count."""
    rows_by_institution: dict[UUID, Rows] = {}
    for row in rows:
        rows_by_institution.setdefault(institution_by_unit[row["unit_id"]], []).append(row)
    return rows_by_institution


async def current_rounds(session: AsyncSession, today: date) -> dict[str, CurrentRound]:
    """Return the round that includes today by area; areas without one are absent."""
    rounds = {}
    for cycle in await all_cycles(session):
        round = round_of(cycle, today)
        if round is not None:
            rounds[str(cycle.area)] = CurrentRound(cycle, round)
    return rounds


async def covered_units(
    session: AsyncSession, institution_ids: Sequence[UUID]
) -> tuple[InstitutionByUnit, InstitutionByUnit]:
    """Return the institutions and their departments, each mapped to the institution.

    The first mapping leaves out departments that take part in nothing; the second has all departments.
    """
    departments = await session.execute(
        select(col(Institution.id), col(Institution.parent_id), col(Institution.participation)).where(
            col(Institution.parent_id).in_(institution_ids)
        )
    )
    participating: dict[UUID, UUID] = {id: id for id in institution_ids}
    all_units = dict(participating)
    for department_id, parent_id, participation in departments:
        institution_id = parent_id or department_id
        all_units[department_id] = institution_id
        if participation != Participation.none:
            participating[department_id] = institution_id
    return participating, all_units


async def dialogues_of(session: AsyncSession, institution_ids: Sequence[UUID]) -> dict[UUID, list[DialogueFacts]]:
    """Return each institution's dialogues that are not cancelled."""
    names = ("id", "cycle_id", "round", "status", "planned_for", "held_on")
    query = select(col(Dialogue.institution_id), *(getattr(Dialogue, name) for name in names)).where(
        col(Dialogue.institution_id).in_(institution_ids), col(Dialogue.status) != DialogueStatus.cancelled
    )
    dialogues: dict[UUID, list[DialogueFacts]] = {}
    for row in await session.execute(query):
        dialogues.setdefault(row[0], []).append(DialogueFacts(*row[1:]))
    return dialogues


async def pinned_evidence_of(session: AsyncSession, dialogue_ids: Iterable[UUID]) -> dict[UUID, Rows]:
    """Return, by dialogue, the distinct kinds and voices of its pinned evidence.

    `quantitative` is true only for figures with a value.
    """
    voice = col(PinnedEvidence.frozen)["voice"].as_string()
    has_value = col(PinnedEvidence.frozen)[("shown", "value")].as_float().is_not(None)
    is_figure = and_(col(PinnedEvidence.kind) == EvidenceKind.measurement, has_value)
    query = (
        select(
            col(PinnedEvidence.dialogue_id).label("unit_id"),
            case((is_figure, True), else_=False).label("quantitative"),
            case((col(PinnedEvidence.kind) != EvidenceKind.measurement, True), else_=False).label("qualitative"),
            voice.label("voice"),
        )
        .where(col(PinnedEvidence.dialogue_id).in_(set(dialogue_ids)))
        .distinct()
    )
    rows = await _rows(session, query)
    return _group(rows, {row["unit_id"]: row["unit_id"] for row in rows})


async def voices_of(session: AsyncSession, institution_by_unit: InstitutionByUnit) -> dict[UUID, Rows]:
    """Return each voice with the day of its latest input."""
    query = (
        select(
            col(Input.unit_id),
            col(Input.voice),
            func.max(col(Input.collected_on), type_=Date()).label("collected_on"),
        )
        .where(col(Input.unit_id).in_(list(institution_by_unit)), col(Input.withdrawal).is_(None))
        .group_by(col(Input.unit_id), col(Input.voice))
    )
    return _group(await _rows(session, query), institution_by_unit)


async def feedback_of(session: AsyncSession, institution_by_unit: InstitutionByUnit) -> dict[UUID, Rows]:
    """Return the day of the latest written feedback from observers."""
    query: Any = (
        select(
            col(Observation.institution_id).label("unit_id"),
            func.max(col(Observation.fed_back_on), type_=Date()).label("fed_back_on"),
        )
        .where(col(Observation.institution_id).in_(list(institution_by_unit)), HAS_FEEDBACK)
        .group_by(col(Observation.institution_id))
    )
    return _group(await _rows(session, query), institution_by_unit)


_is_shown = and_(col(Measurement.value).is_not(None), ~col(Measurement.withheld))


async def figures_of(
    session: AsyncSession, institution_by_unit: InstitutionByUnit, half_years: Iterable[str]
) -> dict[UUID, Rows]:
    """Return the half-years with packaged figures, and whether any of these has a value that is not suppressed.

    Running figures count for each of `half_years` that their period overlaps.
    """
    units, shown = (
        col(Measurement.institution_id).in_(list(institution_by_unit)),
        func.max(case((_is_shown, 1), else_=0)),
    )
    packaged: Any = (
        select(col(Measurement.institution_id).label("unit_id"), col(DataPackage.half_year), shown.label("shown"))
        .join(DataPackage, col(DataPackage.id) == col(Measurement.package_id))
        .where(units, CURRENT)
        .group_by(col(Measurement.institution_id), col(DataPackage.half_year))
    )
    figures = [{**row, "running": False} for row in await _rows(session, packaged)]
    for half_year in sorted(set(half_years)):
        running: Any = select(col(Measurement.institution_id).label("unit_id")).where(
            units, col(Measurement.package_id).is_(None), overlaps_half_year(half_year), _is_shown
        )
        rows = await _rows(session, running.distinct())
        figures += [{**row, "half_year": half_year, "shown": 1, "running": True} for row in rows]
    return _group(figures, institution_by_unit)


async def focus_areas_of(
    session: AsyncSession, institution_by_unit: InstitutionByUnit, cycle_ids: Iterable[UUID]
) -> dict[UUID, Rows]:
    """Return the number of focus areas by theme of these cycles and by status."""
    query: Any = (
        select(
            col(FocusArea.institution_id).label("unit_id"),
            col(Theme.id).label("theme_id"),
            col(Theme.title).label("theme_title"),
            col(FocusArea.status),
            func.count().label("number"),
        )
        .join(Theme, col(Theme.id) == col(FocusArea.theme_id))
        .where(col(FocusArea.institution_id).in_(list(institution_by_unit)), col(Theme.cycle_id).in_(list(cycle_ids)))
        .group_by(col(FocusArea.institution_id), col(Theme.id), col(Theme.title), col(FocusArea.status))
    )
    return _group(await _rows(session, query), institution_by_unit)


async def agreements_of(
    session: AsyncSession, scope: Mapping[str, Any], institution_by_unit: InstitutionByUnit
) -> dict[UUID, Rows]:
    """Return the number of open and of overdue agreements that the caller sees; those of follow-ups separately."""
    overdue = func.sum(case((IS_OVERDUE, 1), else_=0))
    from_follow_up = case((col(Agreement.origin_kind) == Origin.follow_up, True), else_=False)
    query = (
        select(
            col(Agreement.institution_id).label("unit_id"),
            from_follow_up.label("from_follow_up"),
            func.count().label("open"),
            overdue.label("overdue"),
        )
        .where(
            col(Agreement.institution_id).in_(list(institution_by_unit)),
            col(Agreement.status) == AgreementStatus.open,
            # Callers who see an institution's line see its shared agreements.
            or_(col(Agreement.shared), IS_AGREEMENT_VISIBLE),
        )
        .group_by(col(Agreement.institution_id), col(Agreement.origin_kind))
    )
    return _group(await _rows(session, query, scope), institution_by_unit)


async def follow_ups_of(
    session: AsyncSession, institution_ids: Sequence[UUID]
) -> tuple[dict[UUID, HeldFollowUp], dict[UUID, PlannedFollowUp]]:
    """Return the last held and the next planned follow-up by institution."""
    last_held: dict[UUID, HeldFollowUp] = {}
    next_planned: dict[UUID, PlannedFollowUp] = {}
    of_institutions, status = col(FollowUp.institution_id).in_(institution_ids), col(FollowUp.status)
    held = select(
        *(getattr(FollowUp, name) for name in ("institution_id", "id", "held_on", "assessment", "next_due_on"))
    ).where(of_institutions, status == FollowUpStatus.held)
    for row in await session.execute(held.order_by(col(FollowUp.held_on), col(FollowUp.planned_for), col(FollowUp.id))):
        last_held[row[0]] = HeldFollowUp(*row[1:])
    planned = select(col(FollowUp.institution_id), col(FollowUp.id), col(FollowUp.planned_for))
    planned = planned.where(of_institutions, status == FollowUpStatus.planned)
    for row in await session.execute(planned.order_by(col(FollowUp.planned_for), col(FollowUp.id))):
        next_planned.setdefault(row[0], PlannedFollowUp(*row[1:]))
    return last_held, next_planned


async def heightened_supervision_of(session: AsyncSession, institution_by_unit: InstitutionByUnit) -> dict[UUID, Rows]:
    """Return the open heightened supervision of the institutions and their departments."""
    names = ("id", "severity", "opened_on", "action_plan_due_on")
    query = select(
        col(HeightenedSupervision.institution_id).label("unit_id"),
        *(getattr(HeightenedSupervision, name) for name in names),
        case((PLAN_MISSING, True), else_=False).label("action_plan_missing"),
    ).where(
        col(HeightenedSupervision.institution_id).in_(list(institution_by_unit)),
        col(HeightenedSupervision.status) == SupervisionStatus.open,
    )
    rows = await _rows(session, query.order_by(col(HeightenedSupervision.opened_on)))
    return _group(rows, institution_by_unit)
