"""What is asked for, changed and answered of observations and their feedback."""

from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from api.core.field_types import CalendarDate, EnumValue, FreeText, Key, Line, ResourceId, Timestamp
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema, ResponseSchema
from api.http.list_parameters import ListParameters, StartOfDay
from api.institutions.models import Area, Kind
from api.observations.models import ObservationStatus, Reply
from api.redaction.schemas import CorrectionCreate, CorrectionPublic

_GUIDE = "The published edition of a guide that it goes by."
_PURPOSE = "What the institution wants to learn from it."
_FOCUS_AREA = "The institution's focus area that it serves, if one."
_PLANNED_FOR = "When it is to begin."
_OBSERVERS = "Who observes: colleagues from other institutions; consultants may join them."
_OBSERVED_ON = "The day on which it took place."
_ORAL = "The day on which the observers told the institution what they saw."
_FEEDBACK = "The feedback as a whole. No names of children."
_TEXT = "What was seen. No names of children."
_LEVEL = "Its place on the point's scale, from 1; required where the point has a scale."


class RedactableFeedback(StrEnum):
    """Words of an observation that can be taken out."""

    purpose = "purpose"
    feedback = "feedback"
    points = "points"
    reply_text = "reply_text"


class ObservationCreate(RequestSchema):
    """A new observation, planned."""

    institution_id: ResourceId = Field(description="The institution or department that is observed.")
    guide_id: ResourceId = Field(description=_GUIDE)
    purpose: FreeText = Field(description=_PURPOSE)
    focus_area_id: ResourceId | None = Field(None, description=_FOCUS_AREA)
    planned_for: Timestamp = Field(description=_PLANNED_FOR)
    observer_ids: list[ResourceId] = Field(min_length=1, max_length=5, description=_OBSERVERS)


class ObservationUpdate(PatchSchema):
    """What changes about a planned observation (JSON merge patch)."""

    guide_id: ResourceId = Field(UUID(int=0), description=_GUIDE)
    purpose: FreeText = Field("", description=_PURPOSE)
    focus_area_id: ResourceId | None = Field(None, description=_FOCUS_AREA)
    planned_for: Timestamp = Field(datetime(2000, 1, 1, tzinfo=UTC), description=_PLANNED_FOR)
    observer_ids: list[ResourceId] = Field(
        [], min_length=1, max_length=5, description=_OBSERVERS + " Replaces the list."
    )


class ObservationObserve(RequestSchema):
    """It took place."""

    observed_on: CalendarDate | None = Field(None, description=_OBSERVED_ON + " Today if absent.")
    oral_feedback_on: CalendarDate | None = Field(None, description=_ORAL)


class ObservationCancel(RequestSchema):
    """Why an observation does not take place."""

    reason: FreeText = Field(description="Why; kept with the observation.")


class SaidPoint(RequestSchema):
    """What is said at one point of the guide."""

    key: Key = Field(description="The guide's point.")
    text: FreeText = Field(description=_TEXT)
    level: int | None = Field(None, ge=1, le=10, description=_LEVEL)


class ObservationFeedback(RequestSchema):
    """Written feedback: every point of the guide, and the whole."""

    points: list[SaidPoint] = Field(max_length=50, description="What is said at each point of the guide.")
    feedback: FreeText = Field(description=_FEEDBACK)
    oral_feedback_on: CalendarDate | None = Field(None, description=_ORAL)


class ObservationReply(RequestSchema):
    """Whether the institution knows itself again in the feedback."""

    reply: EnumValue[Reply] = Field(description="Whether the feedback is accurate.")
    reply_text: FreeText | None = Field(None, description="The institution's words about it.")


class ObservationRedact(RequestSchema):
    """Words are taken out of an observation; their place and the reason remain."""

    fields: list[EnumValue[RedactableFeedback]] = Field(min_length=1, max_length=4, description="Which words.")
    reason: Line = Field(description="Why. It is shown with the observation: nothing of what is taken out.")


class ObservationCorrection(CorrectionCreate):
    """A correction beside an observation or, with `part_id`, beside one point of its feedback."""

    part_id: ResourceId | None = Field(None, description="The point of the feedback that is corrected.")


class ObserverPublic(ResponseSchema):
    """Somebody who observes, as it is answered."""

    person_id: UUID
    name: str = Field(max_length=200, description="Who it is.")


class FeedbackPointPublic(ResponseSchema):
    """What is said at one point of the guide, as it is answered."""

    id: UUID
    key: str = Field(max_length=64, description="The guide's point.")
    title: str = Field(max_length=200, description="What the point is about.")
    text: str | None = Field(max_length=10_000, description="What was seen; null: it was taken out.")
    level: int | None = Field(ge=1, le=10, description="Its place on the point's scale.")


class ObservationLine(ResourceSchema):
    """An observation as it is answered in a list; what the caller may not read of its feedback is null."""

    institution_id: UUID
    institution_name: str = Field(max_length=132)
    kind: Kind
    area: Area
    guide_id: UUID
    guide_title: str = Field(max_length=200)
    guide_edition: int = Field(ge=1, description="Which edition of the guide it is.")
    purpose: str | None = Field(max_length=10_000, description=_PURPOSE)
    focus_area_id: UUID | None
    focus_area_title: str | None = Field(max_length=200)
    planned_for: datetime = Field(description=_PLANNED_FOR)
    observers: list[ObserverPublic] = Field(max_length=5, description="Who observes.")
    status: ObservationStatus
    cancellation: str | None = Field(max_length=10_000, description="Why it does not take place.")
    observed_on: date | None = Field(description=_OBSERVED_ON)
    oral_feedback_on: date | None = Field(description=_ORAL)
    fed_back_on: date | None = Field(description="The day on which the written feedback was given.")
    feedback: str | None = Field(max_length=10_000, description="The feedback as a whole.")
    points: list[FeedbackPointPublic] | None = Field(max_length=50, description="The feedback by point.")
    reply: Reply | None = Field(description="Whether the institution knows itself again in it.")
    reply_text: str | None = Field(max_length=10_000, description="The institution's words about it.")
    replied_on: date | None = Field(description="When the institution replied.")
    feedback_withheld: bool = Field(description="Whether there is feedback that the caller may not read.")
    shared_on: date | None = Field(description="When the leader shared the feedback.")
    redaction_reason: str | None = Field(max_length=200, description="Why words were taken out of it.")
    redacted_on: date | None = Field(description="When words were taken out of it.")


class ObservationPublic(ObservationLine):
    """An observation as it is answered by itself."""

    corrections: list[CorrectionPublic] = Field(max_length=1000, description="What was mended since, oldest first.")


class ObservationShown(ResponseSchema):
    """Feedback as evidence: what the caller may not read of it is null."""

    id: UUID
    institution_id: UUID
    institution_name: str = Field(max_length=132)
    guide_title: str = Field(max_length=200)
    guide_edition: int = Field(ge=1, description="Which edition of the guide it is.")
    purpose: str | None = Field(max_length=10_000, description=_PURPOSE)
    focus_area_id: UUID | None
    focus_area_title: str | None = Field(max_length=200)
    observers: list[ObserverPublic] = Field(max_length=5, description="Who observed.")
    observed_on: date | None = Field(description=_OBSERVED_ON)
    oral_feedback_on: date | None = Field(description=_ORAL)
    fed_back_on: date | None = Field(description="The day on which the written feedback was given.")
    text: str | None = Field(max_length=10_000, description="The feedback as a whole.")
    points: list[FeedbackPointPublic] | None = Field(max_length=50, description="The feedback by point.")
    reply: Reply | None = Field(description="Whether the institution knows itself again in it.")
    reply_text: str | None = Field(max_length=10_000, description="The institution's words about it.")
    replied_on: date | None = Field(description="When the institution replied.")
    shared_on: date | None = Field(description="When the leader shared the feedback.")
    text_withheld: bool = Field(description="Whether there is feedback that the caller may not read.")
    redaction_reason: str | None = Field(None, max_length=200, description="Why words were taken out of it.")
    redacted_on: date | None = Field(None, description="When words were taken out of it.")


class ObservationQuery(ListParameters):
    """The filters of the list of observations."""

    institution_id: ResourceId | None = Field(None, description="Only of this institution or department.")
    district_id: ResourceId | None = Field(None, description="Only of institutions in this district.")
    kind: Kind | None = Field(None, description="Only of institutions of this kind.")
    area: Area | None = Field(None, description="Only of institutions of this area.")
    guide_id: ResourceId | None = Field(None, description="Only by this edition of a guide.")
    focus_area_id: ResourceId | None = Field(None, description="Only those that serve this focus area.")
    theme_id: ResourceId | None = Field(None, description="Only those that serve a focus area of this theme.")
    cycle_id: ResourceId | None = Field(None, description="Only those that serve a focus area of this cycle.")
    status: ObservationStatus | None = Field(None, description="Only in this status.")
    person_id: ResourceId | None = Field(None, description="Only those that this person observes.")
    from_: StartOfDay | None = Field(None, alias="from", description="Only planned for this day or later.")
    to: StartOfDay | None = Field(None, description="Only planned for before this day.")
