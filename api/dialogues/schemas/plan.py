"""Planning a dialogue: what is asked, and how a dialogue's plan is answered."""

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
    """Somebody who takes part: exactly one of person, name and number."""

    part: EnumValue[Part] = Field(description="The part that they take.")
    person_id: ResourceId | None = Field(
        None, description="A person who signs in; they read the agenda and the evidence."
    )
    name: Line | None = Field(None, description="Somebody who does not sign in; never a child.")
    people_count: int | None = Field(None, ge=1, le=1000, description="How many they are; children are only counted.")


_ROUND = "The cycle's round, from 1."
_FOR = "When it begins."
_UNTIL = "When it ends; absent: after the municipality's usual length."
_CASE = "The case in the municipality's case system."
_PARTICIPANTS = "Who takes part."
_HOLDER = "The person who prepares the data, and writes the circle until it is held."
_MEETING = (
    "Shared by the dialogues of institutions that meet at once; any UUID, the same in each. They move together; who "
    "plans for all of them brings them together."
)
_TALK = "Whether it is the year's school development talk, too (schools only)."
_INVITED = "Whether a parent representative was invited to the school development talk (schools only)."
_BECAUSE = "Why a rule is set aside (`outside-the-round`), by its code."


class DialogueCreate(RequestSchema):
    """A new learning dialogue, planned."""

    institution_id: ResourceId = Field(description="The institution.")
    cycle_id: ResourceId = Field(description="The cycle, of the institution's area.")
    round: int = Field(ge=1, le=100, description=_ROUND)
    planned_for: Timestamp = Field(description=_FOR)
    planned_until: Timestamp | None = Field(None, description=_UNTIL)
    place: Line | None = Field(None, description="Where it takes place.")
    case_reference: ShortLine | None = Field(None, description=_CASE)
    participants: list[ParticipantShape] = Field([], max_length=50, description=_PARTICIPANTS)
    data_holder_id: ResourceId | None = Field(None, description=_HOLDER)
    meeting_id: ResourceId | None = Field(None, description=_MEETING)
    school_development_talk: bool = Field(False, description=_TALK)
    parent_representative_invited: bool | None = Field(None, description=_INVITED)
    because: OverrideReasons | None = Field(None, max_length=5, description=_BECAUSE)


class DialogueRound(RequestSchema):
    """Dialogues planned at once, a district's round say; all of them, or none."""

    dialogues: list[DialogueCreate] = Field(min_length=1, max_length=200, description="One for each institution.")


class DialogueUpdate(PatchSchema):
    """What changes about a planned dialogue (JSON merge patch)."""

    planned_for: Timestamp = Field(datetime(2000, 1, 1, tzinfo=UTC), description=_FOR)
    planned_until: Timestamp | None = Field(None, description=_UNTIL)
    place: Line | None = Field(None, description="Where it takes place.")
    case_reference: ShortLine | None = Field(None, description=_CASE)
    participants: list[ParticipantShape] = Field([], max_length=50, description=_PARTICIPANTS + " Replaces the list.")
    data_holder_id: ResourceId | None = Field(None, description=_HOLDER)
    meeting_id: ResourceId | None = Field(None, description=_MEETING)
    school_development_talk: bool = Field(False, description=_TALK)
    parent_representative_invited: bool | None = Field(None, description=_INVITED)
    because: OverrideReasons | None = Field(None, max_length=5, description=_BECAUSE)


class DialogueCancel(RequestSchema):
    """Why a dialogue does not take place."""

    reason: FreeText = Field(description="Why; kept with the dialogue.")


class DialogueReopen(RequestSchema):
    """A cancelled dialogue that is planned again."""

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
        None, description="Only the years' school development talks, or not."
    )
    person_id: ResourceId | None = Field(
        None, description="Only those in which this person takes part or holds the data."
    )
    from_: StartOfDay | None = Field(None, alias="from", description="Only planned for this day or later.")
    to: StartOfDay | None = Field(None, description="Only planned for before this day.")


class ParticipantPublic(ResponseSchema):
    """Somebody who takes part, as it is answered."""

    id: UUID
    part: Part
    person_id: UUID | None
    person_name: str | None = Field(max_length=200)
    name: str | None = Field(max_length=200)
    people_count: int | None = Field(ge=1, le=1000)
    attended: bool | None = Field(description="null until it is held, or where nothing was said.")


class DialogueLine(ResourceSchema):
    """A dialogue as it is answered in a list: its planning."""

    institution_id: UUID
    institution_name: str = Field(max_length=132)
    kind: Kind
    area: Area
    cycle_id: UUID
    cycle_title: str = Field(max_length=200)
    round: int = Field(ge=1, le=100, description=_ROUND)
    planned_for: datetime = Field(description=_FOR)
    planned_until: datetime = Field(description="When it ends.")
    place: str | None = Field(max_length=200, description="Where it takes place.")
    case_reference: str | None = Field(max_length=64, description=_CASE)
    data_holder_id: UUID | None
    data_holder_name: str | None = Field(max_length=200)
    meeting_id: UUID | None = Field(description="Shared by the dialogues of institutions that meet at once.")
    school_development_talk: bool = Field(description=_TALK)
    parent_representative_invited: bool | None = Field(description=_INVITED)
    status: DialogueStatus
    cancellation: str | None = Field(max_length=10_000, description="Why it does not take place.")
    held_on: date | None = Field(description="The day on which it was held.")
    prompts_number: int | None = Field(ge=1, description="The revision of the circle's prompts that it was held by.")


class DialogueRoundPublic(ResponseSchema):
    """Dialogues that were planned at once."""

    items: list[DialogueLine] = Field(max_length=200, description="The dialogues, in the order that was asked for.")
