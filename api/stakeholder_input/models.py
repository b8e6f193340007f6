"""Input, and the consultations that ask for it: the tables."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Text, text
from sqlmodel import SQLModel

from api.core.columns import Choice, Column, Thing, bytewise, json_column, new_id, random_id


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


class QuestionType(StrEnum):
    """How a question of a consultation is answered."""

    smiley = "smiley"
    choice = "choice"
    text = "text"


class ConsultationState(StrEnum):
    """Where a consultation stands today."""

    planned = "planned"
    open = "open"
    closed = "closed"


_ASKED, _COUNTED = text("consultation_id IS NOT NULL"), text("counted_in_id IS NOT NULL")


class Input(Thing, table=True):
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
            "stakeholder_input_of_consultation", "consultation_id", "unit_id", "voice",
            sqlite_where=_ASKED, postgresql_where=_ASKED,
        ),
        Index("stakeholder_input_counted_in", "counted_in_id", sqlite_where=_COUNTED, postgresql_where=_COUNTED),
    )  # fmt: skip
    resource = "stakeholder-input"
    unit_field = "unit_id"

    unit_id: UUID = Column(foreign_key="unit.id")
    voice: Voice = Column(sa_type=Choice)
    method: Method = Column(sa_type=Choice)
    age_group: AgeGroup | None = Column(default=None, sa_type=Choice)
    form: Form = Column(default=Form.perspective, sa_type=Choice)
    text: str | None = Column(default=None, sa_type=Text)
    people_count: int
    collected_on: date
    theme_id: UUID | None = Column(default=None, foreign_key="theme.id", index=True)
    focus_area_id: UUID | None = Column(default=None, foreign_key="focus_area.id", index=True)
    answer: str | None = Column(default=None, sa_type=Text)
    answered_on: date | None = Column(default=None)
    author_id: UUID | None = Column(default=None, index=True)
    withdrawal: Withdrawal | None = Column(default=None, sa_type=Choice)
    withdrawn_on: date | None = Column(default=None)
    redaction_reason: str | None = Column(default=None, max_length=200)
    redacted_on: date | None = Column(default=None)
    consultation_id: UUID | None = Column(default=None, foreign_key="consultation.id")
    counted_in_id: UUID | None = Column(default=None, foreign_key="stakeholder_input.id")
    question: str | None = Column(default=None, sa_type=Text)


class Consultation(Thing, table=True):
    """Questions that children, parents, staff or boards of an institution, a district or the city answer by a link.

    It takes answers from the day it opens until the day it closes. `questions` are
    `{"key", "text", "type", "choices", "voices"}`; they stand once it has opened.
    """

    __tablename__ = "consultation"
    __table_args__ = (
        Index("consultation_of_unit", "unit_id", "id"),
        Index("consultation_by_day", "opens_on", "id"),
    )
    resource = "consultations"
    unit_field = "unit_id"

    unit_id: UUID = Column(foreign_key="unit.id")
    title: str = Column(max_length=200)
    title_key: str = Column(sa_type=bytewise())
    purpose: str = Column(sa_type=Text)
    privacy_notice: str = Column(sa_type=Text)
    questions: list[dict[str, Any]] = Column(sa_type=json_column())
    theme_id: UUID | None = Column(default=None, foreign_key="theme.id", index=True)
    opens_on: date
    closes_on: date


class ConsultationLink(SQLModel, table=True):
    """The link by which one voice of one institution answers; a withdrawn one leads nowhere.

    Its secret is kept as it is: it is printed and handed out again and again, and lets nobody read anything.
    """

    __tablename__ = "consultation_link"
    __table_args__ = (Index("consultation_link_of", "consultation_id", "institution_id", "voice"),)

    id: UUID = Column(default_factory=new_id, primary_key=True)
    consultation_id: UUID = Column(foreign_key="consultation.id")
    institution_id: UUID = Column(foreign_key="institution.id", index=True)
    voice: Voice = Column(sa_type=Choice)
    secret: str = Column(max_length=64, unique=True)
    withdrawn_on: date | None = Column(default=None)


class Tally(SQLModel, table=True):
    """How many people, of those that an input counts, gave one answer to one question: all that is kept of smileys."""

    __tablename__ = "consultation_tally"

    input_id: UUID = Column(foreign_key="stakeholder_input.id", primary_key=True)
    question: str = Column(max_length=64, primary_key=True)
    value: str = Column(max_length=64, primary_key=True)
    people_count: int


class Receipt(SQLModel, table=True):
    """That an answer with an Idempotency-Key was taken, so that it is not taken twice; it does not tell which.

    `mark` tells the same answer from another only to who has the key, which is not kept.
    """

    __tablename__ = "consultation_receipt"
    __table_args__ = (Index("consultation_receipt_once", "link_id", "key_hash", unique=True),)

    id: UUID = Column(default_factory=random_id, primary_key=True)
    link_id: UUID = Column(foreign_key="consultation_link.id")
    key_hash: str = Column(max_length=64)
    mark: str = Column(max_length=64)
    taken_on: date = Column(index=True)
