"""Request and response schemas of observations and their feedback."""

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

_GUIDE = "The published edition of the guide that is used."
_PURPOSE = "What the institution wants to learn from the observation."
_FOCUS_AREA = "The institution's focus area that the observation is about, if any."
_PLANNED_FOR = "The planned start."
_OBSERVERS = "The observers: colleagues from other institutions; consultants may join them."
_OBSERVED_ON = "The day on which the observation took place."
_ORAL = "The day on which the observers gave oral feedback."
_FEEDBACK = "The overall feedback. Do not include names of children."
_TEXT = "The feedback on this point. Do not include names of children."
_LEVEL = "The level on the point's scale, starting at 1; required if the point has a scale."


class RedactableFeedback(StrEnum):
    """Fields of an observation that can be redacted."""

    purpose = "purpose"
    feedback = "feedback"
    points = "points"
    reply_text = "reply_text"


class ObservationCreate(RequestSchema):
    """A new observation in the status `planned`."""

    institution_id: ResourceId = Field(description="The observed institution or department.")
    guide_id: ResourceId = Field(description=_GUIDE)
    purpose: FreeText = Field(description=_PURPOSE)
    focus_area_id: ResourceId | None = Field(None, description=_FOCUS_AREA)
    planned_for: Timestamp = Field(description=_PLANNED_FOR)
    observer_ids: list[ResourceId] = Field(min_length=1, max_length=5, description=_OBSERVERS)


class ObservationUpdate(PatchSchema):
    """Changes to a planned observation (JSON merge patch)."""

    guide_id: ResourceId = Field(UUID(int=0), description=_GUIDE)
    purpose: FreeText = Field("", description=_PURPOSE)
    focus_area_id: ResourceId | None = Field(None, description=_FOCUS_AREA)
    planned_for: Timestamp = Field(datetime(2000, 1, 1, tzinfo=UTC), description=_PLANNED_FOR)
    observer_ids: list[ResourceId] = Field(
        [], min_length=1, max_length=5, description=_OBSERVERS + " Replaces the list."
    )


class ObservationObserve(RequestSchema):
    """The days on which an observation and its oral feedback took place."""

    observed_on: CalendarDate | None = Field(None, description=_OBSERVED_ON + " Today if absent.")
    oral_feedback_on: CalendarDate | None = Field(None, description=_ORAL)


class ObservationCancel(RequestSchema):
    """Cancellation of an observation."""

    reason: FreeText = Field(description="The reason; stored with the observation.")


class SaidPoint(RequestSchema):
    """Feedback on one point of the guide."""

    key: Key = Field(description="The key of the point in the guide.")
    text: FreeText = Field(description=_TEXT)
    level: int | None = Field(None, ge=1, le=10, description=_LEVEL)


class ObservationFeedback(RequestSchema):
    """Written feedback: on every point of the guide, and overall."""

    points: list[SaidPoint] = Field(max_length=50, description="The feedback on each point of the guide.")
    feedback: FreeText = Field(description=_FEEDBACK)
    oral_feedback_on: CalendarDate | None = Field(None, description=_ORAL)


class ObservationReply(RequestSchema):
    """The institution's reply to feedback."""

    reply: EnumValue[Reply] = Field(description="Whether the feedback is accurate.")
    reply_text: FreeText | None = Field(None, description="The institution's comment on the feedback.")


class ObservationRedact(RequestSchema):
    """Redaction of fields of an observation; the reason is stored."""

    fields: list[EnumValue[RedactableFeedback]] = Field(min_length=1, max_length=4, description="The fields to redact.")
    reason: Line = Field(
        description="The reason. It is shown with the observation, so do not repeat the redacted text."
    )


class ObservationCorrection(CorrectionCreate):
    """A correction of an observation or, with `part_id`, of one point of its feedback."""

    part_id: ResourceId | None = Field(
        None, description="The id of the corrected feedback point; absent for a field of the observation."
    )


class ObserverPublic(ResponseSchema):
    """An observer in a response."""

    person_id: UUID
    name: str = Field(max_length=200, description="The observer's name.")


class FeedbackPointPublic(ResponseSchema):
    """Feedback on one point of the guide in a response."""

    id: UUID
    key: str = Field(max_length=64, description="The key of the point in the guide.")
    title: str = Field(max_length=200, description="The title of the point.")
    text: str | None = Field(max_length=10_000, description="The feedback on this point; null if it was redacted.")
    level: int | None = Field(ge=1, le=10, description="The level on the point's scale.")


class ObservationLine(ResourceSchema):
    """An observation in a list; feedback that the caller may not read is null."""

    institution_id: UUID
    institution_name: str = Field(max_length=132)
    kind: Kind
    area: Area
    guide_id: UUID
    guide_title: str = Field(max_length=200)
    guide_edition: int = Field(ge=1, description="The number of the guide's edition.")
    purpose: str | None = Field(max_length=10_000, description=_PURPOSE)
    focus_area_id: UUID | None
    focus_area_title: str | None = Field(max_length=200)
    planned_for: datetime = Field(description=_PLANNED_FOR)
    observers: list[ObserverPublic] = Field(max_length=5, description="The observers.")
    status: ObservationStatus
    cancellation: str | None = Field(max_length=10_000, description="The reason for cancelling the observation.")
    observed_on: date | None = Field(description=_OBSERVED_ON)
    oral_feedback_on: date | None = Field(description=_ORAL)
    fed_back_on: date | None = Field(description="The day on which the written feedback was given.")
    feedback: str | None = Field(max_length=10_000, description="The overall feedback.")
    points: list[FeedbackPointPublic] | None = Field(max_length=50, description="The feedback on each point.")
    reply: Reply | None = Field(description="The institution's reply: whether the feedback is accurate.")
    reply_text: str | None = Field(max_length=10_000, description="The institution's comment on the feedback.")
    replied_on: date | None = Field(description="The day of the institution's reply.")
    feedback_withheld: bool = Field(description="Whether there is feedback that the caller may not read.")
    shared_on: date | None = Field(description="The day on which the leader shared the feedback.")
    redaction_reason: str | None = Field(max_length=200, description="The reason for the latest redaction.")
    redacted_on: date | None = Field(description="The day of the latest redaction.")


class ObservationPublic(ObservationLine):
    """A single observation, with its corrections."""

    corrections: list[CorrectionPublic] = Field(max_length=1000, description="Corrections, oldest first.")


class ObservationShown(ResponseSchema):
    """An observation's feedback as evidence; what the caller may not read is null."""

    id: UUID
    institution_id: UUID
    institution_name: str = Field(max_length=132)
    guide_title: str = Field(max_length=200)
    guide_edition: int = Field(ge=1, description="The number of the guide's edition.")
    purpose: str | None = Field(max_length=10_000, description=_PURPOSE)
    focus_area_id: UUID | None
    focus_area_title: str | None = Field(max_length=200)
    observers: list[ObserverPublic] = Field(max_length=5, description="The observers.")
    observed_on: date | None = Field(description=_OBSERVED_ON)
    oral_feedback_on: date | None = Field(description=_ORAL)
    fed_back_on: date | None = Field(description="The day on which the written feedback was given.")
    text: str | None = Field(max_length=10_000, description="The overall feedback.")
    points: list[FeedbackPointPublic] | None = Field(max_length=50, description="The feedback on each point.")
    reply: Reply | None = Field(description="The institution's reply: whether the feedback is accurate.")
    reply_text: str | None = Field(max_length=10_000, description="The institution's comment on the feedback.")
    replied_on: date | None = Field(description="The day of the institution's reply.")
    shared_on: date | None = Field(description="The day on which the leader shared the feedback.")
    text_withheld: bool = Field(description="Whether there is feedback that the caller may not read.")
    redaction_reason: str | None = Field(None, max_length=200, description="The reason for the latest redaction.")
    redacted_on: date | None = Field(None, description="The day of the latest redaction.")


class ObservationQuery(ListParameters):
    """Filters of the list of observations."""

    institution_id: ResourceId | None = Field(None, description="Only observations of this institution or department.")
    district_id: ResourceId | None = Field(None, description="Only observations of institutions in this district.")
    kind: Kind | None = Field(None, description="Only observations of institutions of this kind.")
    area: Area | None = Field(None, description="Only observations of institutions of this area.")
    guide_id: ResourceId | None = Field(None, description="Only observations that use this edition of a guide.")
    focus_area_id: ResourceId | None = Field(None, description="Only observations about this focus area.")
    theme_id: ResourceId | None = Field(None, description="Only observations about a focus area with this theme.")
    cycle_id: ResourceId | None = Field(None, description="Only observations about a focus area of this cycle.")
    status: ObservationStatus | None = Field(None, description="Only observations with this status.")
    person_id: ResourceId | None = Field(None, description="Only observations with this observer.")
    from_: StartOfDay | None = Field(None, alias="from", description="Only observations planned for this day or later.")
    to: StartOfDay | None = Field(None, description="Only observations planned for before this day.")
