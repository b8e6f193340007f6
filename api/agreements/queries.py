"""What is visible of agreements, and which ones the next conversation starts with."""

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

MAY_READ, MAY_READ_UNSHARED = Permission("agreements", READ), Permission("agreements_unshared", READ)
_CALLER = bindparam("caller_id", type_=Uuid())
_TODAY = bindparam("today", type_=Date())
_SAME = (
    "id", "version", "created_at", "updated_at", "institution_id", "origin_kind", "origin_id", "focus_area_id", "text",
    "responsible", "due_on", "status", "shared",
)  # fmt: skip

OVERDUE = type_coerce(
    case((and_(col(Agreement.status) == AgreementStatus.open, col(Agreement.due_on) < _TODAY), True), else_=False),
    Boolean,
)


def _unshared(role: Role) -> ColumnElement[bool]:
    return reach.within(col(Agreement.institution_id), MAY_READ_UNSHARED, col(Grant.role) == str(role))


# A follow-up's agreement is its two sides' until it is shared: not a successor's, nor the administration's.
_IS_A_SIDE = or_(_unshared(Role.chief), and_(col(Agreement.leader_id) == _CALLER, _unshared(Role.leader)))
VISIBLE = or_(and_(reach.within(col(Agreement.institution_id), MAY_READ), col(Agreement.shared)), _IS_A_SIDE)
NOTE_VISIBLE = or_(col(AgreementTurn.shared), _IS_A_SIDE)
"""Of the turns of an agreement that the caller sees: those made since it was shared, all of them for its two sides."""

EVERY_AGREEMENT = (
    select(
        *(getattr(Agreement, name) for name in _SAME),
        col(Institution.name).label("institution_name"),
        col(FocusArea.title).label("focus_area_title"),
        OVERDUE.label("overdue"),
    )
    .join(Institution, col(Institution.id) == col(Agreement.institution_id))
    .outerjoin(FocusArea, col(FocusArea.id) == col(Agreement.focus_area_id))
)
"""Agreements as they are answered, whoever asks: for what is scoped elsewhere. Takes the parameter `today`."""

AGREEMENTS = Listing(
    name="agreements",
    select=EVERY_AGREEMENT.where(VISIBLE),
    gate=reach.access_check(MAY_READ, MAY_READ_UNSHARED),
    id=col(Agreement.id),
    sorts={"due_on": col(Agreement.due_on), "updated_at": col(Agreement.updated_at)},
    filters={
        "updated_since": col(Agreement.updated_at) >= bindparam("updated_since"),
        "institution_id": col(Agreement.institution_id) == bindparam("institution_id", type_=Uuid()),
        "district_id": reach.below(col(Agreement.institution_id), "district_id"),
        "focus_area_id": col(Agreement.focus_area_id) == bindparam("focus_area_id", type_=Uuid()),
        "origin_kind": col(Agreement.origin_kind) == bindparam("origin_kind", type_=String()),
        "origin_id": col(Agreement.origin_id) == bindparam("origin_id", type_=Uuid()),
        "status": col(Agreement.status) == bindparam("status", type_=String()),
        "overdue": bindparam("overdue", type_=Boolean()) == OVERDUE,
        "from": col(Agreement.due_on) >= bindparam("from", type_=Date()),
        "to": col(Agreement.due_on) < bindparam("to", type_=Date()),
    },
    default_sort="due_on",
)


async def turns_of(session: AsyncSession, scope: Mapping[str, Any], agreement_id: UUID) -> list[dict[str, Any]]:
    """An agreement's turns that the caller reads, oldest first, as they are answered."""
    names = ("id", "turn", "note", "origin_kind", "origin_id", "author_name", "at")
    found = await session.execute(
        select(*(getattr(AgreementTurn, name) for name in names))
        .join(Agreement, col(Agreement.id) == col(AgreementTurn.agreement_id))
        .where(col(AgreementTurn.agreement_id) == agreement_id, NOTE_VISIBLE)
        .order_by(col(AgreementTurn.at), col(AgreementTurn.id)),
        dict(scope),
    )
    return [dict(row._mapping) for row in found]


async def agreements_to_take_up(session: AsyncSession, institution_id: UUID) -> list[Agreement]:
    """The open agreements that the institution's next conversation takes up, by the day they are due."""
    found = await session.execute(
        select(Agreement)
        .where(
            col(Agreement.institution_id) == institution_id,
            col(Agreement.status) == AgreementStatus.open,
            col(Agreement.shared),
        )
        .order_by(col(Agreement.due_on), col(Agreement.id))
    )
    return list(found.scalars())


async def agreements_by_id(session: AsyncSession, institution_id: UUID, ids: Sequence[UUID]) -> dict[UUID, Agreement]:
    """Those of the institution's shared agreements, by id."""
    found = await session.execute(
        select(Agreement).where(
            col(Agreement.id).in_(ids), col(Agreement.institution_id) == institution_id, col(Agreement.shared)
        )
    )
    return {agreement.id: agreement for agreement in found.scalars()}
