"""The tables of observations, their observers and their feedback by point."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Index, Text, select
from sqlmodel import SQLModel, col

from api.core.identifiers import new_id
from api.db.columns import Column, EnumText, ResourceModel, UTCDateTime
from api.observation_guides.models import ObservationGuide
from api.redaction.registry import ResourcePart, StoredCopy, declare, declare_copies


class ObservationStatus(StrEnum):
    """The status of an observation."""

    planned = "planned"
    observed = "observed"
    fed_back = "fed_back"
    shared = "shared"
    cancelled = "cancelled"


class Reply(StrEnum):
    """The observed institution's reply: whether the feedback is accurate."""

    accurate = "accurate"
    inaccurate = "inaccurate"


class Observation(ResourceModel, table=True):
    """An observation of an institution's learning environment by colleagues from other institutions, using a guide.

    It is planned, observed and fed back; the institution's leader decides whether the feedback is shared. Until then
    only the observers and the institution read its text; chief and administration read it afterwards.
    """

    __tablename__ = "observation"
    __table_args__ = (
        Index("observation_of_institution", "institution_id", "fed_back_on", "id"),
        Index("observation_by_time", "planned_for", "id"),
        Index("observation_by_change", "updated_at", "id"),
    )
    resource = "observations"
    unit_field = "institution_id"

    institution_id: UUID = Column(foreign_key="institution.id")
    guide_id: UUID = Column(foreign_key="observation_guide.id", index=True)
    focus_area_id: UUID | None = Column(default=None, foreign_key="focus_area.id", index=True)
    purpose: str | None = Column(default=None, sa_type=Text)
    planned_for: datetime = Column(sa_type=UTCDateTime)
    status: ObservationStatus = Column(default=ObservationStatus.planned, sa_type=EnumText)
    cancellation: str | None = Column(default=None, sa_type=Text)
    observed_on: date | None = Column(default=None)
    oral_feedback_on: date | None = Column(default=None)
    feedback: str | None = Column(default=None, sa_type=Text)
    fed_back_on: date | None = Column(default=None)
    reply: Reply | None = Column(default=None, sa_type=EnumText)
    reply_text: str | None = Column(default=None, sa_type=Text)
    replied_on: date | None = Column(default=None)
    shared_on: date | None = Column(default=None)
    redaction_reason: str | None = Column(default=None, max_length=200)
    redacted_on: date | None = Column(default=None)


class Observer(SQLModel, table=True):
    """A person who observes: a colleague from another institution, or a consultant who joins them."""

    __tablename__ = "observation_observer"
    __table_args__ = (Index("observation_observer_once", "observation_id", "person_id", unique=True),)

    id: UUID = Column(default_factory=new_id, primary_key=True)
    observation_id: UUID = Column(foreign_key="observation.id")
    person_id: UUID = Column(foreign_key="person.id", index=True)
    position: int


class FeedbackPoint(SQLModel, table=True):
    """The feedback on one point of the guide; `level` is a position on the point's scale, starting at 1."""

    __tablename__ = "observation_feedback"
    __table_args__ = (Index("observation_feedback_once", "observation_id", "key", unique=True),)

    id: UUID = Column(default_factory=new_id, primary_key=True)
    observation_id: UUID = Column(foreign_key="observation.id")
    position: int
    key: str = Column(max_length=64)
    title: str = Column(max_length=200)
    text: str | None = Column(default=None, sa_type=Text)
    level: int | None = Column(default=None)


# --- stored text, for redaction ---


def _feedback_by_guide(guide: ObservationGuide) -> ColumnElement[bool]:
    """The points of feedback that was given by any edition of the guide."""
    editions = select(col(ObservationGuide.id)).where(col(ObservationGuide.series_id) == guide.series_id)
    observations = select(col(Observation.id)).where(col(Observation.guide_id).in_(editions))
    return col(FeedbackPoint.observation_id).in_(observations)


declare(
    Observation,
    fields=("purpose", "cancellation", "feedback", "reply_text"),
    parts=[ResourcePart(FeedbackPoint, "point", "observation_id", ("text",))],
    states_reason=True,
)
declare_copies(ObservationGuide, "points", StoredCopy(FeedbackPoint, "title", _feedback_by_guide))
