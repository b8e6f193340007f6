"""Agreement and its turns: the tables and their shapes."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field
from sqlalchemy import Index, Text
from sqlmodel import SQLModel

from api.core.columns import Choice, Column, Day, Id, Line, OneOf, Thing, UTCDateTime, Words, new_id
from api.core.pages import Truth, Window
from api.core.shapes import Answer, Patch, Shape, ThingPublic


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


class Agreement(Thing, table=True):
    """Who does what by when: agreed in a learning dialogue or a follow-up, found again in the next.

    A dialogue's agreements belong to the institution; a follow-up's are its two sides' until they are shared:
    the district's chief's, and that of the leader with whom it was made (`leader_id`; none in a vacancy).
    """

    __tablename__ = "agreement"
    __table_args__ = (Index("agreement_by_due_day", "due_on", "id"), Index("agreement_by_change", "updated_at", "id"))
    resource = "agreements"
    unit_field = "institution_id"

    institution_id: UUID = Column(foreign_key="institution.id", index=True)
    origin_kind: Origin = Column(sa_type=Choice)
    origin_id: UUID = Column(index=True)  # of a room above: no foreign key
    focus_area_id: UUID | None = Column(default=None, foreign_key="focus_area.id", index=True)
    text: str = Column(sa_type=Text)
    responsible: str = Column(max_length=200)
    due_on: date
    status: AgreementStatus = Column(default=AgreementStatus.open, sa_type=Choice)
    shared: bool = Column(default=True)
    leader_id: UUID | None = Column(default=None, foreign_key="person.id", index=True)


class AgreementTurn(SQLModel, table=True):
    """One turn of an agreement: what became of it, in which conversation if in one, and the note.

    `shared` is what the agreement was by then: one made between the two sides stays theirs when it is shared later.
    """

    __tablename__ = "agreement_turn"

    id: UUID = Column(default_factory=new_id, primary_key=True)
    agreement_id: UUID = Column(foreign_key="agreement.id", index=True)
    turn: Turn = Column(sa_type=Choice)
    note: str | None = Column(default=None, sa_type=Text)
    origin_kind: Origin | None = Column(default=None, sa_type=Choice)
    origin_id: UUID | None = Column(default=None, index=True)
    author_id: UUID | None = Column(default=None, index=True)
    author_name: str | None = Column(default=None, max_length=200)
    at: datetime = Column(sa_type=UTCDateTime)
    shared: bool = Column(default=True)


class AgreementCreate(Shape):
    """A new agreement, as a conversation makes it."""

    text: Words = Field(description="What is to be done.")
    responsible: Line = Field(description="Who does it: a name or a function.")
    due_on: Day = Field(description="By when; not before the conversation.")
    focus_area_id: Id | None = Field(None, description="The focus area that it serves, if one.")


class AgreementUpdate(Patch):
    """What changes about an open agreement (JSON merge patch)."""

    text: Words = Field("", description="What is to be done.")
    responsible: Line = Field("", description="Who does it: a name or a function.")
    due_on: Day = Field(date.max, description="By when; a new day is not one that has passed.")


class TakenUp(Shape):
    """What a conversation says of an agreement made earlier."""

    agreement_id: Id = Field(description="The agreement.")
    outcome: OneOf[AgreementOutcome] = Field(description="Whether it goes on, is done, or is dropped.")
    note: Words | None = Field(None, description="What was said about it.")


class AgreementNote(Shape):
    """A turn's note."""

    note: Words | None = Field(None, description="What was done, or why it is dropped or open again.")


class AgreementTurnPublic(Answer):
    """One turn of an agreement as it is answered."""

    id: UUID
    turn: Turn = Field(description="What became of it.")
    note: str | None = Field(max_length=10_000, description="What was said about it.")
    origin_kind: Origin | None = Field(description="The sort of conversation that took it up; null outside of one.")
    origin_id: UUID | None = Field(description="That conversation.")
    author_name: str | None = Field(max_length=200, description="Who wrote the turn.")
    at: datetime = Field(description="When it was written.")


class AgreementPublic(ThingPublic):
    """An agreement as it is answered in a list."""

    institution_id: UUID
    institution_name: str = Field(max_length=132)
    origin_kind: Origin = Field(description="The sort of conversation that it comes from.")
    origin_id: UUID = Field(description="That conversation.")
    focus_area_id: UUID | None
    focus_area_title: str | None = Field(max_length=200)
    text: str = Field(max_length=10_000)
    responsible: str = Field(max_length=200)
    due_on: date
    status: AgreementStatus
    overdue: bool = Field(description="Open, and its day has passed (Danish civil time).")
    shared: bool = Field(description="false: a follow-up's, between its two sides.")


class AgreementWhole(AgreementPublic):
    """A single agreement, with what became of it."""

    turns: list[AgreementTurnPublic] = Field(max_length=1000, description="Its turns, oldest first.")


class AgreementQuery(Window):
    """The filters of the list of agreements."""

    institution_id: Id | None = Field(None, description="Only of this institution.")
    district_id: Id | None = Field(None, description="Only of institutions in this district.")
    focus_area_id: Id | None = Field(None, description="Only those that serve this focus area.")
    origin_kind: Origin | None = Field(None, description="Only from this sort of conversation.")
    origin_id: Id | None = Field(None, description="Only from this conversation.")
    status: AgreementStatus | None = Field(None, description="Only of this status.")
    overdue: Truth | None = Field(None, description="true: only overdue ones; false: only others.")
    from_: Day | None = Field(None, alias="from", description="Only due on or after this day.")
    to: Day | None = Field(None, description="Only due before this day.")
