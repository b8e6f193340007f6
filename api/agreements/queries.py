"""The scoped list of agreements, their turns, and the agreements that a conversation takes up."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, ColumnElement, Date, String, Uuid, and_, bindparam, case, or_, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.models import Grant, Role
from api.access.roles import READ, Permission
from api.agreements.models import Agreement, AgreementStatus, AgreementTurn
from api.focus_areas.models import FocusArea
from api.http.pagination import Listing
from api.institutions.models import Institution

READ_AGREEMENTS = Permission("agreements", READ)
READ_UNSHARED = Permission("agreements_unshared", READ)
_CALLER = bindparam("caller_id", type_=Uuid())
_TODAY = bindparam("today", type_=Date())
_COLUMNS = (
    "id", "version", "created_at", "updated_at", "institution_id", "origin_kind", "origin_id", "focus_area_id", "text",
    "responsible", "due_on", "status", "shared",
)  # fmt: skip

IS_OVERDUE = type_coerce(
    case((and_(col(Agreement.status) == AgreementStatus.open, col(Agreement.due_on) < _TODAY), True), else_=False),
    Boolean,
)


def _reads_unshared_as(role: Role) -> ColumnElement[bool]:
    return reach.unit_in_reach(col(Agreement.institution_id), READ_UNSHARED, col(Grant.role) == str(role))


# An unshared agreement of a follow-up is not visible to the leader's successor or to the administration.
_IS_CHIEF_OR_LEADER = or_(
    _reads_unshared_as(Role.chief), and_(col(Agreement.leader_id) == _CALLER, _reads_unshared_as(Role.leader))
)
IS_VISIBLE = or_(
    and_(reach.unit_in_reach(col(Agreement.institution_id), READ_AGREEMENTS), col(Agreement.shared)),
    _IS_CHIEF_OR_LEADER,
)
"""The caller sees the agreement: a shared one within reach, or one that they made as chief or leader."""
IS_TURN_VISIBLE = or_(col(AgreementTurn.shared), _IS_CHIEF_OR_LEADER)
"""The caller sees the turn of a visible agreement: all turns as its chief or leader, else those since it was shared."""

UNSCOPED_AGREEMENTS = (
    select(
        *(getattr(Agreement, name) for name in _COLUMNS),
        col(Institution.name).label("institution_name"),
        col(FocusArea.title).label("focus_area_title"),
        IS_OVERDUE.label("overdue"),
    )
    .join(Institution, col(Institution.id) == col(Agreement.institution_id))
    .outerjoin(FocusArea, col(FocusArea.id) == col(Agreement.focus_area_id))
)
"""Agreements as they are listed, for queries with a scope of their own. Needs the bind parameter `today`."""

AGREEMENTS = Listing(
    name="agreements",
    select=UNSCOPED_AGREEMENTS.where(IS_VISIBLE),
    gate=reach.access_check(READ_AGREEMENTS, READ_UNSHARED),
    id=col(Agreement.id),
    sorts={"due_on": col(Agreement.due_on), "updated_at": col(Agreement.updated_at)},
    filters={
        "updated_since": col(Agreement.updated_at) >= bindparam("updated_since"),
        "institution_id": col(Agreement.institution_id) == bindparam("institution_id", type_=Uuid()),
        "district_id": reach.unit_at_or_below(col(Agreement.institution_id), "district_id"),
        "focus_area_id": col(Agreement.focus_area_id) == bindparam("focus_area_id", type_=Uuid()),
        "origin_kind": col(Agreement.origin_kind) == bindparam("origin_kind", type_=String()),
        "origin_id": col(Agreement.origin_id) == bindparam("origin_id", type_=Uuid()),
        "status": col(Agreement.status) == bindparam("status", type_=String()),
        "overdue": bindparam("overdue", type_=Boolean()) == IS_OVERDUE,
        "from": col(Agreement.due_on) >= bindparam("from", type_=Date()),
        "to": col(Agreement.due_on) < bindparam("to", type_=Date()),
    },
    default_sort="due_on",
)


async def turns_of(session: AsyncSession, scope: Mapping[str, Any], agreement_id: UUID) -> list[dict[str, Any]]:
    """Return the rows of an agreement's turns that the caller may read, oldest first."""
    names = ("id", "turn", "note", "origin_kind", "origin_id", "author_name", "at")
    turns = await session.execute(
        select(*(getattr(AgreementTurn, name) for name in names))
        .join(Agreement, col(Agreement.id) == col(AgreementTurn.agreement_id))
        .where(col(AgreementTurn.agreement_id) == agreement_id, IS_TURN_VISIBLE)
        .order_by(col(AgreementTurn.at), col(AgreementTurn.id)),
        dict(scope),
    )
    return [dict(row._mapping) for row in turns]


async def agreements_to_take_up(session: AsyncSession, institution_id: UUID) -> list[Agreement]:
    """Return the shared open agreements that the institution's next dialogue must take up, by due date."""
    agreements = await session.execute(
        select(Agreement)
        .where(
            col(Agreement.institution_id) == institution_id,
            col(Agreement.status) == AgreementStatus.open,
            col(Agreement.shared),
        )
        .order_by(col(Agreement.due_on), col(Agreement.id))
    )
    return list(agreements.scalars())


async def agreements_by_id(session: AsyncSession, institution_id: UUID, ids: Sequence[UUID]) -> dict[UUID, Agreement]:
    """Return, by id, those of the agreements that are shared and belong to the institution."""
    agreements = await session.execute(
        select(Agreement).where(
            col(Agreement.id).in_(ids), col(Agreement.institution_id) == institution_id, col(Agreement.shared)
        )
    )
    return {agreement.id: agreement for agreement in agreements.scalars()}
