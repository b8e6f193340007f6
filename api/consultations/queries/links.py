"""Lookups of the links of consultations."""

from typing import Any
from uuid import UUID

from sqlalchemy import case, null, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.models import Grant, Role
from api.consultations.models import Consultation, ConsultationLink
from api.consultations.queries.visible import READ_CONSULTATIONS, WRITE_CONSULTATIONS
from api.institutions.models import Institution

_institution_id = col(ConsultationLink.institution_id)
_READS_SECRET = or_(
    reach.unit_in_reach(_institution_id, WRITE_CONSULTATIONS),
    reach.unit_in_reach(_institution_id, READ_CONSULTATIONS, col(Grant.role) == Role.staff.value),
)
"""Who may read secrets and hand out links: those who may write consultations there, and the staff there."""


async def links_within(session: AsyncSession, scope: dict[str, Any], consultation_id: UUID) -> list[dict[str, Any]]:
    """Return a consultation's active links at the institutions within the caller's reach, by institution and voice.

    `secret` is null for callers who may not hand out links.
    """
    result = await session.execute(
        select(
            col(ConsultationLink.id),
            col(ConsultationLink.institution_id),
            col(Institution.name).label("institution_name"),
            col(ConsultationLink.voice),
            case((_READS_SECRET, col(ConsultationLink.secret)), else_=null()).label("secret"),
        )
        .join(Institution, col(Institution.id) == _institution_id)
        .where(
            col(ConsultationLink.consultation_id) == consultation_id,
            col(ConsultationLink.withdrawn_on).is_(None),
            reach.unit_in_reach(_institution_id, READ_CONSULTATIONS),
        )
        .order_by(col(Institution.name_key), col(Institution.id), col(ConsultationLink.voice)),
        scope,
    )
    return [dict(row._mapping) for row in result]


async def find_link(session: AsyncSession, secret: str) -> tuple[ConsultationLink, Consultation, Institution] | None:
    """Return the active link with this secret, its consultation and its institution, or None."""
    result = await session.execute(
        select(ConsultationLink, Consultation, Institution)
        .join(Consultation, col(Consultation.id) == col(ConsultationLink.consultation_id))
        .join(Institution, col(Institution.id) == col(ConsultationLink.institution_id))
        .where(col(ConsultationLink.secret) == secret, col(ConsultationLink.withdrawn_on).is_(None))
    )
    row = result.one_or_none()
    return None if row is None else (row[0], row[1], row[2])


async def active_links(session: AsyncSession, consultation_id: UUID) -> list[ConsultationLink]:
    """Return a consultation's links that are not withdrawn."""
    links = select(ConsultationLink).where(
        col(ConsultationLink.consultation_id) == consultation_id, col(ConsultationLink.withdrawn_on).is_(None)
    )
    return list((await session.execute(links)).scalars())
