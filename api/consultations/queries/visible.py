"""What is visible of consultations and their links, and whom they ask."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Date, String, Uuid, and_, bindparam, case, false, null, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.models import Grant, Role, Unit, UnitAncestor, UnitKind
from api.access.roles import READ, WRITE, Permission
from api.consultations.models import Consultation, ConsultationLink, ConsultationState
from api.db.sql_functions import any_of
from api.http.pagination import Listing
from api.institutions.models import Institution, Participation
from api.themes.models import Theme

READ_CONSULTATIONS, WRITE_CONSULTATIONS = Permission("consultations", READ), Permission("consultations", WRITE)
_TODAY = bindparam("today", type_=Date())


def _above(unit: Any) -> Any:
    """The units that lie above a unit today, itself among them."""
    return select(col(UnitAncestor.ancestor_id)).where(
        unit,
        col(UnitAncestor.upward) == false(),
        col(UnitAncestor.since_on) <= _TODAY,
        col(UnitAncestor.until_on) > _TODAY,
    )


# A consultation of the city asks at each institution: who reads there reads what is asked.
_asks_there = any_of(
    col(Consultation.unit_id), _above(col(UnitAncestor.unit_id).in_(reach.reached(READ_CONSULTATIONS)))
)
_asks_at = any_of(
    col(Consultation.unit_id), _above(col(UnitAncestor.unit_id) == bindparam("institution_id", type_=Uuid()))
)
_state = case(
    (col(Consultation.opens_on) > _TODAY, ConsultationState.planned.value),
    (col(Consultation.closes_on) > _TODAY, ConsultationState.open.value),
    else_=ConsultationState.closed.value,
)

CONSULTATIONS = Listing(
    name="consultations",
    select=select(
        *(
            getattr(Consultation, name)
            for name in (
                "id",
                "version",
                "created_at",
                "updated_at",
                "unit_id",
                "title",
                "purpose",
                "privacy_notice",
                "questions",
                "theme_id",
                "opens_on",
                "closes_on",
            )
        ),
        _state.label("state"),
        col(Unit.name).label("unit_name"),
        col(Unit.kind).label("unit_kind"),
        col(Theme.title).label("theme_title"),
    )
    .join(Unit, col(Unit.id) == col(Consultation.unit_id))
    .outerjoin(Theme, col(Theme.id) == col(Consultation.theme_id))
    .where(or_(reach.within(col(Consultation.unit_id), READ_CONSULTATIONS), _asks_there)),
    gate=reach.access_check(READ_CONSULTATIONS),
    id=col(Consultation.id),
    sorts={
        "opens_on": col(Consultation.opens_on),
        "title": col(Consultation.title_key),
        "updated_at": col(Consultation.updated_at),
    },
    filters={
        "updated_since": col(Consultation.updated_at) >= bindparam("updated_since"),
        "unit_id": col(Consultation.unit_id) == bindparam("unit_id", type_=Uuid()),
        "institution_id": _asks_at,
        "theme_id": col(Consultation.theme_id) == bindparam("theme_id", type_=Uuid()),
        "cycle_id": col(Theme.cycle_id) == bindparam("cycle_id", type_=Uuid()),
        "state": _state == bindparam("state", type_=String()),
        "from": col(Consultation.opens_on) >= bindparam("from", type_=Date()),
        "to": col(Consultation.opens_on) < bindparam("to", type_=Date()),
    },
    search=col(Consultation.title_key),
    default_sort="-opens_on",
)

_at = col(ConsultationLink.institution_id)
_HANDS_OUT = or_(
    reach.within(_at, WRITE_CONSULTATIONS), reach.within(_at, READ_CONSULTATIONS, col(Grant.role) == Role.staff.value)
)
"""Who hands out links: who may write consultations there, and the staff who sit with the children."""


async def links_within(session: AsyncSession, scope: dict[str, Any], consultation_id: UUID) -> list[dict[str, Any]]:
    """A consultation's links that are not withdrawn, at the institutions within the caller's reach."""
    found = await session.execute(
        select(
            col(ConsultationLink.id),
            col(ConsultationLink.institution_id),
            col(Institution.name).label("institution_name"),
            col(ConsultationLink.voice),
            case((_HANDS_OUT, col(ConsultationLink.secret)), else_=null()).label("secret"),
        )
        .join(Institution, col(Institution.id) == _at)
        .where(
            col(ConsultationLink.consultation_id) == consultation_id,
            col(ConsultationLink.withdrawn_on).is_(None),
            reach.within(_at, READ_CONSULTATIONS),
        )
        .order_by(col(Institution.name_key), col(Institution.id), col(ConsultationLink.voice)),
        scope,
    )
    return [dict(row._mapping) for row in found]


async def active_links(session: AsyncSession, consultation_id: UUID) -> list[ConsultationLink]:
    """A consultation's links that are not withdrawn."""
    mine = and_(col(ConsultationLink.consultation_id) == consultation_id, col(ConsultationLink.withdrawn_on).is_(None))
    return list((await session.execute(select(ConsultationLink).where(mine))).scalars())


async def institutions_asked(session: AsyncSession, consultation: Consultation, scope: dict[str, Any]) -> list[UUID]:
    """The institutions that a consultation covers: those at or below its unit that are open and take part, of the
    kinds that its theme addresses; a department only where it is the unit itself."""
    unit = (await session.execute(select(Unit).where(col(Unit.id) == consultation.unit_id))).scalar_one()
    alone = unit.kind in (UnitKind.institution, UnitKind.department)
    theme = await session.get(Theme, consultation.theme_id) if consultation.theme_id else None
    below = reach.below(col(Institution.id), "unit_id")
    asked = select(col(Institution.id)).where(
        col(Institution.id) == consultation.unit_id if alone else and_(below, col(Institution.parent_id).is_(None)),
        or_(
            col(Institution.active_until).is_(None),
            and_(col(Institution.active_until) > consultation.opens_on, col(Institution.active_until) > _TODAY),
        ),
    )
    if not alone:
        asked = asked.where(col(Institution.participation) != Participation.none.value)
    if theme is not None and not alone:
        asked = asked.where(col(Institution.kind).in_(theme.kinds))
    return list((await session.execute(asked, {**scope, "unit_id": consultation.unit_id})).scalars())


async def link_of(session: AsyncSession, secret: str) -> tuple[ConsultationLink, Consultation, Institution] | None:
    """The link of this secret with its consultation and institution; None: there is none, or not any more."""
    found = await session.execute(
        select(ConsultationLink, Consultation, Institution)
        .join(Consultation, col(Consultation.id) == col(ConsultationLink.consultation_id))
        .join(Institution, col(Institution.id) == col(ConsultationLink.institution_id))
        .where(col(ConsultationLink.secret) == secret, col(ConsultationLink.withdrawn_on).is_(None))
    )
    row = found.one_or_none()
    return None if row is None else (row[0], row[1], row[2])


async def questions_of(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, Sequence[dict[str, Any]]]:
    """The questions of these consultations."""
    wanted = set(ids)
    asked = select(col(Consultation.id), col(Consultation.questions)).where(col(Consultation.id).in_(wanted))
    return {row[0]: row[1] for row in await session.execute(asked)} if wanted else {}
