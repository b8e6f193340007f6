"""Change a planned observation."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.core import clock
from api.core.clock import COPENHAGEN
from api.core.problems import raise_faults
from api.focus_areas.models import FocusArea
from api.institutions.models import Institution
from api.journal.record import change
from api.observation_guides.models import ObservationGuide
from api.observations import rules
from api.observations.actions.plan import observer_rows
from api.observations.models import Observation, ObservationStatus, Observer
from api.observations.queries.lookups import by_ids, institution_of, observer_ids_of
from api.observations.queries.observers import observer_faults


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
        session.add_all(observer_rows(observation.id, observer_ids))
        await session.flush()
    await change(session, caller, observation, values, related_fields=["observers"] if observers_change else [])
