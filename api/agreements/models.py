"""Tables and enums of agreements and their turns (changes of status)."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, Text
from sqlmodel import SQLModel

from api.core.identifiers import new_id
from api.db.columns import Column, EnumText, ResourceModel, UTCDateTime
from api.redaction.registry import ResourcePart, declare


class Origin(StrEnum):
    """The kind of conversation that an agreement was made or taken up in."""

    dialogue = "dialogue"
    follow_up = "follow_up"


class AgreementStatus(StrEnum):
    """The status of an agreement."""

    open = "open"
    done = "done"
    dropped = "dropped"


class AgreementOutcome(StrEnum):
    """The outcome of an agreement that a conversation takes up."""

    continued = "continued"
    done = "done"
    dropped = "dropped"


class Turn(StrEnum):
    """A change of an agreement's status; `continued` leaves it open."""

    continued = "continued"
    done = "done"
    dropped = "dropped"
    reopened = "reopened"


class Agreement(ResourceModel, table=True):
    """An agreement of a learning dialogue or follow-up: a task, the person responsible and a due date.

    Agreements of dialogues are shared: they belong to the institution. Agreements of follow-ups are read only by the
    district's chief and the leader with whom they were made (`leader_id`; null in a vacancy) until one of them shares
    them.
    """

    __tablename__ = "agreement"
    __table_args__ = (Index("agreement_by_due_day", "due_on", "id"), Index("agreement_by_change", "updated_at", "id"))
    resource = "agreements"
    unit_field = "institution_id"

    institution_id: UUID = Column(foreign_key="institution.id", index=True)
    origin_kind: Origin = Column(sa_type=EnumText)
    origin_id: UUID = Column(index=True)  # no foreign key: dialogues and follow-ups are packages above this one
    focus_area_id: UUID | None = Column(default=None, foreign_key="focus_area.id", index=True)
    text: str = Column(sa_type=Text)
    responsible: str = Column(max_length=200)
    due_on: date
    status: AgreementStatus = Column(default=AgreementStatus.open, sa_type=EnumText)
    shared: bool = Column(default=True)
    leader_id: UUID | None = Column(default=None, foreign_key="person.id", index=True)


class AgreementTurn(SQLModel, table=True):
    """A change of an agreement's status with a note, and the conversation in which it happened, if any.

    `shared` is copied from the agreement at that time: turns made before the agreement was shared stay readable only
    by the chief and the leader.
    """

    __tablename__ = "agreement_turn"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    agreement_id: UUID = Column(foreign_key="agreement.id", index=True)
    turn: Turn = Column(sa_type=EnumText)
    note: str | None = Column(default=None, sa_type=Text)
    origin_kind: Origin | None = Column(default=None, sa_type=EnumText)
    origin_id: UUID | None = Column(default=None, index=True)
    author_id: UUID | None = Column(default=None, index=True)
    author_name: str | None = Column(default=None, max_length=200)
    at: datetime = Column(sa_type=UTCDateTime)
    shared: bool = Column(default=True)


# --- stored text, for redaction ---

declare(
    Agreement,
    fields=("text", "responsible"),
    parts=[ResourcePart(AgreementTurn, "turn", "agreement_id", ("note",))],
    person_names=("responsible",),
    marks_in_place=True,
)
