"""Where departments belong, and belonged before they moved."""

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from api.access.models import Unit, UnitAncestor, UnitKind
from api.measurements.rules.unit_families import Affiliation


async def load_affiliations(session: AsyncSession) -> list[Affiliation]:
    """Return the affiliations of all departments, past and present."""
    institution = aliased(Unit)
    rows = await session.execute(
        select(
            col(UnitAncestor.unit_id),
            col(UnitAncestor.ancestor_id),
            col(UnitAncestor.since_on),
            col(UnitAncestor.until_on),
        )
        .join(Unit, and_(col(Unit.id) == col(UnitAncestor.unit_id), col(Unit.kind) == UnitKind.department))
        .join(
            institution,
            and_(col(institution.id) == col(UnitAncestor.ancestor_id), col(institution.kind) == UnitKind.institution),
        )
        .where(~col(UnitAncestor.upward))
    )
    return [Affiliation(*row) for row in rows]
