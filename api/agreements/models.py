"""Agreement and its turns: the tables and their shapes."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, Text
from sqlmodel import SQLModel

from api.core.identifiers import new_id
from api.db.columns import Column, EnumText, ResourceModel, UTCDateTime
from api.redaction.registry import ResourcePart, declare


class Origin(StrEnum):
    """The sort of conversation that an agreement comes from."""

    dialogue = "dialogue"
    follow_up = "follow_up"


class AgreementStatus(StrEnum):
    """Where an agreement stands."""

    open = "open"
    done = "done"
    dropped = "dropped"


class AgreementOutcome(StrEnum):
    """What a conversation says of an agreement that it takes up."""

    continued = "continued"
    done = "done"
    dropped = "dropped"


class Turn(StrEnum):
    """What happened to an agreement."""

    continued = "continued"
    done = "done"
    dropped = "dropped"
    reopened = "reopened"


class Agreement(ResourceModel, table=True):
    """Who does what by when: agreed in a learning dialogue or a follow-up, found again in the next.

    A dialogue's agreements belong to the institution; a follow-up's are its two sides' until they are shared:
    the district's chief's, and that of the leader with whom it was made (`leader_id`; none in a vacancy).
    """

    __tablename__ = "agreement"
    __table_args__ = (Index("agreement_by_due_day", "due_on", "id"), Index("agreement_by_change", "updated_at", "id"))
    resource = "agreements"
    unit_field = "institution_id"

    institution_id: UUID = Column(foreign_key="institution.id", index=True)
    origin_kind: Origin = Column(sa_type=EnumText)
    origin_id: UUID = Column(index=True)  # of a room above: no foreign key
    focus_area_id: UUID | None = Column(default=None, foreign_key="focus_area.id", index=True)
    text: str = Column(sa_type=Text)
    responsible: str = Column(max_length=200)
    due_on: date
    status: AgreementStatus = Column(default=AgreementStatus.open, sa_type=EnumText)
    shared: bool = Column(default=True)
    leader_id: UUID | None = Column(default=None, foreign_key="person.id", index=True)


class AgreementTurn(SQLModel, table=True):
    """One turn of an agreement: what became of it, in which conversation if in one, and the note.

    `shared` is what the agreement was by then: one made between the two sides stays theirs when it is shared later.
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
