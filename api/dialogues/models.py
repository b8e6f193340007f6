"""Tables and enums of dialogues: participants, decisions, the learning circle and its prompts."""

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
    """The status of a dialogue."""

    planned = "planned"
    held = "held"
    cancelled = "cancelled"


class Part(StrEnum):
    """The capacity in which a participant takes part in a dialogue."""

    leader = "leader"
    chief = "chief"
    staff = "staff"
    parent_board = "parent_board"
    student_council = "student_council"
    consultant = "consultant"
    other = "other"


_NOT_CANCELLED = text("status <> 'cancelled'")


class Dialogue(ResourceModel, table=True):
    """A learning dialogue: one per institution, cycle and round, not counting cancelled ones.

    A dialogue is planned, then held; a held dialogue is only corrected, never changed. Dialogues of several
    institutions that meet together share a `meeting_id`. `prompts_number` is the revision of the circle's prompts that
    was in force when the dialogue was held.
    """

    __tablename__ = "dialogue"
    __table_args__ = (
        Index(
            "dialogue_once",
            "institution_id",
            "cycle_id",
            "round",
            unique=True,
            sqlite_where=_NOT_CANCELLED,
            postgresql_where=_NOT_CANCELLED,
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
    """A participant: a person with an account, a name, or a number of people (always a number for children)."""

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
    """A dialogue's decision about a focus area, with the development that was observed.

    `status_before` is the status of the focus area before the decision: a correction of the decision is validated
    against it.
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
    """A step of the learning circle, in the order of the conversation."""

    challenge = "challenge"
    data = "data"
    analysis = "analysis"
    goal = "goal"
    action = "action"
    evaluation = "evaluation"


DEFAULT_PROMPTS: Final[Mapping[Step, str]] = {
    Step.challenge: "Hvilken udfordring vil vi blive klogere på, og hvem oplever den?",
    Step.data: "Hvad viser tallene, og hvad siger børn, unge, forældre og medarbejdere?",
    Step.analysis: "Hvordan forstår vi det sammen? Hvilke mønstre og sammenhænge ser vi?",
    Step.goal: "Hvad vil vi opnå, og hvilke tegn viser, at det lykkes?",
    Step.action: "Hvad gør vi, hvem gør det, og hvornår?",
    Step.evaluation: "Hvordan og hvornår undersøger vi, om det virker?",
}
"""The prompts of a municipality that has not written its own: revision number 1."""


class CirclePrompts(ResourceModel, table=True):
    """A revision of the circle's prompts, one per step, written by the municipality; every revision is kept."""

    __tablename__ = "circle_prompts"
    resource = "circle-prompts"

    number: int = Column(unique=True)
    prompts: dict[str, str] = Column(sa_type=json_column())


class CircleEntry(SQLModel, table=True):
    """An entry at a step of a dialogue's circle, about one focus area or all of them, with the evidence it cites."""

    __tablename__ = "dialogue_entry"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    dialogue_id: UUID = Column(foreign_key="dialogue.id", index=True)
    position: int
    step: Step = Column(sa_type=EnumText)
    focus_area_id: UUID | None = Column(default=None, foreign_key="focus_area.id", index=True)
    text: str | None = Column(sa_type=Text, nullable=True)  # null: redacted
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
