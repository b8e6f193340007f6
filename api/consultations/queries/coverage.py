"""The institutions that a consultation covers."""

from uuid import UUID

from sqlalchemy import Date, and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.models import Unit, UnitKind
from api.consultations.models import Consultation
from api.core import clock
from api.institutions.models import Institution, Participation
from api.themes.models import Theme

_TODAY = bindparam("today", type_=Date())


async def covered_institution_ids(session: AsyncSession, consultation: Consultation) -> list[UUID]:
    """Return the ids of the institutions at or below the consultation's unit that are open and participate.

    They are of the kinds that the consultation's theme addresses. Departments are left out. If the unit is itself an
    institution or a department, it is the only one, whatever its participation and kind.
    """
    unit = (await session.execute(select(Unit).where(col(Unit.id) == consultation.unit_id))).scalar_one()
    is_single = unit.kind in (UnitKind.institution, UnitKind.department)
    theme = await session.get(Theme, consultation.theme_id) if consultation.theme_id else None
    is_below = and_(reach.unit_at_or_below(col(Institution.id), "unit_id"), col(Institution.parent_id).is_(None))
    covered = select(col(Institution.id)).where(
        col(Institution.id) == consultation.unit_id if is_single else is_below,
        or_(
            col(Institution.active_until).is_(None),
            and_(col(Institution.active_until) > consultation.opens_on, col(Institution.active_until) > _TODAY),
        ),
    )
    if not is_single:
        covered = covered.where(col(Institution.participation) != Participation.none.value)
        if theme is not None:
            covered = covered.where(col(Institution.kind).in_(theme.kinds))
    parameters = {"today": clock.today(), "unit_id": consultation.unit_id}
    return list((await session.execute(covered, parameters)).scalars())
