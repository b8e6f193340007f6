"""Input, and the consultations that ask for it: the tables."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, Text, text

from api.db.columns import Column, EnumText, ResourceModel
from api.redaction.registry import declare


class Voice(StrEnum):
    """Who is speaking."""

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
    """How they were heard."""

    conversation = "conversation"
    survey = "survey"
    drawing = "drawing"
    photo = "photo"
    tour = "tour"
    meeting = "meeting"
    workshop = "workshop"
    other = "other"


class AgeGroup(StrEnum):
    """The age of the children or young people who spoke."""

    from_0 = "0-2"
    from_3 = "3-5"
    from_6 = "6-9"
    from_10 = "10-13"
    from_14 = "14-18"


class Form(StrEnum):
    """What kind of input it is."""

    perspective = "perspective"
    recommendation = "recommendation"


class Withdrawal(StrEnum):
    """Why input was taken back."""

    consent = "consent"
    mistake = "mistake"


_ASKED, _COUNTED = text("consultation_id IS NOT NULL"), text("counted_in_id IS NOT NULL")


class Input(ResourceModel, table=True):
    """What children, young people, parents, staff or a board said, how many stand behind it, and what was done with it.

    It belongs to a unit: an institution, or the municipality for a body of the whole city. When it is withdrawn or
    redacted its words are gone; its place and the reason remain.

    The answers to a consultation become input: one that counts who answered of a voice, age group and half-year, and
    for each person's words one of their own (`counted_in_id` says where the person was counted).
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
            sqlite_where=_ASKED,
            postgresql_where=_ASKED,
        ),
        Index("stakeholder_input_counted_in", "counted_in_id", sqlite_where=_COUNTED, postgresql_where=_COUNTED),
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
    """What voices are counted by."""

    voice = "voice"
    age_group = "age_group"
    theme = "theme"
    district = "district"
    question = "question"


# --- stored text, for redaction ---

declare(Input, fields=("text", "answer", "question"), states_reason=True)
