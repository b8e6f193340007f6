"""Listing of the heightened supervision visible to the caller, conditions on the caller, and lookups."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    String,
    Uuid,
    and_,
    bindparam,
    case,
    exists,
    false,
    or_,
    select,
    true,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from api.access import reach
from api.access.models import Body, Grant, Role
from api.access.roles import READ, WRITE, Permission
from api.core import clock
from api.heightened_supervision.models import (
    ActionStatus,
    HeightenedSupervision,
    RedactableInSupervision,
    Severity,
    SupervisionAction,
    SupervisionComment,
    SupervisionGround,
    SupervisionStatus,
)
from api.http.pagination import Listing
from api.institutions.models import Institution
from api.redaction.corrections import corrections_and_reasons

MAY_READ, MAY_WRITE = Permission("heightened_supervision", READ), Permission("heightened_supervision", WRITE)

_institution_id, _supervised_institution = col(HeightenedSupervision.institution_id), aliased(Institution)
_parent_board = and_(col(Grant.role) == str(Role.board_member), col(Grant.body) == str(Body.parent_board))
VISIBLE = reach.unit_in_reach(_institution_id, MAY_READ, or_(col(Grant.role) != str(Role.board_member), _parent_board))
"""Within the caller's reach; of the boards and councils only the parent board reads heightened supervision."""
ACTS = reach.unit_in_reach(_institution_id, MAY_WRITE, col(Grant.role).in_([str(Role.chief), str(Role.leader)]))
COMMENTS = reach.unit_in_reach(_institution_id, MAY_WRITE, _parent_board)
_CHIEF = reach.unit_in_reach(_institution_id, MAY_WRITE, col(Grant.role) == str(Role.chief))
REDACTS = {
    RedactableInSupervision.reason: _CHIEF,
    RedactableInSupervision.closing: _CHIEF,
    RedactableInSupervision.action: ACTS,
    RedactableInSupervision.comment: COMMENTS,
}
"""Who redacts which text: those who may write it."""

_planned = exists(select(1).where(col(SupervisionAction.heightened_supervision_id) == col(HeightenedSupervision.id)))
PLAN_MISSING = and_(
    col(HeightenedSupervision.status) == SupervisionStatus.open,
    col(HeightenedSupervision.severity) == Severity.serious_concern,
    ~_planned,
)
"""Open, with a serious concern and without any action: flagged from the opening until the first action is planned."""
_plan_missing = type_coerce(case((PLAN_MISSING, true()), else_=false()), Boolean)
_COLUMNS = (
    "id", "version", "created_at", "updated_at", "institution_id", "origin_id", "severity", "reason", "opened_on",
    "action_plan_due_on", "status", "closed_on", "closing", "closing_origin_id",
)  # fmt: skip

HEIGHTENED_SUPERVISION = Listing(
    name="heightened-supervision",
    select=select(
        *(getattr(HeightenedSupervision, name) for name in _COLUMNS),
        col(Institution.name).label("institution_name"),
        col(Institution.kind).label("kind"),
        _plan_missing.label("action_plan_missing"),
    )
    .join(Institution, col(Institution.id) == _institution_id)
    .where(VISIBLE),
    gate=reach.access_check(MAY_READ),
    id=col(HeightenedSupervision.id),
    sorts={
        "opened_on": col(HeightenedSupervision.opened_on),
        "institution_name": col(Institution.name_key),
        "updated_at": col(HeightenedSupervision.updated_at),
    },
    filters={
        "updated_since": col(HeightenedSupervision.updated_at) >= bindparam("updated_since"),
        "institution_id": _institution_id == bindparam("institution_id", type_=Uuid()),
        "district_id": reach.unit_at_or_below(_institution_id, "district_id"),
        "kind": col(Institution.kind) == bindparam("kind", type_=String()),
        "severity": col(HeightenedSupervision.severity) == bindparam("severity", type_=String()),
        "status": col(HeightenedSupervision.status) == bindparam("status", type_=String()),
        "action_plan_missing": _plan_missing == bindparam("action_plan_missing", type_=Boolean()),
        "from": col(HeightenedSupervision.opened_on) >= bindparam("from", type_=Date()),
        "to": col(HeightenedSupervision.opened_on) < bindparam("to", type_=Date()),
    },
    default_sort="-opened_on",
)


def is_supervised(institution_id: Any) -> ColumnElement[bool]:
    """Return the condition that an institution or one of its departments is under heightened supervision."""
    is_it_or_its_department = or_(
        col(_supervised_institution.id) == institution_id, col(_supervised_institution.parent_id) == institution_id
    )
    supervisions = (
        select(1)
        .select_from(HeightenedSupervision)
        .join(_supervised_institution, col(_supervised_institution.id) == _institution_id)
    )
    is_open = col(HeightenedSupervision.status) == SupervisionStatus.open
    return exists(supervisions.where(is_it_or_its_department, is_open))


async def open_supervisions(
    session: AsyncSession, institution_ids: Iterable[UUID]
) -> dict[UUID, HeightenedSupervision]:
    """Return the open heightened supervisions by institution id; institutions without one are left out."""
    result = await session.execute(
        select(HeightenedSupervision).where(
            _institution_id.in_(set(institution_ids)), col(HeightenedSupervision.status) == SupervisionStatus.open
        )
    )
    return {supervision.institution_id: supervision for supervision in result.scalars()}


async def closed_by(session: AsyncSession, origin_id: UUID) -> list[HeightenedSupervision]:
    """Return the heightened supervisions that a follow-up closed."""
    result = await session.execute(
        select(HeightenedSupervision).where(col(HeightenedSupervision.closing_origin_id) == origin_id)
    )
    return list(result.scalars())


async def affected_by(session: AsyncSession, origin_id: UUID) -> list[HeightenedSupervision]:
    """Return the heightened supervisions that a follow-up opened, deepened or closed."""
    ids_with_ground = select(col(SupervisionGround.heightened_supervision_id)).where(
        col(SupervisionGround.origin_id) == origin_id
    )
    result = await session.execute(
        select(HeightenedSupervision).where(
            or_(
                col(HeightenedSupervision.id).in_(ids_with_ground),
                col(HeightenedSupervision.closing_origin_id) == origin_id,
            )
        )
    )
    return list(result.scalars())


async def grounds_of(session: AsyncSession, id: UUID) -> list[SupervisionGround]:
    """Return the grounds of a heightened supervision in the order in which they were recorded."""
    result = await session.execute(
        select(SupervisionGround)
        .where(col(SupervisionGround.heightened_supervision_id) == id)
        .order_by(col(SupervisionGround.id))
    )
    return list(result.scalars())


async def actions_of(session: AsyncSession, id: UUID) -> list[SupervisionAction]:
    """Return the actions of a heightened supervision in the order of the plan."""
    result = await session.execute(
        select(SupervisionAction)
        .where(col(SupervisionAction.heightened_supervision_id) == id)
        .order_by(col(SupervisionAction.position))
    )
    return list(result.scalars())


async def _rows(session: AsyncSession, table: Any, id: UUID, order: Any, *names: str) -> list[dict[str, Any]]:
    parts = select(*(getattr(table, name) for name in names)).where(table.heightened_supervision_id == id)
    return [dict(row._mapping) for row in await session.execute(parts.order_by(order, table.id))]


async def parts_of(session: AsyncSession, id: UUID) -> dict[str, Any]:
    """Return the fields that the response of a single heightened supervision has besides those of the list."""
    actions = await _rows(
        session,
        SupervisionAction,
        id,
        col(SupervisionAction.position),
        "id",
        "text",
        "responsible",
        "due_on",
        "status",
        "note",
    )
    return {
        "grounds": await _rows(
            session,
            SupervisionGround,
            id,
            col(SupervisionGround.recorded_on),
            "origin_id",
            "severity",
            "reason",
            "recorded_on",
        ),
        "actions": [
            {**action, "overdue": action["status"] == ActionStatus.open and action["due_on"] < clock.today()}
            for action in actions
        ],
        "comments": await _rows(
            session, SupervisionComment, id, col(SupervisionComment.at), "id", "text", "author_name", "at"
        ),
        "corrections": (await corrections_and_reasons(session, id))["corrections"],
    }
