"""Heightened supervision, as it is requested and returned."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from api.core.field_types import CalendarDate, EnumValue, FreeText, Line, ResourceId
from api.core.schemas import RequestSchema, ResourceSchema, ResponseSchema
from api.heightened_supervision.models import ActionStatus, RedactableInSupervision, Severity, SupervisionStatus
from api.http.list_parameters import ListParameters, QueryBoolean
from api.institutions.models import Kind
from api.redaction.schemas import CorrectionPublic


class ActionShape(RequestSchema):
    """An action of the plan."""

    id: ResourceId | None = Field(None, description="The action that is said anew; absent for a new one.")
    text: FreeText = Field(description="What is done.")
    responsible: Line = Field(description="Who does it: a name or a function.")
    due_on: CalendarDate = Field(description="By when.")
    status: EnumValue[ActionStatus] = Field(ActionStatus.open, description="What became of it.")
    note: FreeText | None = Field(None, description="What was done, or why it was dropped.")


class ActionPlanShape(RequestSchema):
    """The action plan, all of it: those that are there by their ids, new ones without."""

    actions: list[ActionShape] = Field(min_length=1, max_length=100, description="Its actions, in their order.")


class CommentShape(RequestSchema):
    """What the parent board says."""

    text: FreeText = Field(description="The parent board's words.")


class SupervisionRedact(RequestSchema):
    """Words are taken out of a heightened supervision; their place and the reason remain."""

    field: EnumValue[RedactableInSupervision] = Field(description="What is taken out.")
    part_id: ResourceId | None = Field(None, description="The action or comment, where it is one.")
    reason: Line = Field(description="Why. It is shown where the words stood: nothing of what is taken out.")


class ActionPublic(ResponseSchema):
    """An action of the plan as it is answered."""

    id: UUID
    text: str | None = Field(max_length=10_000, description="What is done; null where it was taken out.")
    responsible: str = Field(max_length=200, description="Who does it.")
    due_on: date = Field(description="By when.")
    status: ActionStatus = Field(description="What became of it.")
    overdue: bool = Field(description="Open, and its day has passed (Danish civil time).")
    note: str | None = Field(max_length=10_000, description="What was done, or why it was dropped.")


class GroundPublic(ResponseSchema):
    """A concern that a follow-up recorded, as it is answered."""

    origin_id: UUID = Field(description="The follow-up.")
    severity: Severity = Field(description="How serious it was.")
    reason: str | None = Field(max_length=10_000, description="What the concern is; null where it was taken out.")
    recorded_on: date = Field(description="The day of the follow-up.")


class CommentPublic(ResponseSchema):
    """What the parent board said, as it is answered."""

    id: UUID
    text: str | None = Field(max_length=10_000, description="The parent board's words; null where taken out.")
    author_name: str = Field(max_length=200)
    at: datetime


class HeightenedSupervisionPublic(ResourceSchema):
    """A heightened supervision as it is answered in a list."""

    institution_id: UUID
    institution_name: str = Field(max_length=132)
    kind: Kind
    origin_id: UUID = Field(description="The follow-up that opened it.")
    severity: Severity = Field(description="How serious the concern is; the most serious since it was opened.")
    reason: str | None = Field(max_length=10_000, description="The concern that opened it; null where taken out.")
    opened_on: date = Field(description="The day on which it was opened.")
    action_plan_due_on: date | None = Field(description="By when a serious concern has its action plan.")
    action_plan_missing: bool = Field(description="Open, serious, and without any action yet.")
    status: SupervisionStatus = Field(description="Whether it is open.")
    closed_on: date | None = Field(description="The day on which it was closed.")
    closing: str | None = Field(max_length=10_000, description="What was said when it was closed.")
    closing_origin_id: UUID | None = Field(description="The follow-up that closed it.")


class HeightenedSupervisionWhole(HeightenedSupervisionPublic):
    """A single heightened supervision, with all that belongs to it."""

    grounds: list[GroundPublic] = Field(max_length=1000, description="The concerns recorded, oldest first.")
    actions: list[ActionPublic] = Field(max_length=100, description="The action plan.")
    comments: list[CommentPublic] = Field(max_length=1000, description="The parent board's comments, oldest first.")
    corrections: list[CorrectionPublic] = Field(max_length=1000, description="What was taken out, and why.")


class HeightenedSupervisionQuery(ListParameters):
    """The filters of the list of heightened supervisions."""

    institution_id: ResourceId | None = Field(None, description="Only of this institution.")
    district_id: ResourceId | None = Field(None, description="Only of institutions in this district.")
    kind: Kind | None = Field(None, description="Only of institutions of this kind.")
    severity: Severity | None = Field(None, description="Only of this severity.")
    status: SupervisionStatus | None = Field(None, description="Only open ones, or only closed ones.")
    action_plan_missing: QueryBoolean | None = Field(None, description="true: only where the action plan is missing.")
    from_: CalendarDate | None = Field(None, alias="from", description="Only opened on or after this day.")
    to: CalendarDate | None = Field(None, description="Only opened before this day.")
