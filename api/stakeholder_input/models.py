"""The table of stakeholder input, and its enumerations."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, Text, text

from api.db.columns import Column, EnumText, ResourceModel
from api.redaction.registry import declare


class Voice(StrEnum):
    """The group of people whose input it is."""

    child = "child"
    young_person = "young_person"
    parent = "parent"
    staff = "staff"
    parent_board = "parent_board"
    parents_council = "parents_council"
    student_council = "student_council"
    youth_council = "youth_council"
    other = "other"


CHILD_VOICES = frozenset({Voice.child, Voice.young_person, Voice.student_council, Voice.youth_council})
PARENT_VOICES = frozenset({Voice.parent, Voice.parent_board, Voice.parents_council})


class Method(StrEnum):
    """How input was collected."""

    conversation = "conversation"
    survey = "survey"
    drawing = "drawing"
    photo = "photo"
    tour = "tour"
    meeting = "meeting"
    workshop = "workshop"
    other = "other"


class AgeGroup(StrEnum):
    """The age group of children or young people, in years."""

    from_0 = "0-2"
    from_3 = "3-5"
    from_6 = "6-9"
    from_10 = "10-13"
    from_14 = "14-18"


class Form(StrEnum):
    """The form of input."""

    perspective = "perspective"
    recommendation = "recommendation"


class Withdrawal(StrEnum):
    """The reason for withdrawing input."""

    consent = "consent"
    mistake = "mistake"


_FROM_CONSULTATION, _COUNTED_ELSEWHERE = text("consultation_id IS NOT NULL"), text("counted_in_id IS NOT NULL")


class Input(ResourceModel, table=True):
    """Input of children, young people, parents, staff or a board, the number of people behind it, and the answer to it.

    It belongs to a unit: an institution, or the municipality for a body of the whole city. Withdrawing or redacting it
    erases its text; the row and the reason remain.

    Answers to a consultation are stored as input: one row counts the people of a voice, age group and half-year, and
    each free text is a row of its own, whose `counted_in_id` refers to the row that counts its author.
    """

    __tablename__ = "stakeholder_input"
    __table_args__ = (
        Index("stakeholder_input_of_unit", "unit_id", "collected_on", "id"),
        Index("stakeholder_input_by_day", "collected_on", "id"),
        Index("stakeholder_input_by_change", "updated_at", "id"),
        Index(
            "stakeholder_input_of_consultation",
            "consultation_id",
            "unit_id",
            "voice",
            sqlite_where=_FROM_CONSULTATION,
            postgresql_where=_FROM_CONSULTATION,
        ),
        Index(
            "stakeholder_input_counted_in",
            "counted_in_id",
            sqlite_where=_COUNTED_ELSEWHERE,
            postgresql_where=_COUNTED_ELSEWHERE,
        ),
    )
    resource = "stakeholder-input"
    unit_field = "unit_id"

    unit_id: UUID = Column(foreign_key="unit.id")
    voice: Voice = Column(sa_type=EnumText)
    method: Method = Column(sa_type=EnumText)
    age_group: AgeGroup | None = Column(default=None, sa_type=EnumText)
    form: Form = Column(default=Form.perspective, sa_type=EnumText)
    text: str | None = Column(default=None, sa_type=Text)
    people_count: int
    collected_on: date
    theme_id: UUID | None = Column(default=None, foreign_key="theme.id", index=True)
    focus_area_id: UUID | None = Column(default=None, foreign_key="focus_area.id", index=True)
    answer: str | None = Column(default=None, sa_type=Text)
    answered_on: date | None = Column(default=None)
    author_id: UUID | None = Column(default=None, index=True)
    withdrawal: Withdrawal | None = Column(default=None, sa_type=EnumText)
    withdrawn_on: date | None = Column(default=None)
    redaction_reason: str | None = Column(default=None, max_length=200)
    redacted_on: date | None = Column(default=None)
    consultation_id: UUID | None = Column(default=None, foreign_key="consultation.id")
    counted_in_id: UUID | None = Column(default=None, foreign_key="stakeholder_input.id")
    question: str | None = Column(default=None, sa_type=Text)


class Grouping(StrEnum):
    """The grouping of the statistics."""

    voice = "voice"
    age_group = "age_group"
    theme = "theme"
    district = "district"
    question = "question"


# --- stored text, for redaction ---

declare(Input, fields=("text", "answer", "question"), states_reason=True)
