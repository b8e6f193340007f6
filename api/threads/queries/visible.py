"""The conditions and checks for which parts of a thread the caller sees."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.models import Grant, Role
from api.access.roles import READ, Permission
from api.focus_areas.models import FocusArea
from api.stakeholder_input.models import Input

READ_THREADS = Permission("thread", READ)
_COUNT_ROLES: Final = (Role.council_member, Role.network_member)
"""The roles that see the counts of the whole municipality, but nothing of single institutions."""

Scope = Mapping[str, Any]

_sees_counts_only = col(Grant.role).in_([str(role) for role in _COUNT_ROLES])
IS_FOCUS_AREA_IN_REACH = reach.unit_in_reach(col(FocusArea.institution_id), READ_THREADS, ~_sees_counts_only)
"""The caller follows the threads of the focus area's institution."""
IS_INPUT_IN_REACH = reach.unit_in_reach(col(Input.unit_id), READ_THREADS, ~_sees_counts_only)
"""The caller follows the threads of the input's institution."""


async def sees_municipality_counts(session: AsyncSession, scope: Scope) -> bool:
    """Return whether the caller sees the counts of the whole municipality."""
    query = select(reach.has_permission(READ_THREADS, _sees_counts_only))
    return bool((await session.execute(query, dict(scope))).scalar_one())


async def sees_steps(session: AsyncSession, scope: Scope) -> bool:
    """Return whether the caller sees the steps of threads, not only counts, at any institution."""
    query = select(reach.has_permission(READ_THREADS, ~_sees_counts_only))
    return bool((await session.execute(query, dict(scope))).scalar_one())


async def follows_institution(session: AsyncSession, scope: Scope, institution_id: UUID) -> bool:
    """Return whether the caller follows the threads of an institution."""
    query = select(reach.unit_in_reach(literal(institution_id), READ_THREADS, ~_sees_counts_only))
    return bool((await session.execute(query, dict(scope))).scalar_one())
