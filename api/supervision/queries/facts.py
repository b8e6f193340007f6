"""What is known of many institutions at once: a query for each sort of thing, however many institutions there are."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Date, String, and_, bindparam, case, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.models import Body, Grant, Role
from api.access.roles import READ, Permission
from api.agreements.models import Agreement, AgreementStatus, Origin
from api.agreements.queries import OVERDUE
from api.agreements.queries import VISIBLE as SEES_AGREEMENT
from api.cycles.queries import all_cycles
from api.cycles.rules import round_of
from api.data_packages.models import DataPackage
from api.data_packages.queries import CURRENT
from api.dialogues.models import Dialogue, DialogueStatus
from api.evidence.models import EvidenceKind
from api.evidence.queries.pack import falls_in
from api.focus_areas.models import FocusArea
from api.follow_ups.models import FollowUp, FollowUpStatus
from api.heightened_supervision.models import HeightenedSupervision, SupervisionStatus
from api.heightened_supervision.queries import PLAN_MISSING, is_supervised
from api.http.pagination import Listing
from api.institutions.models import Institution, Participation
from api.institutions.queries import EVERY_INSTITUTION
from api.measurements.models import Measurement
from api.observations.models import Observation
from api.observations.queries.visible import HAS_FEEDBACK
from api.redaction.models import PinnedEvidence
from api.stakeholder_input.models import Input
from api.supervision.rules import LastTime, NextTime, Now, Talk
from api.themes.models import Theme

MAY_READ = Permission("supervision", READ)
_TODAY = bindparam("today", type_=Date())
_not_a_board = col(Grant.role) != str(Role.board_member)
# A board reads its own institution's line; the youth council is the whole municipality's, and has none of its own.
_of_a_house = or_(_not_a_board, col(Grant.body) != str(Body.youth_council))
_shown = EVERY_INSTITUTION.selected_columns

INSTITUTIONS_IN_REACH = Listing(
    name="supervision",
    select=EVERY_INSTITUTION.with_only_columns(
        *(_shown[name] for name in ("id", "name", "kind", "area", "participation", "district_id", "district_name")),
        reach.lies_within(col(Institution.id), MAY_READ, _not_a_board).label("with_follow_ups"),
    ).where(
        reach.lies_within(col(Institution.id), MAY_READ, _of_a_house),
        col(Institution.parent_id).is_(None),  # its dialogues and duties cover its departments
        # What has been opened stays in sight until it is closed, whatever the institution takes part in by now.
        or_(
            col(Institution.participation) != Participation.none,
            and_(reach.lies_within(col(Institution.id), MAY_READ, _not_a_board), is_supervised(col(Institution.id))),
        ),
        or_(col(Institution.active_from).is_(None), col(Institution.active_from) <= _TODAY),
        or_(col(Institution.active_until).is_(None), col(Institution.active_until) > _TODAY),
    ),
    gate=reach.access_check(MAY_READ),
    id=col(Institution.id),
    sorts={"name": col(Institution.name_key)},
    filters={
        "updated_since": col(Institution.updated_at) >= bindparam("updated_since"),
        "district_id": reach.below(col(Institution.id), "district_id"),
        "kind": col(Institution.kind) == bindparam("kind", type_=String()),
        "flag": true(),  # met when the lines are made
    },
    search=col(Institution.name_key),
    default_sort="name",
)

Rows = list[dict[str, Any]]
Cover = Mapping[UUID, UUID]
"""The unit of a thing -> the institution whose line it counts for: its own, or its department's."""


async def _rows(session: AsyncSession, asked: Any, scope: Mapping[str, Any] | None = None) -> Rows:
    return [dict(row._mapping) for row in await session.execute(asked, dict(scope or {}))]


def _by(rows: Iterable[dict[str, Any]], cover: Cover) -> dict[UUID, Rows]:
    found: dict[UUID, Rows] = {}
    for row in rows:
        found.setdefault(cover[row["unit_id"]], []).append(row)
    return found


async def rounds_today(session: AsyncSession, today: date) -> dict[str, Now]:
    """The round that a day falls in, for each area that has one."""
    found = {}
    for cycle in await all_cycles(session):
        round = round_of(cycle, today)
        if round is not None:
            found[str(cycle.area)] = Now(cycle, round)
    return found


async def covers_of(session: AsyncSession, ids: Sequence[UUID]) -> tuple[Cover, Cover]:
    """The institutions themselves, and their departments that take part in anything; and all of their departments."""
    parts = await session.execute(
        select(col(Institution.id), col(Institution.parent_id), col(Institution.participation)).where(
            col(Institution.parent_id).in_(ids)
        )
    )
    cover: dict[UUID, UUID] = {id: id for id in ids}
    every = dict(cover)
    for part, whole, participation in parts:
        house = whole or part
        every[part] = house
        if participation != Participation.none:
            cover[part] = house
    return cover, every


async def talks_of(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, list[Talk]]:
    """Each institution's dialogues, cancelled ones aside."""
    names = ("id", "cycle_id", "round", "status", "planned_for", "held_on")
    found: dict[UUID, list[Talk]] = {}
    asked = select(col(Dialogue.institution_id), *(getattr(Dialogue, name) for name in names)).where(
        col(Dialogue.institution_id).in_(ids), col(Dialogue.status) != DialogueStatus.cancelled
    )
    for row in await session.execute(asked):
        found.setdefault(row[0], []).append(Talk(*row[1:]))
    return found


async def pinned_in(session: AsyncSession, dialogue_ids: Iterable[UUID]) -> dict[UUID, Rows]:
    """What held dialogues rested on: kinds and voices, and whether a figure was shown."""
    voice = col(PinnedEvidence.frozen)["voice"].as_string()
    shown = col(PinnedEvidence.frozen)[("shown", "value")].as_float().is_not(None)
    is_figure = and_(col(PinnedEvidence.kind) == EvidenceKind.measurement, shown)
    asked = (
        select(
            col(PinnedEvidence.dialogue_id).label("unit_id"),
            case((is_figure, True), else_=False).label("quantitative"),
            case((col(PinnedEvidence.kind) != EvidenceKind.measurement, True), else_=False).label("qualitative"),
            voice.label("voice"),
        )
        .where(col(PinnedEvidence.dialogue_id).in_(set(dialogue_ids)))
        .distinct()
    )
    rows = await _rows(session, asked)
    return _by(rows, {row["unit_id"]: row["unit_id"] for row in rows})


async def voices_of(session: AsyncSession, cover: Cover) -> dict[UUID, Rows]:
    """Each voice that was heard, and when it was last."""
    asked = (
        select(
            col(Input.unit_id),
            col(Input.voice),
            func.max(col(Input.collected_on), type_=Date()).label("collected_on"),
        )
        .where(col(Input.unit_id).in_(list(cover)), col(Input.withdrawal).is_(None))
        .group_by(col(Input.unit_id), col(Input.voice))
    )
    return _by(await _rows(session, asked), cover)


async def feedback_of(session: AsyncSession, cover: Cover) -> dict[UUID, Rows]:
    """When observers last gave written feedback."""
    asked: Any = (
        select(
            col(Observation.institution_id).label("unit_id"),
            func.max(col(Observation.fed_back_on), type_=Date()).label("fed_back_on"),
        )
        .where(col(Observation.institution_id).in_(list(cover)), HAS_FEEDBACK)
        .group_by(col(Observation.institution_id))
    )
    return _by(await _rows(session, asked), cover)


_is_shown = and_(col(Measurement.value).is_not(None), ~col(Measurement.withheld))


async def figures_of(session: AsyncSession, cover: Cover, half_years: Iterable[str]) -> dict[UUID, Rows]:
    """The half-years of which there are packaged figures, and whether any of them is shown to everybody; running
    figures that fall in one of these half-years count for it."""
    units, shown = col(Measurement.institution_id).in_(list(cover)), func.max(case((_is_shown, 1), else_=0))
    packaged: Any = (
        select(col(Measurement.institution_id).label("unit_id"), col(DataPackage.half_year), shown.label("shown"))
        .join(DataPackage, col(DataPackage.id) == col(Measurement.package_id))
        .where(units, CURRENT)
        .group_by(col(Measurement.institution_id), col(DataPackage.half_year))
    )
    found = [{**row, "running": False} for row in await _rows(session, packaged)]
    for half_year in sorted(set(half_years)):
        running: Any = select(col(Measurement.institution_id).label("unit_id")).where(
            units, col(Measurement.package_id).is_(None), falls_in(half_year), _is_shown
        )
        rows = await _rows(session, running.distinct())
        found += [{**row, "half_year": half_year, "shown": 1, "running": True} for row in rows]
    return _by(found, cover)


async def focus_areas_of(session: AsyncSession, cover: Cover, cycle_ids: Iterable[UUID]) -> dict[UUID, Rows]:
    """How many focus areas lean on each theme of these cycles, by status."""
    asked: Any = (
        select(
            col(FocusArea.institution_id).label("unit_id"),
            col(Theme.id).label("theme_id"),
            col(Theme.title).label("theme_title"),
            col(FocusArea.status),
            func.count().label("number"),
        )
        .join(Theme, col(Theme.id) == col(FocusArea.theme_id))
        .where(col(FocusArea.institution_id).in_(list(cover)), col(Theme.cycle_id).in_(list(cycle_ids)))
        .group_by(col(FocusArea.institution_id), col(Theme.id), col(Theme.title), col(FocusArea.status))
    )
    return _by(await _rows(session, asked), cover)


async def agreements_of(session: AsyncSession, scope: Mapping[str, Any], cover: Cover) -> dict[UUID, Rows]:
    """How many open agreements the caller sees, and how many of them are overdue; those of follow-ups apart."""
    overdue = func.sum(case((OVERDUE, 1), else_=0))
    from_follow_up = case((col(Agreement.origin_kind) == Origin.follow_up, True), else_=False)
    asked = (
        select(
            col(Agreement.institution_id).label("unit_id"),
            from_follow_up.label("from_follow_up"),
            func.count().label("open"),
            overdue.label("overdue"),
        )
        .where(
            col(Agreement.institution_id).in_(list(cover)),
            col(Agreement.status) == AgreementStatus.open,
            or_(col(Agreement.shared), SEES_AGREEMENT),  # who reads a line reads what is shared there
        )
        .group_by(col(Agreement.institution_id), col(Agreement.origin_kind))
    )
    return _by(await _rows(session, asked, scope), cover)


async def follow_ups_of(
    session: AsyncSession, ids: Sequence[UUID]
) -> tuple[dict[UUID, LastTime], dict[UUID, NextTime]]:
    """Each institution's last follow-up that was held, and the next that is planned."""
    last: dict[UUID, LastTime] = {}
    following: dict[UUID, NextTime] = {}
    here, status = col(FollowUp.institution_id).in_(ids), col(FollowUp.status)
    held = select(
        *(getattr(FollowUp, name) for name in ("institution_id", "id", "held_on", "assessment", "next_due_on"))
    ).where(here, status == FollowUpStatus.held)
    for row in await session.execute(held.order_by(col(FollowUp.held_on), col(FollowUp.planned_for), col(FollowUp.id))):
        last[row[0]] = LastTime(*row[1:])
    planned = select(col(FollowUp.institution_id), col(FollowUp.id), col(FollowUp.planned_for))
    planned = planned.where(here, status == FollowUpStatus.planned)
    for row in await session.execute(planned.order_by(col(FollowUp.planned_for), col(FollowUp.id))):
        following.setdefault(row[0], NextTime(*row[1:]))
    return last, following


async def heightened_of(session: AsyncSession, cover: Cover) -> dict[UUID, Rows]:
    """The open heightened supervision of the institutions and their departments."""
    names = ("id", "severity", "opened_on", "action_plan_due_on")
    asked = select(
        col(HeightenedSupervision.institution_id).label("unit_id"),
        *(getattr(HeightenedSupervision, name) for name in names),
        case((PLAN_MISSING, True), else_=False).label("action_plan_missing"),
    ).where(
        col(HeightenedSupervision.institution_id).in_(list(cover)),
        col(HeightenedSupervision.status) == SupervisionStatus.open,
    )
    return _by(await _rows(session, asked.order_by(col(HeightenedSupervision.opened_on))), cover)
