"""Making and publishing guides; planning, cancelling and observing; each takes many where many are meant."""

from collections.abc import Mapping, Sequence
from datetime import date
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
from api.observations.queries.observers import seats_consultants, where_they_work
from api.observations.queries.visible import by_ids, observer_ids_of
from api.observations.schemas import ObservationCreate

# --- planning ---


async def _check_observers(
    session: AsyncSession,
    caller: Caller | None,
    institution: Institution,
    observer_ids: Sequence[UUID],
    day: date,
    seated: Sequence[UUID] = (),
) -> list[Fault]:
    """What is wrong with these observers; `seated` are those who are not chosen now."""
    chosen = set(observer_ids) - set(seated)
    anybody = not chosen or await seats_consultants(session, caller, institution.id)
    placed = await where_they_work(session, observer_ids, day)
    return rules.check_observers(institution, observer_ids, placed, () if anybody else chosen)


async def plan_observations(
    session: AsyncSession,
    caller: Caller | None,
    wanted: Sequence[ObservationCreate],
    ids: Sequence[UUID] | None = None,
) -> list[Observation]:
    """New observations, planned; what they refer to is there. All of them, or none. `ids` were promised before."""
    guides = await by_ids(session, ObservationGuide, (one.guide_id for one in wanted))
    focus_areas = await by_ids(session, FocusArea, (one.focus_area_id for one in wanted))
    places = {one.institution_id for one in wanted} | {focus_area.institution_id for focus_area in focus_areas.values()}
    institutions = await by_ids(session, Institution, places)
    made, faults, seats = list[Observation](), list[Fault](), list[Observer]()
    for one, id in zip(wanted, ids or new_ids(len(wanted)), strict=True):
        institution, day = institutions[one.institution_id], one.planned_for.astimezone(COPENHAGEN).date()
        leaning = institutions[focus_areas[one.focus_area_id].institution_id] if one.focus_area_id else None
        faults += rules.check_plan(institution, guides[one.guide_id], leaning, clock.today(), day)
        faults += await _check_observers(session, caller, institution, one.observer_ids, day)
        made.append(Observation(id=id, **one.model_dump(exclude={"observer_ids"})))
        seats += _seats(made[-1].id, one.observer_ids)
    raise_faults(faults)
    await create(session, caller, made)
    session.add_all(seats)
    await session.flush()
    return made


def _seats(observation_id: UUID, observer_ids: Sequence[UUID]) -> list[Observer]:
    return [
        Observer(observation_id=observation_id, person_id=id, position=position)
        for position, id in enumerate(observer_ids)
    ]


async def _institution(session: AsyncSession, observation: Observation) -> Institution:
    found: Institution = (await by_ids(session, Institution, [observation.institution_id]))[observation.institution_id]
    return found


async def update_observation(
    session: AsyncSession, caller: Caller | None, observation: Observation, given: Mapping[str, Any]
) -> None:
    """Change the plan of an observation that is still planned."""
    values = dict(given)
    wanted = values.pop("observer_ids", None)
    raise_faults(rules.check_status(observation, ObservationStatus.planned))
    institution, now = await _institution(session, observation), await observer_ids_of(session, observation.id)
    day = values.get("planned_for", observation.planned_for).astimezone(COPENHAGEN).date()
    guides = await by_ids(session, ObservationGuide, [values.get("guide_id")])
    # A guide that it has already may have been superseded since.
    guide = guides[values["guide_id"]] if values.get("guide_id") not in (None, observation.guide_id) else None
    focus_areas = await by_ids(session, FocusArea, [values.get("focus_area_id")])
    leaning = await by_ids(session, Institution, [focus_area.institution_id for focus_area in focus_areas.values()])
    faults = rules.check_plan(institution, guide, next(iter(leaning.values()), None), clock.today(), day)
    faults += await _check_observers(session, caller, institution, now if wanted is None else wanted, day, now)
    raise_faults(faults)
    others = wanted is not None and wanted != now
    if others:
        await session.execute(delete(Observer).where(col(Observer.observation_id) == observation.id))
        session.add_all(_seats(observation.id, wanted))
        await session.flush()
    await change(session, caller, observation, values, beside=["observers"] if others else [])
