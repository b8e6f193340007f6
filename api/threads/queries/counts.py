"""The counts at each step of a theme's thread."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, distinct, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.agreements.models import Agreement, AgreementStatus
from api.dialogues.models import DialogueDecision
from api.focus_areas.models import Development, FocusArea, FocusAreaStatus
from api.stakeholder_input.models import Input, Method
from api.threads.queries.visible import IS_FOCUS_AREA_IN_REACH, IS_INPUT_IN_REACH, Scope


def is_discussion_of(theme_id: UUID) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for input that is an institution's discussion of a theme."""
    return (
        col(Input.theme_id) == theme_id,
        col(Input.method) == Method.meeting,
        col(Input.withdrawal).is_(None),
    )


async def _row(session: AsyncSession, query: Any, scope: Scope) -> dict[str, Any]:
    return dict((await session.execute(query, dict(scope))).one()._mapping)


async def _counts_by(session: AsyncSession, query: Any, scope: Scope, names: Iterable[Any]) -> dict[str, int]:
    """Return the counts of a query of names and counts, with 0 for names without rows."""
    counts = {str(row[0]): row[1] for row in await session.execute(query, dict(scope))}
    return {str(name): counts.get(str(name), 0) for name in names}


async def counts_of(session: AsyncSession, scope: Scope, theme_id: UUID, *, whole_municipality: bool) -> dict[str, Any]:
    """Return the counts at each step of a theme's thread, in the whole municipality or within the caller's reach."""
    of_theme = (col(FocusArea.theme_id) == theme_id, true() if whole_municipality else IS_FOCUS_AREA_IN_REACH)
    of_discussions = (*is_discussion_of(theme_id), true() if whole_municipality else IS_INPUT_IN_REACH)
    totals = select(
        func.count(distinct(col(FocusArea.institution_id))).label("institutions"),
        func.count(col(FocusArea.outcome)).label("outcomes"),
        select(func.count()).select_from(Input).where(*of_discussions).scalar_subquery().label("discussions"),
    ).where(*of_theme)
    decisions = (
        select(
            func.count().label("decisions"), func.count(distinct(col(DialogueDecision.dialogue_id))).label("dialogues")
        )
        .select_from(DialogueDecision)
        .join(FocusArea, col(FocusArea.id) == col(DialogueDecision.focus_area_id))
        .where(*of_theme)
    )
    agreements = (
        select(col(Agreement.status), func.count())
        .join(FocusArea, col(FocusArea.id) == col(Agreement.focus_area_id))
        .where(*of_theme, col(Agreement.shared))
        .group_by(col(Agreement.status))
    )
    by_status = select(col(FocusArea.status), func.count()).where(*of_theme).group_by(col(FocusArea.status))
    by_development = (
        select(col(FocusArea.development), func.count())
        .where(*of_theme, col(FocusArea.development).is_not(None))
        .group_by(col(FocusArea.development))
    )
    return {
        **await _row(session, totals, scope),
        **await _row(session, decisions, scope),
        "focus_areas": await _counts_by(session, by_status, scope, FocusAreaStatus),
        "development": await _counts_by(session, by_development, scope, Development),
        "agreements": await _counts_by(session, agreements, scope, AgreementStatus),
    }
