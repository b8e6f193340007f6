"""Planning follow-ups: what is asked, one by one or for a whole district, and how a plan is answered."""

from datetime import UTC, date, datetime
from uuid import UUID

from pydantic import Field

from api.core.field_types import FreeText, ResourceId, Timestamp
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema
from api.follow_ups.models import Assessment, FollowUpStatus
from api.http.list_parameters import ListParameters, StartOfDay
from api.institutions.models import Kind

_FOR = "When it begins."
_UNTIL = "When it ends; absent: after the municipality's usual length."
_LEADER = "Who leads the institution on that day; absent: whoever does. None where nobody does."


class FollowUpCreate(RequestSchema):
    """A new follow-up, planned."""

    institution_id: ResourceId = Field(description="The institution.")
    leader_id: ResourceId | None = Field(None, description=_LEADER)
    planned_for: Timestamp = Field(description=_FOR)
    planned_until: Timestamp | None = Field(None, description=_UNTIL)


class FollowUpRound(RequestSchema):
    """Follow-ups planned at once, for a whole district say; all of them, or none."""

    follow_ups: list[FollowUpCreate] = Field(min_length=1, max_length=200, description="One for each institution.")


class FollowUpUpdate(PatchSchema):
    """What changes about a planned follow-up (JSON merge patch)."""

    leader_id: ResourceId | None = Field(None, description="Who leads the institution on that day; null: whoever does.")
    planned_for: Timestamp = Field(datetime(2000, 1, 1, tzinfo=UTC), description=_FOR)
    planned_until: Timestamp | None = Field(None, description=_UNTIL)


class FollowUpCancel(RequestSchema):
    """Why a follow-up does not take place."""

    reason: FreeText = Field(description="Why; kept with the follow-up, and read by all who see that it was planned.")


class FollowUpQuery(ListParameters):
    """The filters of the list of follow-ups."""

    institution_id: ResourceId | None = Field(None, description="Only of this institution.")
    district_id: ResourceId | None = Field(None, description="Only of institutions in this district.")
    kind: Kind | None = Field(None, description="Only of institutions of this kind.")
    leader_id: ResourceId | None = Field(None, description="Only with this leader.")
    chief_id: ResourceId | None = Field(None, description="Only with this chief.")
    status: FollowUpStatus | None = Field(None, description="Only in this status.")
    assessment: Assessment | None = Field(None, description="Only with this assessment.")
    from_: StartOfDay | None = Field(None, alias="from", description="Only planned for this day or later.")
    to: StartOfDay | None = Field(None, description="Only planned for before this day.")


class FollowUpLine(ResourceSchema):
    """A follow-up as it is answered in a list: that and when, and the assessment."""

    institution_id: UUID
    institution_name: str = Field(max_length=132)
    kind: Kind
    leader_id: UUID | None = Field(description="The leader; null in a vacancy.")
    leader_name: str | None = Field(max_length=200)
    chief_id: UUID | None = Field(description="The chief who is to hold it, or did; null where the district has none.")
    chief_name: str | None = Field(max_length=200)
    planned_for: datetime = Field(description=_FOR)
    planned_until: datetime = Field(description="When it ends.")
    status: FollowUpStatus
    cancellation: str | None = Field(max_length=10_000, description="Why it does not take place.")
    held_on: date | None = Field(description="The day on which it was held.")
    assessment: Assessment | None = Field(description="What it found; null until it is held.")
    next_due_on: date | None = Field(description="By when the next one is due; null until it is held.")
