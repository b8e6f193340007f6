"""Tables and enums of follow-ups and the leader's remarks."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, Text
from sqlmodel import SQLModel, col

from api.core.identifiers import new_id
from api.db.columns import Column, EnumText, ResourceModel, UTCDateTime, json_column
from api.heightened_supervision.models import HeightenedSupervision, SupervisionGround
from api.redaction.registry import ResourcePart, StoredCopy, declare, declare_copies


class FollowUpStatus(StrEnum):
    """The status of a follow-up."""

    planned = "planned"
    held = "held"
    cancelled = "cancelled"


class Assessment(StrEnum):
    """The chief's assessment of the institution."""

    no_concern = "no_concern"
    concern = "concern"
    serious_concern = "serious_concern"


class RedactableInFollowUp(StrEnum):
    """The texts of a follow-up that can be redacted."""

    topics = "topics"
    notes = "notes"
    cancellation = "cancellation"
    remark = "remark"


class FollowUp(ResourceModel, table=True):
    """A follow-up (1:1 ledelsesopfølgning) of the chief and the leader of an institution, on quality and supervision.

    `leader_id` is null in a vacancy. `chief_id` is the chief who is to hold it; once it is held, the chief who did.
    Only that leader, while they lead the institution, and the district's chief read topics and notes.
    """

    __tablename__ = "follow_up"
    __table_args__ = (
        Index("follow_up_by_time", "planned_for", "id"),
        Index("follow_up_by_change", "updated_at", "id"),
        Index("follow_up_of_institution", "institution_id", "status", "held_on"),
    )
    resource = "follow-ups"
    unit_field = "institution_id"

    institution_id: UUID = Column(foreign_key="institution.id")
    leader_id: UUID | None = Column(default=None, foreign_key="person.id", index=True)
    chief_id: UUID | None = Column(default=None, foreign_key="person.id", index=True)
    planned_for: datetime = Column(sa_type=UTCDateTime)
    planned_until: datetime = Column(sa_type=UTCDateTime)
    status: FollowUpStatus = Column(default=FollowUpStatus.planned, sa_type=EnumText)
    cancellation: str | None = Column(default=None, sa_type=Text)
    held_on: date | None = Column(default=None)
    assessment: Assessment | None = Column(default=None, sa_type=EnumText)
    next_due_on: date | None = Column(default=None)
    topics: list[str] = Column(default_factory=list, sa_type=json_column())
    notes: str | None = Column(default=None, sa_type=Text)


class FollowUpRemark(SQLModel, table=True):
    """A remark of the leader on a follow-up; remarks are never changed, only redacted (`text` is then null)."""

    __tablename__ = "follow_up_remark"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    follow_up_id: UUID = Column(foreign_key="follow_up.id", index=True)
    text: str | None = Column(default=None, sa_type=Text)
    author_id: UUID = Column(foreign_key="person.id", index=True)
    at: datetime = Column(sa_type=UTCDateTime)


# --- stored text, for redaction ---

declare(
    FollowUp,
    fields=("cancellation", "topics", "notes"),
    parts=[ResourcePart(FollowUpRemark, "remark", "follow_up_id", ("text",))],
)
# The reason of a corrected assessment becomes that of the heightened supervision which it opens, deepens or closes.
declare_copies(
    FollowUp,
    "correction.reason",
    StoredCopy(HeightenedSupervision, "reason", lambda follow_up: col(HeightenedSupervision.origin_id) == follow_up.id),
    StoredCopy(
        HeightenedSupervision, "closing", lambda follow_up: col(HeightenedSupervision.closing_origin_id) == follow_up.id
    ),
    StoredCopy(SupervisionGround, "reason", lambda follow_up: col(SupervisionGround.origin_id) == follow_up.id),
)
