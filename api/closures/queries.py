"""Load everything open at an institution, and its closure."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.agreements.models import Agreement, AgreementStatus
from api.closures.models import Closure
from api.closures.rules import OpenWork
from api.core import clock
from api.dialogues.models import Dialogue, DialogueStatus
from api.dialogues.queries.lookups import rows_by_id
from api.focus_areas.models import FocusArea, FocusAreaStatus
from api.follow_ups.models import FollowUp, FollowUpStatus
from api.heightened_supervision.queries import open_supervisions
from api.institutions.models import Institution
from api.institutions.queries import institutions_of
from api.institutions.rules import is_closed
from api.observations.models import Observation, ObservationStatus
from api.themes.models import Theme

WithStatus = TypeVar("WithStatus", Agreement, FocusArea, Dialogue, FollowUp, Observation)


async def _in_status(
    session: AsyncSession, model: type[WithStatus], institution_id: UUID, statuses: Sequence[str]
) -> list[WithStatus]:
    """The institution's resources of a kind that are in one of these statuses, oldest first."""
    matching = col(model.institution_id) == institution_id, col(model.status).in_(statuses)
    return list((await session.execute(select(model).where(*matching).order_by(col(model.id)))).scalars())


async def open_work_of(session: AsyncSession, institution: Institution, successor_ids: Sequence[UUID]) -> OpenWork:
    """Load everything open at an institution, with its successors."""
    id = institution.id
    departments = await session.execute(select(Institution).where(col(Institution.parent_id) == id))
    focus_areas = await _in_status(session, FocusArea, id, [FocusAreaStatus.proposed, FocusAreaStatus.chosen])
    supervisions = await open_supervisions(session, [id, *successor_ids])
    closure = await latest_closure(session, id)
    return OpenWork(
        institution=institution,
        closed=is_closed(institution, clock.today()) and closure is not None and closure.reopened_at is None,
        successors=list((await institutions_of(session, successor_ids)).values()),
        departments=list(departments.scalars()),
        agreements=await _in_status(session, Agreement, id, [AgreementStatus.open]),
        focus_areas=focus_areas,
        themes=await rows_by_id(session, Theme, [focus_area.theme_id for focus_area in focus_areas]),
        supervision=[supervisions[id]] if id in supervisions else [],
        supervised=frozenset(supervisions) - {id},
        dialogues=await _in_status(session, Dialogue, id, [DialogueStatus.planned]),
        follow_ups=await _in_status(session, FollowUp, id, [FollowUpStatus.planned]),
        observations=await _in_status(session, Observation, id, [ObservationStatus.planned]),
    )


async def latest_closure(session: AsyncSession, institution_id: UUID) -> Closure | None:
    """The institution's latest closure, reopened or not; None if it was never closed."""
    closures = await session.execute(
        select(Closure)
        .where(col(Closure.institution_id) == institution_id)
        .order_by(col(Closure.at).desc(), col(Closure.id).desc())
        .limit(1)
    )
    return closures.scalar_one_or_none()
