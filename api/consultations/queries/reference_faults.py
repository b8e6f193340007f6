"""Faults of what a consultation refers to: its theme and its unit."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.core import clock
from api.core.problems import Fault
from api.institutions.models import Institution
from api.institutions.rules import check_open
from api.stakeholder_input.rules import check_theme
from api.themes.models import Theme


async def theme_faults(session: AsyncSession, theme_id: UUID | None) -> list[Fault]:
    """Return a `theme-not-decided` fault if there is a theme and it is not decided."""
    return check_theme(await session.get(Theme, theme_id)) if theme_id else []


async def unit_faults(session: AsyncSession, unit_id: UUID | None, day: date) -> list[Fault]:
    """Return an `institution-closed` fault if the unit is an institution that is closed today or will be on `day`."""
    institution = await session.get(Institution, unit_id) if unit_id else None
    return check_open(institution, clock.today(), "/unit_id", day=day) if institution else []
