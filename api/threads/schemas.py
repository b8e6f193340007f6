"""Threads, as they are returned."""

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
    """The theme that a thread begins with."""

    id: UUID
    title: str = Field(max_length=200, description="What it is called.")
    cycle_id: UUID
    cycle_title: str = Field(max_length=200)
    area: Area
    status: ThemeStatus


class StatusCounts(ResponseSchema):
    """How many focus areas stand where."""

    proposed: int = Field(ge=0, le=_MANY, description="Proposed, not chosen yet.")
    chosen: int = Field(ge=0, le=_MANY, description="Chosen, being worked on.")
    completed: int = Field(ge=0, le=_MANY, description="Completed.")
    dropped: int = Field(ge=0, le=_MANY, description="Dropped.")


class DevelopmentCounts(ResponseSchema):
    """How many focus areas have come how far, as their latest dialogues judged."""

    none: int = Field(ge=0, le=_MANY, description="No signs seen.")
    some: int = Field(ge=0, le=_MANY, description="Some signs seen.")
    clear: int = Field(ge=0, le=_MANY, description="Clear signs seen.")
    reached: int = Field(ge=0, le=_MANY, description="The goal is reached.")


class AgreementCounts(ResponseSchema):
    """How many agreements stand where."""

    open: int = Field(ge=0, le=_MANY, description="Still to be done.")
    done: int = Field(ge=0, le=_MANY, description="Done.")
    dropped: int = Field(ge=0, le=_MANY, description="Dropped.")


class ThreadCounts(ResponseSchema):
    """How much there is at each step of a thread."""

    institutions: int = Field(ge=0, le=_MANY, description="Institutions that have a focus area leaning on the theme.")
    discussions: int = Field(ge=0, le=_MANY, description="Institutions' discussions of the theme.")
    focus_areas: StatusCounts = Field(description="Focus areas by their status.")
    dialogues: int = Field(ge=0, le=_MANY, description="Held dialogues that decided about them.")
    decisions: int = Field(ge=0, le=_MANY, description="What those decided, in number.")
    development: DevelopmentCounts = Field(description="Focus areas by their latest judged development.")
    agreements: AgreementCounts = Field(description="Agreements that serve them, by status.")
    outcomes: int = Field(ge=0, le=_MANY, description="Focus areas of which it is said what came of them.")


class ThreadDiscussion(ResponseSchema):
    """An institution's discussion of a theme."""

    id: UUID
    institution_id: UUID | None
    institution_name: str | None = Field(max_length=132)
    voice: Voice = Field(description="Who discussed it.")
    people_count: int = Field(ge=0, le=_MANY, description="How many took part.")
    collected_on: date = Field(description="The day of the discussion.")
    text: str | None = Field(max_length=10_000, description="What was said; null where it is not the caller's to read.")


class ThreadDecision(ResponseSchema):
    """What a held dialogue decided about a focus area."""

    dialogue_id: UUID
    round: int = Field(ge=1, le=100, description="The dialogue's round.")
    held_on: date = Field(description="The day on which it was held.")
    decision: Decision = Field(description="What was decided.")
    development: Development | None = Field(description="How far its signs were seen.")
    note: str | None = Field(max_length=10_000, description="Why, and how.")


class ThreadAgreement(ResponseSchema):
    """An agreement that serves a focus area."""

    id: UUID
    text: str = Field(max_length=10_000, description="What is to be done.")
    responsible: str = Field(max_length=200, description="Who does it.")
    due_on: date = Field(description="By when.")
    status: AgreementStatus


class ThreadFocusArea(ResponseSchema):
    """A focus area with what dialogues decided, what was agreed, and what came of it."""

    id: UUID
    institution_id: UUID
    institution_name: str = Field(max_length=132)
    title: str = Field(max_length=200, description="What it is called.")
    status: FocusAreaStatus
    development: Development | None = Field(description="The latest dialogue's judgement.")
    outcome: str | None = Field(max_length=10_000, description="What came of it.")
    continues_id: UUID | None = Field(description="The one of an earlier cycle that it goes on from.")
    decisions: list[ThreadDecision] = Field(max_length=100, description="What dialogues decided, in order.")
    agreements: list[ThreadAgreement] = Field(max_length=1000, description="What was agreed, by the day it is due.")


class ThemeThread(ResponseSchema):
    """A theme's thread: within the caller's reach, or for council and networks the counts of the whole."""

    theme: ThreadTheme = Field(description="Where it begins.")
    counts: ThreadCounts = Field(description="How much there is at each step.")
    discussions: list[ThreadDiscussion] | None = Field(
        max_length=20_000, description="Institutions' discussions of it; null for who sees counts only."
    )
    focus_areas: list[ThreadFocusArea] | None = Field(
        max_length=20_000, description="The focus areas that lean on it; null for who sees counts only."
    )


class RelatedFocusArea(ResponseSchema):
    """A focus area of another cycle that is the same work."""

    id: UUID
    title: str = Field(max_length=200, description="What it is called.")
    theme_id: UUID
    theme_title: str = Field(max_length=200)
    status: FocusAreaStatus
    outcome: str | None = Field(max_length=10_000, description="What came of it.")


class ThreadEvidence(ResponseSchema):
    """A piece of evidence that a dialogue rested on; the dialogue itself shows it as it was."""

    kind: EvidenceKind = Field(description="Which of the three kinds it is.")
    id: UUID
    title: str | None = Field(max_length=200, description="The indicator's or the guide's title; null: what was said.")
    period: str | None = Field(max_length=9, description="Of a figure: the period.")
    voice: Voice | None = Field(description="Of what was said: who speaks.")


class FollowedDecision(ThreadDecision):
    """What a held dialogue decided about a focus area, and what it rested on."""

    evidence: list[ThreadEvidence] | None = Field(
        max_length=1000, description="What the dialogue rested on; null where its circle is not the caller's to read."
    )


class FollowedFocusArea(ThreadFocusArea):
    """A focus area with what dialogues decided and rested on, what was agreed, and what came of it."""

    decisions: list[FollowedDecision] = Field(  # type: ignore[assignment]  # narrower
        max_length=100, description="What dialogues decided, in order."
    )


class FocusAreaThread(ResponseSchema):
    """The thread from a focus area's end: back to its theme, on to its results, and to the cycles beside."""

    theme: ThreadTheme = Field(description="The theme that it leans on.")
    discussions: list[ThreadDiscussion] = Field(max_length=1000, description="The institution's discussions of it.")
    focus_area: FollowedFocusArea = Field(description="The focus area with all that came of it.")
    continues: RelatedFocusArea | None = Field(description="The one of an earlier cycle that it goes on from.")
    continued_by: list[RelatedFocusArea] = Field(max_length=100, description="Those that go on from it.")
