"""The tables of consultations, their links, tallies and receipts."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Index, Text, select
from sqlmodel import SQLModel, col

from api.core.identifiers import new_id, random_id
from api.db.columns import Column, EnumText, ResourceModel, bytewise_text, json_column
from api.redaction.registry import StoredCopy, declare, declare_copies, declare_label_counts
from api.stakeholder_input.models import Input, Voice


class QuestionType(StrEnum):
    """The type of a question's answers."""

    smiley = "smiley"
    choice = "choice"
    text = "text"


class ConsultationState(StrEnum):
    """The state of a consultation, which follows from its days."""

    planned = "planned"
    open = "open"
    closed = "closed"


class Consultation(ResourceModel, table=True):
    """A set of questions that children, parents, staff or boards of an institution, a district or the city answer.

    It accepts answers from `opens_on` until the day before `closes_on`. Each of `questions` is
    `{"key", "text", "type", "choices", "voices"}`; they cannot be changed once it has opened.
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
    title_key: str = Column(sa_type=bytewise_text())
    purpose: str = Column(sa_type=Text)
    privacy_notice: str = Column(sa_type=Text)
    questions: list[dict[str, Any]] = Column(sa_type=json_column())
    theme_id: UUID | None = Column(default=None, foreign_key="theme.id", index=True)
    opens_on: date
    closes_on: date


class ConsultationLink(SQLModel, table=True):
    """The link with which one voice of one institution answers; a withdrawn link is answered with 404.

    The secret is stored in plain text: it is printed and handed out repeatedly, and gives no access to stored data.
    """

    __tablename__ = "consultation_link"
    __table_args__ = (Index("consultation_link_of", "consultation_id", "institution_id", "voice"),)

    id: UUID = Column(default_factory=new_id, primary_key=True)
    consultation_id: UUID = Column(foreign_key="consultation.id")
    institution_id: UUID = Column(foreign_key="institution.id", index=True)
    voice: Voice = Column(sa_type=EnumText)
    secret: str = Column(max_length=64, unique=True)
    withdrawn_on: date | None = Column(default=None)


class Tally(SQLModel, table=True):
    """The number of people, of those that an input counts, who gave one value as answer to one question.

    Nothing else is stored of smileys and choices.
    """

    __tablename__ = "consultation_tally"

    input_id: UUID = Column(foreign_key="stakeholder_input.id", primary_key=True)
    question: str = Column(max_length=64, primary_key=True)
    value: str = Column(max_length=64, primary_key=True)
    people_count: int


class Receipt(SQLModel, table=True):
    """A record that a submission with an idempotency key was stored, so that a replay of it is not stored again.

    It does not refer to the answers. `mark` is a keyed digest of the request body: it can only be compared by somebody
    who has the idempotency key, of which only a hash is stored.
    """

    __tablename__ = "consultation_receipt"
    __table_args__ = (Index("consultation_receipt_once", "link_id", "key_hash", unique=True),)

    id: UUID = Column(default_factory=random_id, primary_key=True)
    link_id: UUID = Column(foreign_key="consultation_link.id")
    key_hash: str = Column(max_length=64)
    mark: str = Column(max_length=64)
    taken_on: date = Column(index=True)


# --- stored text, for redaction ---


def _counted_choices(consultation: Consultation) -> ColumnElement[bool]:
    """The tallies of the consultation's choices; a smiley is counted by its number, which is not text."""
    inputs = select(col(Input.id)).where(col(Input.consultation_id) == consultation.id)
    choice_keys = [question["key"] for question in consultation.questions if question.get("choices")]
    return col(Tally.input_id).in_(inputs) & col(Tally.question).in_(choice_keys)


declare(
    Consultation,
    fields=("title", "purpose", "privacy_notice", "questions"),
    labels={"questions": "choices"},
)
# What is returned of input names its consultation: cached responses and pinned evidence are found by that.
declare_copies(
    Consultation,
    "questions",
    StoredCopy(
        Input,
        "question",
        lambda consultation: col(Input.consultation_id) == consultation.id,
        max_length=200,
        names_source=True,
    ),
)
declare_copies(Consultation, "questions.choices", StoredCopy(Tally, "value", _counted_choices, names_source=True))
declare_label_counts(Tally, label="value", people="people_count")
