"""Request and response schemas of heightened supervision."""

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
    """An action in a new action plan."""

    id: ResourceId | None = Field(None, description="The id of an action of the present plan; absent for a new action.")
    text: FreeText = Field(description="What will be done.")
    responsible: Line = Field(description="Who is responsible: a name or a function.")
    due_on: CalendarDate = Field(description="The due date.")
    status: EnumValue[ActionStatus] = Field(ActionStatus.open, description="The status of the action.")
    note: FreeText | None = Field(None, description="What was done, or why the action was dropped.")


class ActionPlanShape(RequestSchema):
    """The complete action plan: actions of the present plan with their ids, new ones without."""

    actions: list[ActionShape] = Field(min_length=1, max_length=100, description="The actions, in order.")


class CommentShape(RequestSchema):
    """A new comment of the parent board."""

    text: FreeText = Field(description="The text of the comment.")


class SupervisionRedact(RequestSchema):
    """Redaction of text in a heightened supervision; the reason is stored."""

    field: EnumValue[RedactableInSupervision] = Field(description="What to redact.")
    part_id: ResourceId | None = Field(
        None, description="The id of the action or comment to redact; absent for other fields."
    )
    reason: Line = Field(
        description="The reason. It is shown in place of the text, so do not repeat the redacted text."
    )


class ActionPublic(ResponseSchema):
    """An action of the plan in a response."""

    id: UUID
    text: str | None = Field(max_length=10_000, description="What will be done; null if it was redacted.")
    responsible: str = Field(max_length=200, description="Who is responsible.")
    due_on: date = Field(description="The due date.")
    status: ActionStatus = Field(description="The status of the action.")
    overdue: bool = Field(description="Whether the action is open and its due date has passed (Danish civil time).")
    note: str | None = Field(max_length=10_000, description="What was done, or why the action was dropped.")


class GroundPublic(ResponseSchema):
    """A concern that a follow-up recorded, in a response."""

    origin_id: UUID = Field(description="The id of the follow-up.")
    severity: Severity = Field(description="The severity of the concern.")
    reason: str | None = Field(max_length=10_000, description="The concern; null if it was redacted.")
    recorded_on: date = Field(description="The day of the follow-up.")


class CommentPublic(ResponseSchema):
    """A comment of the parent board in a response."""

    id: UUID
    text: str | None = Field(max_length=10_000, description="The text of the comment; null if it was redacted.")
    author_name: str = Field(max_length=200)
    at: datetime


class HeightenedSupervisionPublic(ResourceSchema):
    """A heightened supervision in a list."""

    institution_id: UUID
    institution_name: str = Field(max_length=132)
    kind: Kind
    origin_id: UUID = Field(description="The id of the follow-up that opened it.")
    severity: Severity = Field(description="The severity of the most serious concern since it was opened.")
    reason: str | None = Field(max_length=10_000, description="The concern that opened it; null if it was redacted.")
    opened_on: date = Field(description="The day on which it was opened.")
    action_plan_due_on: date | None = Field(
        description="The due date of the action plan that a serious concern requires; null without one."
    )
    action_plan_missing: bool = Field(description="Whether it is open with a serious concern and has no action yet.")
    status: SupervisionStatus = Field(description="Whether it is open or closed.")
    closed_on: date | None = Field(description="The day on which it was closed.")
    closing: str | None = Field(max_length=10_000, description="The reason for closing it.")
    closing_origin_id: UUID | None = Field(description="The id of the follow-up that closed it.")


class HeightenedSupervisionWhole(HeightenedSupervisionPublic):
    """A single heightened supervision, with its grounds, action plan, comments and corrections."""

    grounds: list[GroundPublic] = Field(max_length=1000, description="The concerns recorded, oldest first.")
    actions: list[ActionPublic] = Field(max_length=100, description="The action plan.")
    comments: list[CommentPublic] = Field(max_length=1000, description="The parent board's comments, oldest first.")
    corrections: list[CorrectionPublic] = Field(max_length=1000, description="Redactions, oldest first.")


class HeightenedSupervisionQuery(ListParameters):
    """Filters of the list of heightened supervision."""

    institution_id: ResourceId | None = Field(None, description="Only heightened supervision of this institution.")
    district_id: ResourceId | None = Field(
        None, description="Only heightened supervision of institutions in this district."
    )
    kind: Kind | None = Field(None, description="Only heightened supervision of institutions of this kind.")
    severity: Severity | None = Field(None, description="Only heightened supervision with this severity.")
    status: SupervisionStatus | None = Field(None, description="Only open, or only closed heightened supervision.")
    action_plan_missing: QueryBoolean | None = Field(
        None, description="true: only where the action plan is missing; false: only where it is not."
    )
    from_: CalendarDate | None = Field(
        None, alias="from", description="Only heightened supervision opened on this day or later."
    )
    to: CalendarDate | None = Field(None, description="Only heightened supervision opened before this day.")
