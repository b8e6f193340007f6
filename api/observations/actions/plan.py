"""Plan observations."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.caller import Caller
from api.core import clock
from api.core.clock import COPENHAGEN
from api.core.problems import Fault, raise_faults
from api.db.bulk import new_ids
from api.focus_areas.models import FocusArea
from api.institutions.models import Institution
from api.journal.record import create
from api.observation_guides.models import ObservationGuide
from api.observations import rules
from api.observations.models import Observation, Observer
from api.observations.queries.lookups import by_ids
from api.observations.queries.observers import observer_faults
from api.observations.schemas import ObservationCreate


async def plan_observations(
    session: AsyncSession,
    caller: Caller | None,
    new_observations: Sequence[ObservationCreate],
    ids: Sequence[UUID] | None = None,
) -> list[Observation]:
    """Create planned observations: all of them, or none if one has a fault.

    References must exist already. `ids` are the ids to use, in the same order, where they were assigned before.
    """
    guides = await by_ids(session, ObservationGuide, (new.guide_id for new in new_observations))
    focus_areas = await by_ids(session, FocusArea, (new.focus_area_id for new in new_observations))
    institution_ids = {new.institution_id for new in new_observations}
    institution_ids |= {focus_area.institution_id for focus_area in focus_areas.values()}
    institutions = await by_ids(session, Institution, institution_ids)
    today = clock.today()
    observations, observers, faults = list[Observation](), list[Observer](), list[Fault]()
    for new, id in zip(new_observations, ids or new_ids(len(new_observations)), strict=True):
        institution, day = institutions[new.institution_id], new.planned_for.astimezone(COPENHAGEN).date()
        focus_area = focus_areas[new.focus_area_id] if new.focus_area_id else None
        focus_area_institution = institutions[focus_area.institution_id] if focus_area else None
        faults += rules.check_plan(institution, guides[new.guide_id], focus_area_institution, today, day)
        faults += await observer_faults(session, caller, institution, new.observer_ids, day)
        observations.append(Observation(id=id, **new.model_dump(exclude={"observer_ids"})))
        observers += observer_rows(id, new.observer_ids)
    raise_faults(faults)
    await create(session, caller, observations)
    session.add_all(observers)
    await session.flush()
    return observations


def observer_rows(observation_id: UUID, observer_ids: Sequence[UUID]) -> list[Observer]:
    """Return new rows for the observers of an observation, in order."""
    return [
        Observer(observation_id=observation_id, person_id=id, position=position)
        for position, id in enumerate(observer_ids)
    ]
