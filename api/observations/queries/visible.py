"""Listing of the observations visible to the caller, and the conditions on which their feedback is visible."""

from typing import Any

from sqlalchemy import ColumnElement, String, Uuid, and_, bindparam, case, false, null, or_, select, true
from sqlmodel import col

from api.access import reach
from api.access.roles import READ, WRITE, Permission
from api.db.columns import UTCDateTime
from api.db.sql_functions import any_of, json_objects, uuid_text
from api.focus_areas.models import FocusArea
from api.http.pagination import Listing
from api.institutions.models import Area, Institution, Kind
from api.observation_guides.models import ObservationGuide
from api.observations.models import FeedbackPoint, Observation, ObservationStatus, Observer
from api.observations.queries.observers import OBSERVES_NOW, OBSERVES_SOMETHING
from api.sign_in.models import Person
from api.themes.models import Theme

READ_PLANNING, READ_FEEDBACK = Permission("observation_planning", READ), Permission("observation_feedback", READ)
WRITE_PLANNING = Permission("observation_planning", WRITE)
READ_SHARED_FEEDBACK = Permission("observation_shared", READ)

_institution_id = col(Observation.institution_id)
_GIVEN = (ObservationStatus.fed_back.value, ObservationStatus.shared.value)
HAS_FEEDBACK = col(Observation.status).in_(_GIVEN)
"""The institution has been given feedback: it is neither missing nor taken back."""
_FEEDBACK_VISIBLE = or_(
    OBSERVES_NOW,
    and_(HAS_FEEDBACK, reach.unit_in_reach(_institution_id, READ_FEEDBACK)),
    and_(
        col(Observation.status) == ObservationStatus.shared.value,
        reach.unit_in_reach(_institution_id, READ_SHARED_FEEDBACK),
    ),
)

_person = Person.__table__.alias("observer")  # type: ignore[attr-defined]  # SQLModel does not declare it
_area = case((col(Institution.kind) == Kind.day_care, Area.age_0_6.value), else_=Area.age_6_18.value)


def _observers_json(observation_id: Any) -> Any:
    """Return the column `observers` of an observation: `[{"person_id", "name"}, ...]`."""
    observers = (
        select(uuid_text(col(Observer.person_id)).label("person_id"), _person.c.name.label("name"))
        .join(_person, _person.c.id == col(Observer.person_id))
        .where(col(Observer.observation_id) == observation_id)
        .order_by(col(Observer.position))
        .correlate(Observation)
        .subquery()
    )
    return select(json_objects("person_id", observers.c.person_id, "name", observers.c.name)).scalar_subquery()


def _points_json(observation_id: Any) -> Any:
    """Return the column `points` of an observation: its feedback by point, in the guide's order."""
    names = ("key", "title", "text", "level")
    points = (
        select(uuid_text(col(FeedbackPoint.id)).label("id"), *(getattr(FeedbackPoint, name) for name in names))
        .where(col(FeedbackPoint.observation_id) == observation_id)
        .order_by(col(FeedbackPoint.position))
        .correlate(Observation)
        .subquery()
    )
    pairs = [part for name in ("id", *names) for part in (name, points.c[name])]
    return select(json_objects(*pairs)).scalar_subquery()


def _if_feedback_visible(column: Any) -> ColumnElement[Any]:
    return case((_FEEDBACK_VISIBLE, column), else_=null())


_PLAN_COLUMNS = (
    "id", "version", "created_at", "updated_at", "institution_id", "guide_id", "purpose", "focus_area_id",
    "planned_for", "status", "cancellation", "observed_on", "oral_feedback_on", "fed_back_on", "replied_on",
    "shared_on", "redaction_reason", "redacted_on",
)  # fmt: skip

_observations = (
    select(
        *(getattr(Observation, name) for name in _PLAN_COLUMNS),
        col(Institution.name).label("institution_name"),
        col(Institution.kind).label("kind"),
        _area.label("area"),
        col(ObservationGuide.title).label("guide_title"),
        col(ObservationGuide.edition).label("guide_edition"),
        col(FocusArea.title).label("focus_area_title"),
        _observers_json(col(Observation.id)).label("observers"),
        *(
            _if_feedback_visible(col(getattr(Observation, name))).label(name)
            for name in ("feedback", "reply", "reply_text")
        ),
        _if_feedback_visible(_points_json(col(Observation.id))).label("points"),
        case((and_(HAS_FEEDBACK, ~_FEEDBACK_VISIBLE), true()), else_=false()).label("feedback_withheld"),
    )
    .join(Institution, col(Institution.id) == _institution_id)
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
        _observers_json(col(Observation.id)).label("observers"),
        _points_json(col(Observation.id)).label("points"),
        false().label("text_withheld"),
    )
    .join(Institution, col(Institution.id) == _institution_id)
    .join(ObservationGuide, col(ObservationGuide.id) == col(Observation.guide_id))
    .outerjoin(FocusArea, col(FocusArea.id) == col(Observation.focus_area_id))
)
"""Observations with their feedback, not limited to the caller's reach: users of this select apply their own scope."""


def _equals(column: Any, name: str, type_: Any = None) -> Any:
    return column == bindparam(name, type_=type_ or Uuid())


OBSERVATIONS = Listing(
    name="observations",
    select=_observations.where(or_(reach.unit_in_reach(_institution_id, READ_PLANNING), OBSERVES_NOW)),
    gate=select(
        reach.session_is_valid().label("known"),
        or_(reach.has_permission(READ_PLANNING), OBSERVES_SOMETHING).label("allowed"),
    ),
    id=col(Observation.id),
    sorts={
        "planned_for": col(Observation.planned_for),
        "institution_name": col(Institution.name_key),
        "updated_at": col(Observation.updated_at),
    },
    filters={
        "updated_since": col(Observation.updated_at) >= bindparam("updated_since"),
        "institution_id": _equals(_institution_id, "institution_id"),
        "district_id": reach.unit_at_or_below(_institution_id, "district_id"),
        "kind": _equals(col(Institution.kind), "kind", String()),
        "area": _equals(_area, "area", String()),
        "guide_id": _equals(col(Observation.guide_id), "guide_id"),
        "focus_area_id": _equals(col(Observation.focus_area_id), "focus_area_id"),
        "theme_id": _equals(col(FocusArea.theme_id), "theme_id"),
        "cycle_id": _equals(col(Theme.cycle_id), "cycle_id"),
        "status": _equals(col(Observation.status), "status", String()),
        "person_id": any_of(
            col(Observation.id),
            select(col(Observer.observation_id)).where(col(Observer.person_id) == bindparam("person_id", type_=Uuid())),
        ),
        "from": col(Observation.planned_for) >= bindparam("from", type_=UTCDateTime()),
        "to": col(Observation.planned_for) < bindparam("to", type_=UTCDateTime()),
    },
    default_sort="planned_for",
)
