"""FollowUp and the leader's remarks: the tables."""

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
    """Where a follow-up stands."""

    planned = "planned"
    held = "held"
    cancelled = "cancelled"


class Assessment(StrEnum):
    """What the chief's supervision found."""

    no_concern = "no_concern"
    concern = "concern"
    serious_concern = "serious_concern"


class RedactableInFollowUp(StrEnum):
    """What words can be taken out of a follow-up."""

    topics = "topics"
    notes = "notes"
    cancellation = "cancellation"
    remark = "remark"


class FollowUp(ResourceModel, table=True):
    """1:1 ledelsesopfølgning: the chief and the leader of an institution, on quality and supervision.

    `leader_id` is the person, none in a vacancy; `chief_id` the chief who is to hold it, and once it is held, who did.
    Topics and notes are read by that leader, while leading there, and the district's chief: by nobody else.
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
    """What the leader says of a follow-up, in their own words; each remark stays, but for words that are taken out."""

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
