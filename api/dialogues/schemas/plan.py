"""Schemas of planning a dialogue: requests, list filters and the dialogue as it is listed."""

from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.core.field_types import EnumValue, FreeText, Line, ResourceId, ShortLine, Timestamp
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema, ResponseSchema
from api.dialogues.models import DialogueStatus, Part
from api.http.list_parameters import ListParameters, QueryBoolean, QueryInteger, StartOfDay
from api.institutions.models import Area, Kind
from api.redaction.schemas import OverrideReasons


class ParticipantShape(RequestSchema):
    """A participant: exactly one of person, name and number of people."""

    part: EnumValue[Part] = Field(description="The capacity in which they take part.")
    person_id: ResourceId | None = Field(
        None, description="A person with an account; taking part lets them read the agenda and the evidence."
    )
    name: Line | None = Field(None, description="The name of somebody without an account; never a child.")
    people_count: int | None = Field(
        None, ge=1, le=1000, description="The number of people; children are always given as a number."
    )


_ROUND = "The number of the round in the cycle, from 1."
_PLANNED_FOR = "The planned start."
_PLANNED_UNTIL = "The planned end; absent: after the municipality's usual length."
_PLACE = "The place of the meeting."
_CASE_REFERENCE = "The reference of the case in the municipality's case system."
_PARTICIPANTS = "The participants."
_DATA_HOLDER = "The person who prepares the data and may write the circle until the dialogue is held."
_MEETING_ID = (
    "The joint meeting of several institutions: any UUID, the same in each of their dialogues. They are moved "
    "together. Only callers who plan dialogues for all of the institutions can join them."
)
_SCHOOL_TALK = "Whether it is also the year's school development talk (schools only)."
_PARENT_INVITED = "Whether a parent representative was invited to the school development talk (schools only)."
_BECAUSE = "Reasons for overriding a rule (`outside-the-round`), by its code."


class DialogueCreate(RequestSchema):
    """A learning dialogue to plan."""

    institution_id: ResourceId = Field(description="The institution.")
    cycle_id: ResourceId = Field(description="The cycle, of the institution's area.")
    round: int = Field(ge=1, le=100, description=_ROUND)
    planned_for: Timestamp = Field(description=_PLANNED_FOR)
    planned_until: Timestamp | None = Field(None, description=_PLANNED_UNTIL)
    place: Line | None = Field(None, description=_PLACE)
    case_reference: ShortLine | None = Field(None, description=_CASE_REFERENCE)
    participants: list[ParticipantShape] = Field([], max_length=50, description=_PARTICIPANTS)
    data_holder_id: ResourceId | None = Field(None, description=_DATA_HOLDER)
    meeting_id: ResourceId | None = Field(None, description=_MEETING_ID)
    school_development_talk: bool = Field(False, description=_SCHOOL_TALK)
    parent_representative_invited: bool | None = Field(None, description=_PARENT_INVITED)
    because: OverrideReasons | None = Field(None, max_length=5, description=_BECAUSE)


class DialogueRound(RequestSchema):
    """A batch of dialogues to plan, such as a district's round; all of them are planned, or none."""

    dialogues: list[DialogueCreate] = Field(
        min_length=1, max_length=200, description="The dialogues, one for each institution."
    )


class DialogueUpdate(PatchSchema):
    """Changes to a planned dialogue (JSON merge patch)."""

    planned_for: Timestamp = Field(datetime(2000, 1, 1, tzinfo=UTC), description=_PLANNED_FOR)
    planned_until: Timestamp | None = Field(None, description=_PLANNED_UNTIL)
    place: Line | None = Field(None, description=_PLACE)
    case_reference: ShortLine | None = Field(None, description=_CASE_REFERENCE)
    participants: list[ParticipantShape] = Field(
        [], max_length=50, description=_PARTICIPANTS + " Replaces the whole list."
    )
    data_holder_id: ResourceId | None = Field(None, description=_DATA_HOLDER)
    meeting_id: ResourceId | None = Field(None, description=_MEETING_ID)
    school_development_talk: bool = Field(False, description=_SCHOOL_TALK)
    parent_representative_invited: bool | None = Field(None, description=_PARENT_INVITED)
    because: OverrideReasons | None = Field(None, max_length=5, description=_BECAUSE)


class DialogueCancel(RequestSchema):
    """The cancellation of a dialogue."""

    reason: FreeText = Field(description="The reason for the cancellation, stored with the dialogue.")


class DialogueReopen(RequestSchema):
    """The reopening of a cancelled dialogue."""

    because: OverrideReasons | None = Field(None, max_length=5, description=_BECAUSE)


RoundNumber = Annotated[QueryInteger, Field(ge=1, le=100)]


class DialogueQuery(ListParameters):
    """The filters of the list of dialogues."""

    institution_id: ResourceId | None = Field(None, description="Only of this institution.")
    district_id: ResourceId | None = Field(None, description="Only of institutions in this district.")
    kind: Kind | None = Field(None, description="Only of institutions of this kind.")
    area: Area | None = Field(None, description="Only of this area.")
    cycle_id: ResourceId | None = Field(None, description="Only of this cycle.")
    round: RoundNumber | None = Field(None, description="Only of this round.")
    status: DialogueStatus | None = Field(None, description="Only in this status.")
    meeting_id: ResourceId | None = Field(None, description="Only those that meet at once.")
    school_development_talk: QueryBoolean | None = Field(
        None, description="true: only school development talks; false: only others."
    )
    person_id: ResourceId | None = Field(
        None, description="Only dialogues with this person as participant or data holder."
    )
    from_: StartOfDay | None = Field(None, alias="from", description="Only planned for this day or later.")
    to: StartOfDay | None = Field(None, description="Only planned for before this day.")


class ParticipantPublic(ResponseSchema):
    """A participant."""

    id: UUID
    part: Part
    person_id: UUID | None
    person_name: str | None = Field(max_length=200)
    name: str | None = Field(max_length=200)
    people_count: int | None = Field(ge=1, le=1000)
    attended: bool | None = Field(
        description="Whether they attended; null until the dialogue is held, or if attendance was not recorded."
    )


class DialogueLine(ResourceSchema):
    """A dialogue as it is listed: its planning."""

    institution_id: UUID
    institution_name: str = Field(max_length=132)
    kind: Kind
    area: Area
    cycle_id: UUID
    cycle_title: str = Field(max_length=200)
    round: int = Field(ge=1, le=100, description=_ROUND)
    planned_for: datetime = Field(description=_PLANNED_FOR)
    planned_until: datetime = Field(description="The planned end.")
    place: str | None = Field(max_length=200, description=_PLACE)
    case_reference: str | None = Field(max_length=64, description=_CASE_REFERENCE)
    data_holder_id: UUID | None
    data_holder_name: str | None = Field(max_length=200)
    meeting_id: UUID | None = Field(
        description="The joint meeting, shared by the dialogues of institutions that meet together."
    )
    school_development_talk: bool = Field(description=_SCHOOL_TALK)
    parent_representative_invited: bool | None = Field(description=_PARENT_INVITED)
    status: DialogueStatus
    cancellation: str | None = Field(max_length=10_000, description="The reason for the cancellation.")
    held_on: date | None = Field(description="The day it was held.")
    prompts_number: int | None = Field(
        ge=1, description="The revision of the circle's prompts that was in force when it was held."
    )


class DialogueRoundPublic(ResponseSchema):
    """The dialogues of a planned batch."""

    items: list[DialogueLine] = Field(max_length=200, description="The dialogues, in the order of the request.")
