"""Schemas of supervision: filters, lines and summary."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from api.core.field_types import Line, ResourceId
from api.core.schemas import RequestSchema, ResponseSchema
from api.dialogues.models import DialogueStatus
from api.evidence.models import Lacking
from api.follow_ups.models import Assessment
from api.heightened_supervision.models import Severity
from api.http.list_parameters import ListParameters
from api.institutions.models import Area, Kind, Participation
from api.supervision.models import Flag

_MANY = 2**31


class SupervisionQuery(ListParameters):
    """The filters of the supervision list."""

    q: Line | None = Field(None, description="Search words in the institution's name.")
    flag: Flag | None = Field(None, description="Only lines with this flag.")
    district_id: ResourceId | None = Field(None, description="Only institutions in this district.")
    kind: Kind | None = Field(None, description="Only institutions of this kind.")


class SummaryQuery(RequestSchema):
    """The filters of the supervision summary."""

    model_config = {"extra": "forbid", "strict": False}

    district_id: ResourceId | None = Field(None, description="Only institutions in this district.")
    kind: Kind | None = Field(None, description="Only institutions of this kind.")


class SupervisionRound(ResponseSchema):
    """The current round of the cycle of the institution's area."""

    cycle_id: UUID
    cycle_title: str = Field(max_length=200)
    number: int = Field(ge=1, le=100, description="The number of the round in the cycle.")
    half_year: str = Field(max_length=6, description="The half-year of its data package.")
    until_on: date = Field(description="The day after its last day.")


class SupervisionDialogue(ResponseSchema):
    """The dialogue of the current round."""

    id: UUID
    status: DialogueStatus
    planned_for: datetime = Field(description="The planned start.")
    held_on: date | None = Field(description="The day it was held.")


class SupervisionTheme(ResponseSchema):
    """The number of an institution's focus areas for one theme of the current cycle."""

    theme_id: UUID
    theme_title: str = Field(max_length=200)
    proposed: int = Field(ge=0, le=_MANY, description="Proposed, but not chosen yet.")
    chosen: int = Field(ge=0, le=_MANY, description="Chosen and in progress.")
    completed: int = Field(ge=0, le=_MANY, description="Completed.")


class LastFollowUp(ResponseSchema):
    """The last held follow-up."""

    id: UUID
    held_on: date = Field(description="The day it was held.")
    assessment: Assessment = Field(description="The assessment.")
    next_due_on: date = Field(description="The due date of the next follow-up.")


class NextFollowUp(ResponseSchema):
    """The next planned follow-up."""

    id: UUID
    planned_for: datetime = Field(description="The planned start.")


class OpenHeightenedSupervision(ResponseSchema):
    """Open heightened supervision of the institution or one of its departments."""

    id: UUID
    institution_id: UUID
    severity: Severity = Field(description="The severity of the concern.")
    opened_on: date = Field(description="The day it was opened.")
    action_plan_due_on: date | None = Field(description="The due date of the action plan for a serious concern.")
    action_plan_missing: bool = Field(description="Whether a serious concern has no action yet.")


class SupervisionLine(ResponseSchema):
    """The state of an institution. Data from follow-ups is null if the caller may not see it."""

    institution_id: UUID
    institution_name: str = Field(max_length=132)
    kind: Kind
    area: Area
    participation: Participation = Field(description="The parts of the framework that the institution takes part in.")
    district_id: UUID | None
    district_name: str | None = Field(max_length=200)
    round: SupervisionRound | None = Field(
        description="The current round; null outside of cycles and for institutions that take no part in dialogues."
    )
    dialogue: SupervisionDialogue | None = Field(
        description="The dialogue of the current round; cancelled ones do not count."
    )
    lacking: list[Lacking] | None = Field(
        max_length=4,
        description="The missing kinds of evidence: of the evidence that the held dialogue cited, before that of all "
        "available evidence; null without a round.",
    )
    focus_areas: list[SupervisionTheme] = Field(max_length=1000, description="The number of focus areas by theme.")
    agreements_open: int = Field(ge=0, le=_MANY, description="The number of open agreements that the caller sees.")
    agreements_overdue: int = Field(ge=0, le=_MANY, description="The number of those whose due date has passed.")
    with_follow_ups: bool = Field(description="Whether the caller sees data from follow-ups.")
    last_follow_up: LastFollowUp | None = Field(description="The last held follow-up.")
    next_follow_up: NextFollowUp | None = Field(description="The next planned follow-up.")
    heightened_supervision: list[OpenHeightenedSupervision] | None = Field(
        max_length=1000, description="Open heightened supervision, including that of departments."
    )
    flags: list[Flag] = Field(max_length=9, description="The flags of the institution.")


class FlagCounts(ResponseSchema):
    """Counts of institutions by flag."""

    dialogue_overdue: int = Field(ge=0, le=_MANY, description="A dialogue is overdue.")
    no_focus_area: int = Field(ge=0, le=_MANY, description="No focus area in the current cycle.")
    one_sided_evidence: int = Field(ge=0, le=_MANY, description="Only figures, or only voices and observations.")
    no_child_voice: int = Field(ge=0, le=_MANY, description="No input from children or young people.")
    no_parent_voice: int = Field(ge=0, le=_MANY, description="No input from parents.")
    agreement_overdue: int = Field(ge=0, le=_MANY, description="An agreement is overdue.")
    follow_up_overdue: int = Field(ge=0, le=_MANY, description="A follow-up is overdue.")
    action_plan_missing: int = Field(ge=0, le=_MANY, description="A serious concern has no action plan.")
    heightened_supervision: int = Field(ge=0, le=_MANY, description="Heightened supervision is open.")


class Coverage(ResponseSchema):
    """Counts of a group of institutions."""

    institutions: int = Field(ge=0, le=_MANY, description="All institutions in the group.")
    in_dialogues: int = Field(
        ge=0, le=_MANY, description="Institutions that take part in dialogues and have a current round."
    )
    dialogues_planned: int = Field(
        ge=0, le=_MANY, description="Institutions whose dialogue of the current round is planned."
    )
    dialogues_held: int = Field(
        ge=0, le=_MANY, description="Institutions whose dialogue of the current round has been held."
    )
    with_focus_area: int = Field(ge=0, le=_MANY, description="Institutions with a chosen or completed focus area.")
    followed_up: int = Field(
        ge=0, le=_MANY, description="Institutions with a held follow-up whose next one is not overdue."
    )
    flagged: int = Field(ge=0, le=_MANY, description="Institutions with at least one flag.")
    flags: FlagCounts = Field(description="The number of institutions with each flag.")


class SupervisionGroup(Coverage):
    """Counts of the institutions of one kind in one district."""

    district_id: UUID | None = Field(description="The district; null: directly under the municipality.")
    district_name: str | None = Field(max_length=200)
    kind: Kind


class SupervisionSummary(ResponseSchema):
    """Counts of all institutions within reach, by district and kind."""

    as_of: date = Field(description="The day of the counts (Danish civil time).")
    groups: list[SupervisionGroup] = Field(
        max_length=10_000, description="The counts by district and kind, in the order of the districts' names."
    )
    total: Coverage = Field(description="The counts of all institutions.")
