"""What is visible of guides and observations, and to whom their feedback; where observers work."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, Uuid, and_, bindparam, case, false, null, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access import reach
from api.access.roles import READ, WRITE, Permission
from api.db.columns import UTCDateTime
from api.db.external_ids import json_objects
from api.db.sql_functions import any_of, uuid_text
from api.focus_areas.models import FocusArea
from api.http.pagination import Listing
from api.institutions.models import Area, Institution, Kind
from api.observation_guides.models import ObservationGuide
from api.observations.models import FeedbackPoint, Observation, ObservationStatus, Observer
from api.observations.queries.observers import OBSERVES_NOW, OBSERVES_SOMETHING
from api.sign_in.models import Person
from api.themes.models import Theme

PLANNING, FEEDBACK = Permission("observation_planning", READ), Permission("observation_feedback", READ)
PLANS = Permission("observation_planning", WRITE)
SHARED = Permission("observation_shared", READ)

_observed_by = select(col(Observer.observation_id))
_at = col(Observation.institution_id)
_TOLD = (ObservationStatus.fed_back.value, ObservationStatus.shared.value)
HAS_FEEDBACK = col(Observation.status).in_(_TOLD)
"""That there is feedback which the institution has been given."""
FEEDBACK_SEEN = or_(
    OBSERVES_NOW,
    and_(HAS_FEEDBACK, reach.within(_at, FEEDBACK)),
    and_(col(Observation.status) == ObservationStatus.shared.value, reach.within(_at, SHARED)),
)

_person = Person.__table__.alias("observer")  # type: ignore[attr-defined]  # SQLModel does not declare it
_area = case((col(Institution.kind) == Kind.day_care, Area.age_0_6.value), else_=Area.age_6_18.value)


def observers_of(observation_id: Any) -> Any:
    """The column `observers` of an observation: `[{"person_id", "name"}, ...]`."""
    mine = (
        select(uuid_text(col(Observer.person_id)).label("person_id"), _person.c.name.label("name"))
        .join(_person, _person.c.id == col(Observer.person_id))
        .where(col(Observer.observation_id) == observation_id)
        .order_by(col(Observer.position))
        .correlate(Observation)
        .subquery()
    )
    return select(json_objects("person_id", mine.c.person_id, "name", mine.c.name)).scalar_subquery()


def points_of(observation_id: Any) -> Any:
    """The column `points` of an observation: its feedback by point, in the guide's order."""
    names = ("key", "title", "text", "level")
    mine = (
        select(uuid_text(col(FeedbackPoint.id)).label("id"), *(getattr(FeedbackPoint, name) for name in names))
        .where(col(FeedbackPoint.observation_id) == observation_id)
        .order_by(col(FeedbackPoint.position))
        .correlate(Observation)
        .subquery()
    )
    pairs = [part for name in ("id", *names) for part in (name, mine.c[name])]
    return select(json_objects(*pairs)).scalar_subquery()


def _seen(column: Any) -> ColumnElement[Any]:
    return case((FEEDBACK_SEEN, column), else_=null())


_PLAN = (
    "id", "version", "created_at", "updated_at", "institution_id", "guide_id", "purpose", "focus_area_id",
    "planned_for", "status", "cancellation", "observed_on", "oral_feedback_on", "fed_back_on", "replied_on",
    "shared_on", "redaction_reason", "redacted_on",
)  # fmt: skip

_observations = (
    select(
        *(getattr(Observation, name) for name in _PLAN),
        col(Institution.name).label("institution_name"),
        col(Institution.kind).label("kind"),
        _area.label("area"),
        col(ObservationGuide.title).label("guide_title"),
        col(ObservationGuide.edition).label("guide_edition"),
        col(FocusArea.title).label("focus_area_title"),
        observers_of(col(Observation.id)).label("observers"),
        *(_seen(col(getattr(Observation, name))).label(name) for name in ("feedback", "reply", "reply_text")),
        _seen(points_of(col(Observation.id))).label("points"),
        case((and_(HAS_FEEDBACK, ~FEEDBACK_SEEN), true()), else_=false()).label("feedback_withheld"),
    )
    .join(Institution, col(Institution.id) == _at)
    .join(ObservationGuide, col(ObservationGuide.id) == col(Observation.guide_id))
    .outerjoin(FocusArea, col(FocusArea.id) == col(Observation.focus_area_id))
    .outerjoin(Theme, col(Theme.id) == col(FocusArea.theme_id))
)


UNSCOPED_FEEDBACK = (
    select(
        *(
            getattr(Observation, name)
            for name in (
                "id",
                "institution_id",
                "purpose",
                "focus_area_id",
                "observed_on",
                "oral_feedback_on",
                "fed_back_on",
                "reply",
                "reply_text",
                "replied_on",
                "shared_on",
                "redaction_reason",
                "redacted_on",
            )
        ),
        col(Observation.feedback).label("text"),
        col(Institution.name).label("institution_name"),
        col(ObservationGuide.title).label("guide_title"),
        col(ObservationGuide.edition).label("guide_edition"),
        col(FocusArea.title).label("focus_area_title"),
        observers_of(col(Observation.id)).label("observers"),
        points_of(col(Observation.id)).label("points"),
        false().label("text_withheld"),
    )
    .join(Institution, col(Institution.id) == _at)
    .join(ObservationGuide, col(ObservationGuide.id) == col(Observation.guide_id))
    .outerjoin(FocusArea, col(FocusArea.id) == col(Observation.focus_area_id))
)
"""Observations with their feedback, whoever asks: for what is scoped elsewhere."""


def _is(column: Any, name: str, type_: Any = None) -> Any:
    return column == bindparam(name, type_=type_ or Uuid())


OBSERVATIONS = Listing(
    name="observations",
    select=_observations.where(or_(reach.within(_at, PLANNING), OBSERVES_NOW)),
    gate=select(
        reach.known().label("known"),
        or_(reach.holds(PLANNING), OBSERVES_SOMETHING).label("allowed"),
    ),
    id=col(Observation.id),
    sorts={
        "planned_for": col(Observation.planned_for),
        "institution_name": col(Institution.name_key),
        "updated_at": col(Observation.updated_at),
    },
    filters={
        "updated_since": col(Observation.updated_at) >= bindparam("updated_since"),
        "institution_id": _is(_at, "institution_id"),
        "district_id": reach.below(_at, "district_id"),
        "kind": _is(col(Institution.kind), "kind", String()),
        "area": _is(_area, "area", String()),
        "guide_id": _is(col(Observation.guide_id), "guide_id"),
        "focus_area_id": _is(col(Observation.focus_area_id), "focus_area_id"),
        "theme_id": _is(col(FocusArea.theme_id), "theme_id"),
        "cycle_id": _is(col(Theme.cycle_id), "cycle_id"),
        "status": _is(col(Observation.status), "status", String()),
        "person_id": any_of(
            col(Observation.id),
            _observed_by.where(col(Observer.person_id) == bindparam("person_id", type_=Uuid())),
        ),
        "from": col(Observation.planned_for) >= bindparam("from", type_=UTCDateTime()),
        "to": col(Observation.planned_for) < bindparam("to", type_=UTCDateTime()),
    },
    default_sort="planned_for",
)


async def by_ids(session: AsyncSession, table: Any, ids: Iterable[UUID | None]) -> dict[UUID, Any]:
    """Things of one table, by id."""
    wanted = {id for id in ids if id is not None}
    found = (await session.execute(select(table).where(col(table.id).in_(wanted)))).scalars() if wanted else ()
    return {thing.id: thing for thing in found}


async def observer_ids_of(session: AsyncSession, observation_id: UUID) -> list[UUID]:
    """An observation's observers, in order."""
    mine = select(col(Observer.person_id)).where(col(Observer.observation_id) == observation_id)
    return list((await session.execute(mine.order_by(col(Observer.position)))).scalars())


async def points_said(session: AsyncSession, observation_id: UUID) -> list[FeedbackPoint]:
    """An observation's feedback by point, in order."""
    mine = select(FeedbackPoint).where(col(FeedbackPoint.observation_id) == observation_id)
    return list((await session.execute(mine.order_by(col(FeedbackPoint.position)))).scalars())
