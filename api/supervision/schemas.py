"""Supervision lines and summary, as they are requested and returned."""

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
    """The filters of supervision's lines."""

    q: Line | None = Field(None, description="Words in the institution's name.")
    flag: Flag | None = Field(None, description="Only lines with this flag.")
    district_id: ResourceId | None = Field(None, description="Only institutions in this district.")
    kind: Kind | None = Field(None, description="Only institutions of this kind.")


class SummaryQuery(RequestSchema):
    """The filters of supervision's summary."""

    model_config = {"extra": "forbid", "strict": False}

    district_id: ResourceId | None = Field(None, description="Only institutions in this district.")
    kind: Kind | None = Field(None, description="Only institutions of this kind.")


class SupervisionRound(ResponseSchema):
    """The round that today falls in, of the cycle that runs for the institution's area."""

    cycle_id: UUID
    cycle_title: str = Field(max_length=200)
    number: int = Field(ge=1, le=100, description="Its number in the cycle.")
    half_year: str = Field(max_length=6, description="The half-year whose data it rests on.")
    until_on: date = Field(description="The day after its last.")


class SupervisionDialogue(ResponseSchema):
    """The round's dialogue."""

    id: UUID
    status: DialogueStatus
    planned_for: datetime = Field(description="When it begins.")
    held_on: date | None = Field(description="The day on which it was held.")


class SupervisionTheme(ResponseSchema):
    """The focus areas of an institution that lean on one theme of the running cycle."""

    theme_id: UUID
    theme_title: str = Field(max_length=200)
    proposed: int = Field(ge=0, le=_MANY, description="Proposed, not chosen yet.")
    chosen: int = Field(ge=0, le=_MANY, description="Chosen, being worked on.")
    completed: int = Field(ge=0, le=_MANY, description="Completed.")


class LastFollowUp(ResponseSchema):
    """The last follow-up that was held."""

    id: UUID
    held_on: date = Field(description="The day on which it was held.")
    assessment: Assessment = Field(description="What it found.")
    next_due_on: date = Field(description="By when the next one is due.")


class NextFollowUp(ResponseSchema):
    """The next follow-up that is planned."""

    id: UUID
    planned_for: datetime = Field(description="When it begins.")


class OpenHeightenedSupervision(ResponseSchema):
    """An open heightened supervision of the institution, or of a department of it."""

    id: UUID
    institution_id: UUID
    severity: Severity = Field(description="How serious the concern is.")
    opened_on: date = Field(description="The day on which it was opened.")
    action_plan_due_on: date | None = Field(description="By when a serious concern has its action plan.")
    action_plan_missing: bool = Field(description="Serious, and without any action yet.")


class SupervisionLine(ResponseSchema):
    """Where an institution stands. What comes from follow-ups is null for those whom it is not for."""

    institution_id: UUID
    institution_name: str = Field(max_length=132)
    kind: Kind
    area: Area
    participation: Participation = Field(description="What it takes part in.")
    district_id: UUID | None
    district_name: str | None = Field(max_length=200)
    round: SupervisionRound | None = Field(
        description="The round that today falls in; null outside of cycles, and where it takes part in follow-ups only."
    )
    dialogue: SupervisionDialogue | None = Field(description="The round's dialogue, cancelled ones aside.")
    lacking: list[Lacking] | None = Field(
        max_length=4,
        description="What the evidence lacks: of what the held dialogue rested on, before that of what is there; "
        "null without a round.",
    )
    focus_areas: list[SupervisionTheme] = Field(max_length=1000, description="Its focus areas, by theme.")
    agreements_open: int = Field(ge=0, le=_MANY, description="Open agreements that the caller sees.")
    agreements_overdue: int = Field(ge=0, le=_MANY, description="Those of them whose day has passed.")
    with_follow_ups: bool = Field(description="Whether the caller is shown what comes from follow-ups.")
    last_follow_up: LastFollowUp | None = Field(description="The last one that was held.")
    next_follow_up: NextFollowUp | None = Field(description="The next one that is planned.")
    heightened_supervision: list[OpenHeightenedSupervision] | None = Field(
        max_length=1000, description="What is open, its departments' too."
    )
    flags: list[Flag] = Field(max_length=9, description="What to look at.")


class FlagCounts(ResponseSchema):
    """How many institutions have each flag."""

    dialogue_overdue: int = Field(ge=0, le=_MANY, description="A dialogue is overdue.")
    no_focus_area: int = Field(ge=0, le=_MANY, description="No focus area in the running cycle.")
    one_sided_evidence: int = Field(ge=0, le=_MANY, description="Figures only, or voices only.")
    no_child_voice: int = Field(ge=0, le=_MANY, description="No child is heard.")
    no_parent_voice: int = Field(ge=0, le=_MANY, description="No parent is heard.")
    agreement_overdue: int = Field(ge=0, le=_MANY, description="An agreement's day has passed.")
    follow_up_overdue: int = Field(ge=0, le=_MANY, description="A follow-up is due.")
    action_plan_missing: int = Field(ge=0, le=_MANY, description="A serious concern has no plan.")
    heightened_supervision: int = Field(ge=0, le=_MANY, description="Heightened supervision is open.")


class Coverage(ResponseSchema):
    """How far a group of institutions has come."""

    institutions: int = Field(ge=0, le=_MANY, description="Institutions that take part.")
    in_dialogues: int = Field(ge=0, le=_MANY, description="Those in dialogues, with a round that today falls in.")
    dialogues_planned: int = Field(ge=0, le=_MANY, description="Those whose dialogue of the round is planned.")
    dialogues_held: int = Field(ge=0, le=_MANY, description="Those whose dialogue of the round has been held.")
    with_focus_area: int = Field(ge=0, le=_MANY, description="Those with a chosen or completed focus area.")
    followed_up: int = Field(ge=0, le=_MANY, description="Institutions with a follow-up that was held, not overdue.")
    flagged: int = Field(ge=0, le=_MANY, description="Institutions with any flag.")
    flags: FlagCounts = Field(description="How many have each flag.")


class SupervisionGroup(Coverage):
    """How far the institutions of one kind in one district have come."""

    district_id: UUID | None = Field(description="Null: directly under the municipality.")
    district_name: str | None = Field(max_length=200)
    kind: Kind


class SupervisionSummary(ResponseSchema):
    """How far all in reach have come, by district and kind."""

    as_of: date = Field(description="The day that it is about (Danish civil time).")
    groups: list[SupervisionGroup] = Field(max_length=10_000, description="By district and kind; none is ranked.")
    total: Coverage = Field(description="All of them together.")
