"""Plan observations and change the plan of one."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.clock import COPENHAGEN
from api.core.problems import Fault, raise_faults
from api.db.bulk import new_ids
from api.focus_areas.models import FocusArea
from api.institutions.models import Institution
from api.journal.record import change, create
from api.observation_guides.models import ObservationGuide
from api.observations import rules
from api.observations.models import Observation, ObservationStatus, Observer
from api.observations.queries.lookups import by_ids, institution_of, observer_ids_of
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
        observers += _observers(id, new.observer_ids)
    raise_faults(faults)
    await create(session, caller, observations)
    session.add_all(observers)
    await session.flush()
    return observations


def _observers(observation_id: UUID, observer_ids: Sequence[UUID]) -> list[Observer]:
    return [
        Observer(observation_id=observation_id, person_id=id, position=position)
        for position, id in enumerate(observer_ids)
    ]


async def update_observation(
    session: AsyncSession, caller: Caller | None, observation: Observation, changes: Mapping[str, Any]
) -> None:
    """Change fields and observers of a planned observation; raise `wrong-state` if it is not planned."""
    values = dict(changes)
    raise_faults(rules.check_status(observation, ObservationStatus.planned))
    institution = await institution_of(session, observation)
    present_ids = await observer_ids_of(session, observation.id)
    new_observer_ids = values.pop("observer_ids", None)
    observer_ids = present_ids if new_observer_ids is None else new_observer_ids
    day = values.get("planned_for", observation.planned_for).astimezone(COPENHAGEN).date()
    guides = await by_ids(session, ObservationGuide, [values.get("guide_id")])
    # The guide that the observation already has may have been superseded since: only a new one is checked.
    guide = guides[values["guide_id"]] if values.get("guide_id") not in (None, observation.guide_id) else None
    focus_areas = await by_ids(session, FocusArea, [values.get("focus_area_id")])
    focus_area_institutions = await by_ids(
        session, Institution, [focus_area.institution_id for focus_area in focus_areas.values()]
    )
    focus_area_institution = next(iter(focus_area_institutions.values()), None)
    faults = rules.check_plan(institution, guide, focus_area_institution, clock.today(), day)
    faults += await observer_faults(session, caller, institution, observer_ids, day, already_appointed=present_ids)
    raise_faults(faults)
    observers_change = observer_ids != present_ids
    if observers_change:
        await session.execute(delete(Observer).where(col(Observer.observation_id) == observation.id))
        session.add_all(_observers(observation.id, observer_ids))
        await session.flush()
    await change(session, caller, observation, values, beside=["observers"] if observers_change else [])
