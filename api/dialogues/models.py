"""Dialogue, its participants and decisions: the tables."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, Text, text
from sqlmodel import SQLModel

from api.core.columns import Choice, Column, Thing, UTCDateTime, new_id
from api.dialogues.circle import CircleEntry, CirclePrompts  # noqa: F401  # tables too, gathered from here
from api.focus_areas.models import Decision, Development, FocusAreaStatus


class DialogueStatus(StrEnum):
    """Where a dialogue stands."""

    planned = "planned"
    held = "held"
    cancelled = "cancelled"


class Part(StrEnum):
    """The part that somebody takes in a dialogue."""

    leader = "leader"
    chief = "chief"
    staff = "staff"
    parent_board = "parent_board"
    student_council = "student_council"
    consultant = "consultant"
    other = "other"


_STANDING = text("status <> 'cancelled'")


class Dialogue(Thing, table=True):
    """A learning dialogue: one for each institution, cycle and round, cancelled ones aside.

    It is planned, then held; what was held stays. `meeting_id` is shared by the dialogues of institutions that meet at
    once. `prompts_number` is the revision of the circle's prompts that it was held by.
    """

    __tablename__ = "dialogue"
    __table_args__ = (
        Index(
            "dialogue_once", "institution_id", "cycle_id", "round", unique=True,
            sqlite_where=_STANDING, postgresql_where=_STANDING,
        ),
        Index("dialogue_by_time", "planned_for", "id"),
        Index("dialogue_by_change", "updated_at", "id"),
    )  # fmt: skip
    resource = "dialogues"
    unit_field = "institution_id"

    institution_id: UUID = Column(foreign_key="institution.id", index=True)
    cycle_id: UUID = Column(foreign_key="cycle.id", index=True)
    round: int
    planned_for: datetime = Column(sa_type=UTCDateTime)
    planned_until: datetime = Column(sa_type=UTCDateTime)
    place: str | None = Column(default=None, max_length=200)
    case_reference: str | None = Column(default=None, max_length=64)
    data_holder_id: UUID | None = Column(default=None, foreign_key="person.id", index=True)
    meeting_id: UUID | None = Column(default=None, index=True)
    school_development_talk: bool = Column(default=False)
    parent_representative_invited: bool | None = Column(default=None)
    status: DialogueStatus = Column(default=DialogueStatus.planned, sa_type=Choice)
    cancellation: str | None = Column(default=None, sa_type=Text)
    held_on: date | None = Column(default=None)
    prompts_number: int | None = Column(default=None)


class DialogueParticipant(SQLModel, table=True):
    """Somebody who takes part: a person who signs in, a name, or (children, always) a number of persons."""

    __tablename__ = "dialogue_participant"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Column(foreign_key="dialogue.id", index=True)
    position: int
    part: Part = Column(sa_type=Choice)
    person_id: UUID | None = Column(default=None, foreign_key="person.id", index=True)
    name: str | None = Column(default=None, max_length=200)
    people_count: int | None = Column(default=None)
    attended: bool | None = Column(default=None)


class DialogueDecision(SQLModel, table=True):
    """What a dialogue decided about a focus area, and how far its signs were seen.

    `status_before` is where the focus area stood, so that a correction can tell what else could have been decided.
    """

    __tablename__ = "dialogue_decision"
    __table_args__ = (Index("dialogue_decision_once", "dialogue_id", "focus_area_id", unique=True),)

    id: UUID = Column(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Column(foreign_key="dialogue.id")
    position: int
    focus_area_id: UUID = Column(foreign_key="focus_area.id", index=True)
    decision: Decision = Column(sa_type=Choice)
    development: Development | None = Column(default=None, sa_type=Choice)
    note: str | None = Column(default=None, sa_type=Text)
    status_before: FocusAreaStatus = Column(sa_type=Choice)
