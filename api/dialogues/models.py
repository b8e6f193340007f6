"""Dialogue, its participants and decisions: the tables."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import Index, Text, text
from sqlmodel import SQLModel

from api.core.identifiers import new_id
from api.db.columns import Column, EnumText, ResourceModel, UTCDateTime, json_column
from api.focus_areas.models import Decision, Development, FocusAreaStatus
from api.redaction.registry import ResourcePart, declare


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


class Dialogue(ResourceModel, table=True):
    """A learning dialogue: one for each institution, cycle and round, cancelled ones aside.

    It is planned, then held; what was held stays. `meeting_id` is shared by the dialogues of institutions that meet at
    once. `prompts_number` is the revision of the circle's prompts that it was held by.
    """

    __tablename__ = "dialogue"
    __table_args__ = (
        Index(
            "dialogue_once",
            "institution_id",
            "cycle_id",
            "round",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        Index("dialogue_by_time", "planned_for", "id"),
        Index("dialogue_by_change", "updated_at", "id"),
    )
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
    status: DialogueStatus = Column(default=DialogueStatus.planned, sa_type=EnumText)
    cancellation: str | None = Column(default=None, sa_type=Text)
    held_on: date | None = Column(default=None)
    prompts_number: int | None = Column(default=None)


class DialogueParticipant(SQLModel, table=True):
    """Somebody who takes part: a person who signs in, a name, or (children, always) a number of persons."""

    __tablename__ = "dialogue_participant"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Column(foreign_key="dialogue.id", index=True)
    position: int
    part: Part = Column(sa_type=EnumText)
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
    decision: Decision = Column(sa_type=EnumText)
    development: Development | None = Column(default=None, sa_type=EnumText)
    note: str | None = Column(default=None, sa_type=Text)
    status_before: FocusAreaStatus = Column(sa_type=EnumText)


class Step(StrEnum):
    """A step of the learning circle; the order is that of the conversation."""

    challenge = "challenge"
    data = "data"
    analysis = "analysis"
    goal = "goal"
    action = "action"
    evaluation = "evaluation"


ORDER: Final = tuple(Step)
BEFORE_DECIDING: Final = (Step.challenge, Step.data, Step.analysis)
"""What is filled in before a dialogue decides anything."""

FIRST_PROMPTS: Final[Mapping[Step, str]] = {
    Step.challenge: "Hvilken udfordring vil vi blive klogere på, og hvem oplever den?",
    Step.data: "Hvad viser tallene, og hvad siger børn, unge, forældre og medarbejdere?",
    Step.analysis: "Hvordan forstår vi det sammen? Hvilke mønstre og sammenhænge ser vi?",
    Step.goal: "Hvad vil vi opnå, og hvilke tegn viser, at det lykkes?",
    Step.action: "Hvad gør vi, hvem gør det, og hvornår?",
    Step.evaluation: "Hvordan og hvornår undersøger vi, om det virker?",
}
"""The prompts of a municipality that has not written its own: its revision number 1."""


class CirclePrompts(ResourceModel, table=True):
    """The questions that the circle asks at each step, as the municipality has revised them; each revision is kept."""

    __tablename__ = "circle_prompts"
    resource = "circle-prompts"

    number: int = Column(unique=True)
    prompts: dict[str, str] = Column(sa_type=json_column())


class CircleEntry(SQLModel, table=True):
    """Something written at a step of a dialogue's circle, on one focus area or on all, with the evidence it cites."""

    __tablename__ = "dialogue_entry"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Column(foreign_key="dialogue.id", index=True)
    position: int
    step: Step = Column(sa_type=EnumText)
    focus_area_id: UUID | None = Column(default=None, foreign_key="focus_area.id", index=True)
    text: str | None = Column(sa_type=Text, nullable=True)  # null: taken out
    cited: list[dict[str, str]] = Column(sa_type=json_column())


# --- stored text, for redaction ---

declare(
    Dialogue,
    fields=("place", "cancellation"),
    parts=[
        ResourcePart(CircleEntry, "entry", "dialogue_id", ("text",)),
        ResourcePart(DialogueDecision, "decision", "dialogue_id", ("note",)),
        ResourcePart(DialogueParticipant, "participant", "dialogue_id", ("name",), person_names=("name",)),
    ],
)
