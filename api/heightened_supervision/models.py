"""HeightenedSupervision with its grounds, actions and comments: the tables and their shapes."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field
from sqlalchemy import Index, Text, text
from sqlmodel import SQLModel

from api.core.columns import Choice, Column, Day, Id, Line, OneOf, Thing, UTCDateTime, Words, new_id
from api.core.pages import Truth, Window
from api.core.shapes import Answer, Shape, ThingPublic
from api.corrections.models import CorrectionPublic
from api.institutions.models import Kind


class Severity(StrEnum):
    """How serious a concern is; a serious one owes an action plan."""

    concern = "concern"
    serious_concern = "serious_concern"


class SupervisionStatus(StrEnum):
    """Where a heightened supervision stands."""

    open = "open"
    closed = "closed"


class ActionStatus(StrEnum):
    """Where an action of the plan stands."""

    open = "open"
    done = "done"
    dropped = "dropped"


class RedactableInSupervision(StrEnum):
    """What words can be taken out of a heightened supervision."""

    reason = "reason"
    closing = "closing"
    action = "action"
    comment = "comment"


_OPEN = text("status = 'open'")


class HeightenedSupervision(Thing, table=True):
    """Skærpet tilsyn: opened when a follow-up records concern, closed by a later one that has none.

    A unit has one at a time. `origin_id` is the follow-up that opened it, `closing_origin_id` the one that closed it:
    of a room above, so without a foreign key.
    """

    __tablename__ = "heightened_supervision"
    __table_args__ = (
        Index("heightened_supervision_once", "institution_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("heightened_supervision_by_day", "opened_on", "id"),
        Index("heightened_supervision_by_change", "updated_at", "id"),
    )
    resource = "heightened-supervision"
    unit_field = "institution_id"

    institution_id: UUID = Column(foreign_key="institution.id", index=True)
    origin_id: UUID = Column(index=True)
    severity: Severity = Column(sa_type=Choice)
    reason: str | None = Column(default=None, sa_type=Text)
    opened_on: date
    action_plan_due_on: date | None = Column(default=None)
    status: SupervisionStatus = Column(default=SupervisionStatus.open, sa_type=Choice)
    closed_on: date | None = Column(default=None)
    closing: str | None = Column(default=None, sa_type=Text)
    closing_origin_id: UUID | None = Column(default=None)


class SupervisionGround(SQLModel, table=True):
    """A concern that a follow-up recorded, the one that opened it first; what was said stays."""

    __tablename__ = "heightened_supervision_ground"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    heightened_supervision_id: UUID = Column(foreign_key="heightened_supervision.id", index=True)
    origin_id: UUID
    severity: Severity = Column(sa_type=Choice)
    reason: str | None = Column(default=None, sa_type=Text)
    recorded_on: date


class SupervisionAction(SQLModel, table=True):
    """What is done about it: who does what by when, and what became of it; together they are the action plan."""

    __tablename__ = "heightened_supervision_action"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    heightened_supervision_id: UUID = Column(foreign_key="heightened_supervision.id", index=True)
    position: int
    text: str | None = Column(default=None, sa_type=Text)
    responsible: str = Column(max_length=200)
    due_on: date
    status: ActionStatus = Column(default=ActionStatus.open, sa_type=Choice)
    note: str | None = Column(default=None, sa_type=Text)


class SupervisionComment(SQLModel, table=True):
    """What the parent board says of it."""

    __tablename__ = "heightened_supervision_comment"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    heightened_supervision_id: UUID = Column(foreign_key="heightened_supervision.id", index=True)
    text: str | None = Column(default=None, sa_type=Text)
    author_id: UUID
    author_name: str = Column(max_length=200)
    at: datetime = Column(sa_type=UTCDateTime)


class ActionShape(Shape):
    """An action of the plan."""

    id: Id | None = Field(None, description="The action that is said anew; absent for a new one.")
    text: Words = Field(description="What is done.")
    responsible: Line = Field(description="Who does it: a name or a function.")
    due_on: Day = Field(description="By when.")
    status: OneOf[ActionStatus] = Field(ActionStatus.open, description="What became of it.")
    note: Words | None = Field(None, description="What was done, or why it was dropped.")


class ActionPlanShape(Shape):
    """The action plan, all of it: those that are there by their ids, new ones without."""

    actions: list[ActionShape] = Field(min_length=1, max_length=100, description="Its actions, in their order.")


class CommentShape(Shape):
    """What the parent board says."""

    text: Words = Field(description="The parent board's words.")


class SupervisionRedact(Shape):
    """Words are taken out of a heightened supervision; their place and the reason remain."""

    field: OneOf[RedactableInSupervision] = Field(description="What is taken out.")
    part_id: Id | None = Field(None, description="The action or comment, where it is one.")
    reason: Line = Field(description="Why. It is shown where the words stood: nothing of what is taken out.")


class ActionPublic(Answer):
    """An action of the plan as it is answered."""

    id: UUID
    text: str | None = Field(max_length=10_000, description="What is done; null where it was taken out.")
    responsible: str = Field(max_length=200, description="Who does it.")
    due_on: date = Field(description="By when.")
    status: ActionStatus = Field(description="What became of it.")
    overdue: bool = Field(description="Open, and its day has passed (Danish civil time).")
    note: str | None = Field(max_length=10_000, description="What was done, or why it was dropped.")


class GroundPublic(Answer):
    """A concern that a follow-up recorded, as it is answered."""

    origin_id: UUID = Field(description="The follow-up.")
    severity: Severity = Field(description="How serious it was.")
    reason: str | None = Field(max_length=10_000, description="What the concern is; null where it was taken out.")
    recorded_on: date = Field(description="The day of the follow-up.")


class CommentPublic(Answer):
    """What the parent board said, as it is answered."""

    id: UUID
    text: str | None = Field(max_length=10_000, description="The parent board's words; null where taken out.")
    author_name: str = Field(max_length=200)
    at: datetime


class HeightenedSupervisionPublic(ThingPublic):
    """A heightened supervision as it is answered in a list."""

    institution_id: UUID
    institution_name: str = Field(max_length=132)
    kind: Kind
    origin_id: UUID = Field(description="The follow-up that opened it.")
    severity: Severity = Field(description="How serious the concern is; the most serious since it was opened.")
    reason: str | None = Field(max_length=10_000, description="The concern that opened it; null where taken out.")
    opened_on: date = Field(description="The day on which it was opened.")
    action_plan_due_on: date | None = Field(description="By when a serious concern has its action plan.")
    action_plan_missing: bool = Field(description="Open, serious, and without any action yet.")
    status: SupervisionStatus = Field(description="Whether it is open.")
    closed_on: date | None = Field(description="The day on which it was closed.")
    closing: str | None = Field(max_length=10_000, description="What was said when it was closed.")
    closing_origin_id: UUID | None = Field(description="The follow-up that closed it.")


class HeightenedSupervisionWhole(HeightenedSupervisionPublic):
    """A single heightened supervision, with all that belongs to it."""

    grounds: list[GroundPublic] = Field(max_length=1000, description="The concerns recorded, oldest first.")
    actions: list[ActionPublic] = Field(max_length=100, description="The action plan.")
    comments: list[CommentPublic] = Field(max_length=1000, description="The parent board's comments, oldest first.")
    corrections: list[CorrectionPublic] = Field(max_length=1000, description="What was taken out, and why.")


class HeightenedSupervisionQuery(Window):
    """The filters of the list of heightened supervisions."""

    institution_id: Id | None = Field(None, description="Only of this institution.")
    district_id: Id | None = Field(None, description="Only of institutions in this district.")
    kind: Kind | None = Field(None, description="Only of institutions of this kind.")
    severity: Severity | None = Field(None, description="Only of this severity.")
    status: SupervisionStatus | None = Field(None, description="Only open ones, or only closed ones.")
    action_plan_missing: Truth | None = Field(None, description="true: only where the action plan is missing.")
    from_: Day | None = Field(None, alias="from", description="Only opened on or after this day.")
    to: Day | None = Field(None, description="Only opened before this day.")
