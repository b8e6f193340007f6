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
from api.core.bulk import new_ids
from api.core.clock import COPENHAGEN
from api.core.columns import danish_key, new_id
from api.core.problems import Fault, refuse
from api.focus_areas.models import FocusArea
from api.institutions.models import Institution
from api.institutions.rules import check_open
from api.journal import record
from api.journal.record import change, create
from api.observations import rules
from api.observations.guides import ObservationGuideCreate, PointShape
from api.observations.models import (
    GuideStatus,
    Observation,
    ObservationGuide,
    ObservationStatus,
    Observer,
)
from api.observations.observers import seats_consultants, where_they_work
from api.observations.queries import by_ids, newest_edition, observer_ids_of, published_before
from api.observations.shapes import ObservationCreate

# --- guides ---


def _points(wanted: Sequence[PointShape]) -> list[dict[str, Any]]:
    return [one.model_dump() for one in wanted]


async def create_guides(
    session: AsyncSession, caller: Caller | None, wanted: Sequence[ObservationGuideCreate]
) -> list[ObservationGuide]:
    """New guides, each as the draft of its first edition."""
    refuse(fault for one in wanted for fault in rules.check_points(one.points))
    made = []
    for one in wanted:
        id, fields = new_id(), one.model_dump(exclude={"points"})
        made.append(
            ObservationGuide(
                id=id, series_id=id, edition=1, title_key=danish_key(one.title), points=_points(one.points), **fields
            )
        )
    await create(session, caller, made)
    return made


async def change_guide(
    session: AsyncSession, caller: Caller | None, guide: ObservationGuide, given: Mapping[str, Any]
) -> None:
    """Change a draft."""
    values = dict(given)
    faults = rules.check_draft(guide)
    if "points" in values:
        faults += rules.check_points(values["points"])
        values["points"] = _points(values["points"])
    refuse(faults)
    if "title" in values:
        values["title_key"] = danish_key(values["title"])
    await change(session, caller, guide, values)


async def publish_guides(session: AsyncSession, caller: Caller | None, guides: Sequence[ObservationGuide]) -> None:
    """Publish drafts: they are final from now on, and supersede the editions before them."""
    refuse(fault for guide in guides for fault in rules.check_draft(guide))
    for guide in guides:
        for earlier in await published_before(session, guide):
            await change(session, caller, earlier, {"status": GuideStatus.superseded.value}, "superseded")
        values = {"status": GuideStatus.published.value, "published_on": clock.today()}
        await change(session, caller, guide, values, "published")


async def against_revision(session: AsyncSession, guide: ObservationGuide) -> list[Fault]:
    """What stands in the way of a new edition."""
    return rules.check_revisable(guide, await newest_edition(session, guide.series_id))


async def revise_guide(session: AsyncSession, caller: Caller | None, guide: ObservationGuide) -> ObservationGuide:
    """The draft of a new edition, which begins as the one before it."""
    refuse(await against_revision(session, guide))
    same = ("series_id", "title", "title_key", "learning_environment", "look_for", "points")
    revised = ObservationGuide(edition=guide.edition + 1, **{name: getattr(guide, name) for name in same})
    await create(session, caller, [revised])
    return revised


async def delete_guide(session: AsyncSession, caller: Caller | None, guide: ObservationGuide) -> None:
    """Delete a draft."""
    refuse(rules.check_draft(guide))
    await record.delete(session, caller, guide)


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
    places = {one.institution_id for one in wanted} | {one.institution_id for one in focus_areas.values()}
    institutions = await by_ids(session, Institution, places)
    made, faults, seats = list[Observation](), list[Fault](), list[Observer]()
    for one, id in zip(wanted, ids or new_ids(len(wanted)), strict=True):
        institution, day = institutions[one.institution_id], one.planned_for.astimezone(COPENHAGEN).date()
        leaning = institutions[focus_areas[one.focus_area_id].institution_id] if one.focus_area_id else None
        faults += rules.check_plan(institution, guides[one.guide_id], leaning, clock.today(), day)
        faults += await _check_observers(session, caller, institution, one.observer_ids, day)
        made.append(Observation(id=id, **one.model_dump(exclude={"observer_ids"})))
        seats += _seats(made[-1].id, one.observer_ids)
    refuse(faults)
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


async def change_observation(
    session: AsyncSession, caller: Caller | None, observation: Observation, given: Mapping[str, Any]
) -> None:
    """Change the plan of an observation that is still planned."""
    values = dict(given)
    wanted = values.pop("observer_ids", None)
    refuse(rules.check_status(observation, ObservationStatus.planned))
    institution, now = await _institution(session, observation), await observer_ids_of(session, observation.id)
    day = values.get("planned_for", observation.planned_for).astimezone(COPENHAGEN).date()
    guides = await by_ids(session, ObservationGuide, [values.get("guide_id")])
    # A guide that it has already may have been superseded since.
    guide = guides[values["guide_id"]] if values.get("guide_id") not in (None, observation.guide_id) else None
    focus_areas = await by_ids(session, FocusArea, [values.get("focus_area_id")])
    leaning = await by_ids(session, Institution, [one.institution_id for one in focus_areas.values()])
    faults = rules.check_plan(institution, guide, next(iter(leaning.values()), None), clock.today(), day)
    faults += await _check_observers(session, caller, institution, now if wanted is None else wanted, day, now)
    refuse(faults)
    others = wanted is not None and wanted != now
    if others:
        await session.execute(delete(Observer).where(col(Observer.observation_id) == observation.id))
        session.add_all(_seats(observation.id, wanted))
        await session.flush()
    await change(session, caller, observation, values, beside=["observers"] if others else [])


async def cancel_observations(
    session: AsyncSession, caller: Caller | None, observations: Sequence[Observation], reason: str
) -> None:
    """Planned observations do not take place; the reason stays with them."""
    refuse(fault for one in observations for fault in rules.check_status(one, ObservationStatus.planned))
    for one in observations:
        values = {"status": ObservationStatus.cancelled.value, "cancellation": reason}
        await change(session, caller, one, values, "cancelled")


async def against_reopening(session: AsyncSession, caller: Caller | None, observation: Observation) -> list[Fault]:
    """What stands in the way of planning a cancelled observation again."""
    faults = rules.check_status(observation, ObservationStatus.cancelled)
    if faults:
        return faults
    institution, observers = await _institution(session, observation), await observer_ids_of(session, observation.id)
    day = observation.planned_for.astimezone(COPENHAGEN).date()
    faults = rules.check_plan(institution, None, None, clock.today(), day)
    return faults + await _check_observers(session, caller, institution, observers, day, observers)


async def reopen_observation(session: AsyncSession, caller: Caller | None, observation: Observation) -> None:
    """Plan a cancelled observation again, if institution and observers still allow it."""
    refuse(await against_reopening(session, caller, observation))
    values = {"status": ObservationStatus.planned.value, "cancellation": None}
    await change(session, caller, observation, values, "reopened")


async def against_observing(session: AsyncSession, observation: Observation) -> list[Fault]:
    """What stands in the way of saying that a planned observation took place."""
    found = rules.check_status(observation, ObservationStatus.planned)
    return found or check_open(await _institution(session, observation), clock.today(), "/observed_on")


async def observe(
    session: AsyncSession,
    caller: Caller | None,
    observation: Observation,
    observed_on: date | None = None,
    oral_feedback_on: date | None = None,
) -> None:
    """A planned observation took place, by people who worked elsewhere on that day."""
    refuse(rules.check_status(observation, ObservationStatus.planned))
    today = clock.today()
    on = observed_on or today
    institution, observers = await _institution(session, observation), await observer_ids_of(session, observation.id)
    faults = check_open(institution, today, "/observed_on") + rules.check_days(on, oral_feedback_on, today)
    refuse(faults + await _check_observers(session, caller, institution, observers, on, observers))
    values = {
        "status": ObservationStatus.observed.value,
        "observed_on": on,
        "oral_feedback_on": oral_feedback_on,
    }
    await change(session, caller, observation, values, "observed")
