"""Schemas of threads."""

from datetime import date
from uuid import UUID

from pydantic import Field

from api.agreements.models import AgreementStatus
from api.core.schemas import ResponseSchema
from api.evidence.models import EvidenceKind
from api.focus_areas.models import Decision, Development, FocusAreaStatus
from api.institutions.models import Area
from api.stakeholder_input.models import Voice
from api.themes.models import ThemeStatus

_MANY = 2**31


class ThreadTheme(ResponseSchema):
    """The theme of a thread."""

    id: UUID
    title: str = Field(max_length=200, description="The title.")
    cycle_id: UUID
    cycle_title: str = Field(max_length=200)
    area: Area
    status: ThemeStatus


class StatusCounts(ResponseSchema):
    """The number of focus areas by status."""

    proposed: int = Field(ge=0, le=_MANY, description="Proposed, but not chosen yet.")
    chosen: int = Field(ge=0, le=_MANY, description="Chosen and in progress.")
    completed: int = Field(ge=0, le=_MANY, description="Completed.")
    dropped: int = Field(ge=0, le=_MANY, description="Dropped.")


class DevelopmentCounts(ResponseSchema):
    """The number of focus areas by their latest development."""

    none: int = Field(ge=0, le=_MANY, description="No signs seen.")
    some: int = Field(ge=0, le=_MANY, description="Some signs seen.")
    clear: int = Field(ge=0, le=_MANY, description="Clear signs seen.")
    reached: int = Field(ge=0, le=_MANY, description="The goal is reached.")


class AgreementCounts(ResponseSchema):
    """The number of agreements by status."""

    open: int = Field(ge=0, le=_MANY, description="Open.")
    done: int = Field(ge=0, le=_MANY, description="Done.")
    dropped: int = Field(ge=0, le=_MANY, description="Dropped.")


class ThreadCounts(ResponseSchema):
    """The counts at each step of a thread."""

    institutions: int = Field(ge=0, le=_MANY, description="Institutions with a focus area for the theme.")
    discussions: int = Field(ge=0, le=_MANY, description="Institutions' discussions of the theme.")
    focus_areas: StatusCounts = Field(description="Focus areas by status.")
    dialogues: int = Field(ge=0, le=_MANY, description="Held dialogues with decisions about these focus areas.")
    decisions: int = Field(ge=0, le=_MANY, description="Decisions about these focus areas.")
    development: DevelopmentCounts = Field(description="Focus areas by their latest development.")
    agreements: AgreementCounts = Field(description="Agreements that contribute to these focus areas, by status.")
    outcomes: int = Field(ge=0, le=_MANY, description="Focus areas with an outcome.")


class ThreadDiscussion(ResponseSchema):
    """An institution's discussion of a theme."""

    id: UUID
    institution_id: UUID | None
    institution_name: str | None = Field(max_length=132)
    voice: Voice = Field(description="The group that discussed the theme.")
    people_count: int = Field(ge=0, le=_MANY, description="The number of people who took part.")
    collected_on: date = Field(description="The day of the discussion.")
    text: str | None = Field(
        max_length=10_000, description="The text of the discussion; null if the caller may not read it."
    )


class ThreadDecision(ResponseSchema):
    """A held dialogue's decision about a focus area."""

    dialogue_id: UUID
    round: int = Field(ge=1, le=100, description="The round of the dialogue.")
    held_on: date = Field(description="The day it was held.")
    decision: Decision = Field(description="The decision.")
    development: Development | None = Field(description="How far the signs of the focus area were visible.")
    note: str | None = Field(max_length=10_000, description="The note on the decision.")


class ThreadAgreement(ResponseSchema):
    """An agreement that contributes to a focus area."""

    id: UUID
    text: str = Field(max_length=10_000, description="What was agreed.")
    responsible: str = Field(max_length=200, description="The person responsible.")
    due_on: date = Field(description="The due date.")
    status: AgreementStatus


class ThreadFocusArea(ResponseSchema):
    """A focus area with its decisions, agreements and outcome."""

    id: UUID
    institution_id: UUID
    institution_name: str = Field(max_length=132)
    title: str = Field(max_length=200, description="The title.")
    status: FocusAreaStatus
    development: Development | None = Field(description="The development according to the latest dialogue.")
    outcome: str | None = Field(max_length=10_000, description="The outcome.")
    continues_id: UUID | None = Field(description="The focus area of an earlier cycle that it continues.")
    decisions: list[ThreadDecision] = Field(
        max_length=100, description="The decisions of dialogues, in the order they were held."
    )
    agreements: list[ThreadAgreement] = Field(max_length=1000, description="The agreements, by due date.")


class ThemeThread(ResponseSchema):
    """The thread of a theme: within the caller's reach, or only counts of the whole municipality."""

    theme: ThreadTheme = Field(description="The theme.")
    counts: ThreadCounts = Field(description="The counts at each step.")
    discussions: list[ThreadDiscussion] | None = Field(
        max_length=20_000, description="Institutions' discussions of the theme; null for callers who see only counts."
    )
    focus_areas: list[ThreadFocusArea] | None = Field(
        max_length=20_000, description="The focus areas for the theme; null for callers who see only counts."
    )


class RelatedFocusArea(ResponseSchema):
    """A focus area of another cycle that continues this one or is continued by it."""

    id: UUID
    title: str = Field(max_length=200, description="The title.")
    theme_id: UUID
    theme_title: str = Field(max_length=200)
    status: FocusAreaStatus
    outcome: str | None = Field(max_length=10_000, description="The outcome.")


class ThreadEvidence(ResponseSchema):
    """A reference to the pinned evidence of a dialogue; the dialogue itself has its content."""

    kind: EvidenceKind = Field(description="The kind of evidence.")
    id: UUID
    title: str | None = Field(
        max_length=200, description="The title of the indicator or guide; null for stakeholder input."
    )
    period: str | None = Field(max_length=9, description="The period of a measurement.")
    voice: Voice | None = Field(description="The voice of stakeholder input.")


class FollowedDecision(ThreadDecision):
    """A held dialogue's decision about a focus area, with its evidence."""

    evidence: list[ThreadEvidence] | None = Field(
        max_length=1000, description="The evidence cited in the dialogue; null if the caller may not read its circle."
    )


class FollowedFocusArea(ThreadFocusArea):
    """A focus area with its decisions and their evidence, agreements and outcome."""

    decisions: list[FollowedDecision] = Field(  # type: ignore[assignment]  # narrows the type of the items
        max_length=100, description="The decisions of dialogues, in the order they were held."
    )


class FocusAreaThread(ResponseSchema):
    """The thread of a focus area: its theme and discussions, its results, and related focus areas of other cycles."""

    theme: ThreadTheme = Field(description="The theme of the focus area.")
    discussions: list[ThreadDiscussion] = Field(
        max_length=1000, description="The institution's discussions of the theme."
    )
    focus_area: FollowedFocusArea = Field(description="The focus area with its results.")
    continues: RelatedFocusArea | None = Field(description="The focus area of an earlier cycle that it continues.")
    continued_by: list[RelatedFocusArea] = Field(
        max_length=100, description="The focus areas of later cycles that continue it."
    )
