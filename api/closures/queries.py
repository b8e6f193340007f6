"""What an institution leaves behind, and how it ended."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.agreements.models import Agreement, AgreementStatus
from api.closures.models import Closure
from api.closures.rules import Estate
from api.core import clock
from api.dialogues.models import Dialogue, DialogueStatus
from api.dialogues.queries.visible import by_ids
from api.focus_areas.models import FocusArea, FocusAreaStatus
from api.follow_ups.models import FollowUp, FollowUpStatus
from api.heightened_supervision.queries import open_supervisions
from api.institutions.models import Institution
from api.institutions.queries import institutions_of
from api.institutions.rules import is_closed
from api.observations.models import Observation, ObservationStatus
from api.themes.models import Theme

Standing = TypeVar("Standing", Agreement, FocusArea, Dialogue, FollowUp, Observation)


async def _standing(
    session: AsyncSession, table: type[Standing], institution_id: UUID, statuses: Sequence[str]
) -> list[Standing]:
    """The institution's things of a kind that stand so, in the order in which they were made."""
    mine = col(table.institution_id) == institution_id, col(table.status).in_(statuses)
    return list((await session.execute(select(table).where(*mine).order_by(col(table.id)))).scalars())


async def estate_of(session: AsyncSession, institution: Institution, successor_ids: Sequence[UUID]) -> Estate:
    """All that is open at an institution, with those in which it is to go on."""
    id = institution.id
    departments = await session.execute(select(Institution).where(col(Institution.parent_id) == id))
    focus_areas = await _standing(session, FocusArea, id, [FocusAreaStatus.proposed, FocusAreaStatus.chosen])
    supervised = await open_supervisions(session, [id, *successor_ids])
    closure = await latest_closure(session, id)
    return Estate(
        institution=institution,
        closed=is_closed(institution, clock.today()) and closure is not None and closure.reopened_at is None,
        successors=list((await institutions_of(session, successor_ids)).values()),
        departments=list(departments.scalars()),
        agreements=await _standing(session, Agreement, id, [AgreementStatus.open]),
        focus_areas=focus_areas,
        themes=await by_ids(session, Theme, [focus_area.theme_id for focus_area in focus_areas]),
        supervision=[one for at, one in supervised.items() if at == id],
        supervised=frozenset(supervised) - {id},
        dialogues=await _standing(session, Dialogue, id, [DialogueStatus.planned]),
        follow_ups=await _standing(session, FollowUp, id, [FollowUpStatus.planned]),
        observations=await _standing(session, Observation, id, [ObservationStatus.planned]),
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
