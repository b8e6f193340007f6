"""Agreements, as they are requested and returned."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from api.agreements.models import AgreementOutcome, AgreementStatus, Origin, Turn
from api.core.field_types import CalendarDate, EnumValue, FreeText, Line, ResourceId
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema, ResponseSchema
from api.http.list_parameters import ListParameters, QueryBoolean


class AgreementCreate(RequestSchema):
    """A new agreement, as a conversation makes it."""

    text: FreeText = Field(description="What is to be done.")
    responsible: Line = Field(description="Who does it: a name or a function.")
    due_on: CalendarDate = Field(description="By when; not before the conversation.")
    focus_area_id: ResourceId | None = Field(None, description="The focus area that it serves, if one.")


class AgreementUpdate(PatchSchema):
    """What changes about an open agreement (JSON merge patch)."""

    text: FreeText = Field("", description="What is to be done.")
    responsible: Line = Field("", description="Who does it: a name or a function.")
    due_on: CalendarDate = Field(date.max, description="By when; a new day is not one that has passed.")


class TakenUp(RequestSchema):
    """What a conversation says of an agreement made earlier."""

    agreement_id: ResourceId = Field(description="The agreement.")
    outcome: EnumValue[AgreementOutcome] = Field(description="Whether it goes on, is done, or is dropped.")
    note: FreeText | None = Field(None, description="What was said about it.")


class AgreementNote(RequestSchema):
    """A turn's note."""

    note: FreeText | None = Field(None, description="What was done, or why it is dropped or open again.")


class AgreementTurnPublic(ResponseSchema):
    """One turn of an agreement as it is answered."""

    id: UUID
    turn: Turn = Field(description="What became of it.")
    note: str | None = Field(max_length=10_000, description="What was said about it.")
    origin_kind: Origin | None = Field(description="The sort of conversation that took it up; null outside of one.")
    origin_id: UUID | None = Field(description="That conversation.")
    author_name: str | None = Field(max_length=200, description="Who wrote the turn.")
    at: datetime = Field(description="When it was written.")


class AgreementPublic(ResourceSchema):
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


class AgreementQuery(ListParameters):
    """The filters of the list of agreements."""

    institution_id: ResourceId | None = Field(None, description="Only of this institution.")
    district_id: ResourceId | None = Field(None, description="Only of institutions in this district.")
    focus_area_id: ResourceId | None = Field(None, description="Only those that serve this focus area.")
    origin_kind: Origin | None = Field(None, description="Only from this sort of conversation.")
    origin_id: ResourceId | None = Field(None, description="Only from this conversation.")
    status: AgreementStatus | None = Field(None, description="Only of this status.")
    overdue: QueryBoolean | None = Field(None, description="true: only overdue ones; false: only others.")
    from_: CalendarDate | None = Field(None, alias="from", description="Only due on or after this day.")
    to: CalendarDate | None = Field(None, description="Only due before this day.")
