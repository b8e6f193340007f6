"""What an institution leaves behind, and how it ended."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.agreements.models import Agreement, AgreementStatus
from api.core import clock
from api.dialogues.models import Dialogue, DialogueStatus
from api.focus_areas.models import FocusArea, FocusAreaStatus
from api.follow_ups.models import FollowUp, FollowUpStatus
from api.heightened_supervision.queries import open_ones
from api.institutions.models import Institution
from api.institutions.queries import institutions_of
from api.institutions.rules import is_closed
from api.observations.models import Observation, ObservationStatus
from api.stewardship.models import Closure
from api.stewardship.rules import Estate
from api.themes.models import Theme

_STILL_OPEN = (FocusAreaStatus.proposed, FocusAreaStatus.chosen)


async def estate_of(session: AsyncSession, institution: Institution, successor_ids: Sequence[UUID]) -> Estate:
    """All that is open at an institution, with those in which it is to go on."""
    id = institution.id
    departments = await session.execute(select(Institution).where(col(Institution.parent_id) == id))
    agreed = await session.execute(
        select(Agreement)
        .where(col(Agreement.institution_id) == id, col(Agreement.status) == AgreementStatus.open)
        .order_by(col(Agreement.id))
    )
    worked_on = await session.execute(
        select(FocusArea, Theme)
        .join(Theme, col(Theme.id) == col(FocusArea.theme_id))
        .where(col(FocusArea.institution_id) == id, col(FocusArea.status).in_(_STILL_OPEN))
        .order_by(col(FocusArea.id))
    )
    pairs = [(row[0], row[1]) for row in worked_on]
    planned = await session.execute(
        select(Dialogue)
        .where(col(Dialogue.institution_id) == id, col(Dialogue.status) == DialogueStatus.planned)
        .order_by(col(Dialogue.id))
    )
    met = await session.execute(
        select(FollowUp)
        .where(col(FollowUp.institution_id) == id, col(FollowUp.status) == FollowUpStatus.planned)
        .order_by(col(FollowUp.id))
    )
    visits = await session.execute(
        select(Observation)
        .where(col(Observation.institution_id) == id, col(Observation.status) == ObservationStatus.planned)
        .order_by(col(Observation.id))
    )
    supervised = await open_ones(session, [id, *successor_ids])
    closure = await latest_closure(session, id)
    return Estate(
        institution=institution,
        closed=is_closed(institution, clock.today()) and closure is not None and closure.reopened_at is None,
        successors=list((await institutions_of(session, successor_ids)).values()),
        departments=list(departments.scalars()),
        agreements=list(agreed.scalars()),
        focus_areas=[focus_area for focus_area, _ in pairs],
        themes={theme.id: theme for _, theme in pairs},
        supervision=[one for at, one in supervised.items() if at == id],
        supervised=frozenset(supervised) - {id},
        dialogues=list(planned.scalars()),
        follow_ups=list(met.scalars()),
        observations=list(visits.scalars()),
    )


async def latest_closure(session: AsyncSession, institution_id: UUID) -> Closure | None:
    """How an institution ended the last time, undone or not."""
    found = await session.execute(
        select(Closure)
        .where(col(Closure.institution_id) == institution_id)
        .order_by(col(Closure.at).desc(), col(Closure.id).desc())
        .limit(1)
    )
    return found.scalar_one_or_none()
