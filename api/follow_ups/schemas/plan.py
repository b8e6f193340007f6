"""Schemas of planning follow-ups: requests, list filters and the follow-up as it is listed."""

from datetime import UTC, date, datetime
from uuid import UUID

from pydantic import Field

from api.core.field_types import FreeText, ResourceId, Timestamp
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema
from api.follow_ups.models import Assessment, FollowUpStatus
from api.http.list_parameters import ListParameters, StartOfDay
from api.institutions.models import Kind

_PLANNED_FOR = "The planned start."
_PLANNED_UNTIL = "The planned end; absent: after the municipality's usual length."
_LEADER = "The leader of the institution on that day; absent: chosen automatically, none in a vacancy."


class FollowUpCreate(RequestSchema):
    """A follow-up to plan."""

    institution_id: ResourceId = Field(description="The institution.")
    leader_id: ResourceId | None = Field(None, description=_LEADER)
    planned_for: Timestamp = Field(description=_PLANNED_FOR)
    planned_until: Timestamp | None = Field(None, description=_PLANNED_UNTIL)


class FollowUpRound(RequestSchema):
    """A batch of follow-ups to plan, such as a district's; all of them are planned, or none."""

    follow_ups: list[FollowUpCreate] = Field(
        min_length=1, max_length=200, description="The follow-ups, one for each institution."
    )


class FollowUpUpdate(PatchSchema):
    """Changes to a planned follow-up (JSON merge patch)."""

    leader_id: ResourceId | None = Field(
        None, description="The leader of the institution on that day; null: chosen automatically."
    )
    planned_for: Timestamp = Field(datetime(2000, 1, 1, tzinfo=UTC), description=_PLANNED_FOR)
    planned_until: Timestamp | None = Field(None, description=_PLANNED_UNTIL)


class FollowUpCancel(RequestSchema):
    """The cancellation of a follow-up."""

    reason: FreeText = Field(
        description="The reason for the cancellation; everybody who sees the follow-up can read it."
    )


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
    """A follow-up as it is listed: its planning and assessment, without topics and notes."""

    institution_id: UUID
    institution_name: str = Field(max_length=132)
    kind: Kind
    leader_id: UUID | None = Field(description="The leader; null in a vacancy.")
    leader_name: str | None = Field(max_length=200)
    chief_id: UUID | None = Field(description="The chief who is to hold it or held it; null if the district has none.")
    chief_name: str | None = Field(max_length=200)
    planned_for: datetime = Field(description=_PLANNED_FOR)
    planned_until: datetime = Field(description="The planned end.")
    status: FollowUpStatus
    cancellation: str | None = Field(max_length=10_000, description="The reason for the cancellation.")
    held_on: date | None = Field(description="The day it was held.")
    assessment: Assessment | None = Field(description="The assessment; null until it is held.")
    next_due_on: date | None = Field(description="The due date of the next follow-up; null until it is held.")
