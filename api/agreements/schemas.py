"""Schemas of agreements: requests, responses and list filters."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from api.agreements.models import AgreementOutcome, AgreementStatus, Origin, Turn
from api.core.field_types import CalendarDate, EnumValue, FreeText, Line, ResourceId
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema, ResponseSchema
from api.http.list_parameters import ListParameters, QueryBoolean


class AgreementCreate(RequestSchema):
    """A new agreement of a conversation."""

    text: FreeText = Field(description="What is to be done.")
    responsible: Line = Field(description="The person responsible: a name or a position.")
    due_on: CalendarDate = Field(description="The due date, not before the day of the conversation.")
    focus_area_id: ResourceId | None = Field(None, description="The focus area it contributes to, if any.")


class AgreementUpdate(PatchSchema):
    """Changes to an open agreement (JSON merge patch)."""

    text: FreeText = Field("", description="What is to be done.")
    responsible: Line = Field("", description="The person responsible: a name or a position.")
    due_on: CalendarDate = Field(date.max, description="The due date; a new one is today or later.")


class TakenUp(RequestSchema):
    """The outcome of an earlier agreement that a conversation takes up."""

    agreement_id: ResourceId = Field(description="The agreement.")
    outcome: EnumValue[AgreementOutcome] = Field(description="Whether the agreement continues, is done or is dropped.")
    note: FreeText | None = Field(None, description="A note on the outcome.")


class AgreementNote(RequestSchema):
    """A note on a change of an agreement's status."""

    note: FreeText | None = Field(None, description="What was done, or the reason for dropping or reopening it.")


class AgreementTurnPublic(ResponseSchema):
    """A change of an agreement's status."""

    id: UUID
    turn: Turn = Field(description="The change.")
    note: str | None = Field(max_length=10_000, description="The note on the change.")
    origin_kind: Origin | None = Field(description="The kind of conversation that took it up; null outside of one.")
    origin_id: UUID | None = Field(description="The conversation that took it up.")
    author_name: str | None = Field(max_length=200, description="The name of the author.")
    at: datetime = Field(description="When the change was made.")


class AgreementPublic(ResourceSchema):
    """An agreement as it is listed."""

    institution_id: UUID
    institution_name: str = Field(max_length=132)
    origin_kind: Origin = Field(description="The kind of conversation in which it was made.")
    origin_id: UUID = Field(description="The conversation in which it was made.")
    focus_area_id: UUID | None
    focus_area_title: str | None = Field(max_length=200)
    text: str = Field(max_length=10_000)
    responsible: str = Field(max_length=200)
    due_on: date
    status: AgreementStatus
    overdue: bool = Field(description="Whether it is open and its due date has passed (Danish civil time).")
    shared: bool = Field(description="false: visible only to the chief and the leader of the follow-up.")


class AgreementWhole(AgreementPublic):
    """A single agreement with the changes of its status."""

    turns: list[AgreementTurnPublic] = Field(max_length=1000, description="The changes of its status, oldest first.")


class AgreementQuery(ListParameters):
    """The filters of the list of agreements."""

    institution_id: ResourceId | None = Field(None, description="Only of this institution.")
    district_id: ResourceId | None = Field(None, description="Only of institutions in this district.")
    focus_area_id: ResourceId | None = Field(None, description="Only agreements that contribute to this focus area.")
    origin_kind: Origin | None = Field(None, description="Only from this kind of conversation.")
    origin_id: ResourceId | None = Field(None, description="Only from this conversation.")
    status: AgreementStatus | None = Field(None, description="Only with this status.")
    overdue: QueryBoolean | None = Field(None, description="true: only overdue ones; false: only others.")
    from_: CalendarDate | None = Field(None, alias="from", description="Only due on or after this day.")
    to: CalendarDate | None = Field(None, description="Only due before this day.")
