"""Holding a dialogue: what is decided and agreed, how the whole of it is answered, and what may be corrected."""

from uuid import UUID

from pydantic import Field

from api.agreements.models import AgreementOutcome
from api.agreements.schemas import AgreementCreate, AgreementPublic, TakenUp
from api.core.field_types import CalendarDate, EnumValue, FreeText, Line, ResourceId
from api.core.schemas import RequestSchema, ResponseSchema
from api.dialogues.schemas.circle import EntryPublic, PromptPublic
from api.dialogues.schemas.plan import DialogueLine, ParticipantPublic
from api.evidence.models import Lacking
from api.evidence.schemas import PiecePublic
from api.focus_areas.models import Decision, Development, FocusAreaStatus
from api.redaction.schemas import CorrectionCreate, CorrectionPublic, OverrideReasons, ReasonPublic


class DecisionShape(RequestSchema):
    """What is decided about a focus area."""

    focus_area_id: ResourceId = Field(description="The focus area.")
    decision: EnumValue[Decision] = Field(description="What is decided.")
    development: EnumValue[Development] | None = Field(None, description="How far its signs are seen.")
    note: FreeText | None = Field(None, description="Why, and how.")
    outcome: FreeText | None = Field(None, description="What came of the focus area; kept with it.")


class DialogueHold(RequestSchema):
    """What a dialogue ended in; all of it is carried out at once, or nothing."""

    held_on: CalendarDate | None = Field(
        None, description="The day, within the round; today if absent, never a later one."
    )
    decisions: list[DecisionShape] = Field([], max_length=100, description="What was decided about focus areas.")
    agreements: list[AgreementCreate] = Field([], max_length=100, description="New agreements.")
    taken_up: list[TakenUp] = Field([], max_length=200, description="What became of earlier agreements; each open one.")
    attended: list[ResourceId] | None = Field(
        None, max_length=50, description="The ids of the participants who came; the others did not."
    )
    because: OverrideReasons | None = Field(
        None,
        max_length=5,
        description="Why a rule is set aside (`outside-the-round`, `one-sided-evidence`), by its code.",
    )


class DialogueCorrection(CorrectionCreate):
    """A correction beside a held dialogue: of the dialogue itself or, with `part_id`, of something in it."""

    part_id: ResourceId | None = Field(None, description="The decision, circle entry or participant that is corrected.")


class DialogueRedact(RequestSchema):
    """Words are taken out of a dialogue; their place and the reason remain."""

    part_id: ResourceId | None = Field(
        None,
        description="The circle entry, decision (its note) or participant (their name); null: why it is cancelled.",
    )
    reason: Line = Field(description="Why. It is shown with the dialogue: nothing of what is taken out.")


class DecisionPublic(ResponseSchema):
    """What was decided about a focus area, as it is answered."""

    id: UUID
    focus_area_id: UUID
    focus_area_title: str = Field(max_length=200)
    decision: Decision
    development: Development | None
    note: str | None = Field(max_length=10_000)


class TakenUpPublic(ResponseSchema):
    """What a dialogue said of an earlier agreement, as it is answered."""

    agreement_id: UUID
    text: str = Field(max_length=10_000, description="What was to be done.")
    outcome: AgreementOutcome = Field(description="Whether it goes on, is done, or is dropped.")
    note: str | None = Field(max_length=10_000, description="What was said about it.")


class DialoguePublic(DialogueLine):
    """A dialogue as it is answered by itself; what the caller may not read of it is null."""

    participants: list[ParticipantPublic] = Field(max_length=50)
    circle: list[EntryPublic] | None = Field(max_length=200, description="Its circle, in the order of the steps.")
    evidence: list[PiecePublic] | None = Field(max_length=20_000, description="What it rested on, pinned.")
    decisions: list[DecisionPublic] | None = Field(max_length=100, description="What was decided about focus areas.")
    agreements: list[AgreementPublic] | None = Field(max_length=100, description="The agreements that it made.")
    taken_up: list[TakenUpPublic] | None = Field(max_length=200, description="Earlier ones that it took up.")
    corrections: list[CorrectionPublic] = Field(max_length=1000, description="What was mended since, oldest first.")
    reasons: list[ReasonPublic] = Field(max_length=100, description="Why rules were set aside.")


class Judgement(ResponseSchema):
    """What an earlier dialogue said of a focus area."""

    dialogue_id: UUID
    round: int = Field(ge=1, le=100, description="The dialogue's round.")
    decision: Decision = Field(description="What was decided.")
    development: Development | None = Field(description="How far its signs were seen.")


class AgendaFocusArea(ResponseSchema):
    """A focus area on the agenda, with its development over the dialogues."""

    id: UUID
    institution_id: UUID
    title: str = Field(max_length=200, description="What it is called.")
    theme_title: str = Field(max_length=200, description="The theme that it leans on.")
    challenge: str | None = Field(max_length=10_000, description="The concrete challenge.")
    goal: str | None = Field(max_length=10_000, description="What is to become better.")
    signs: str | None = Field(max_length=10_000, description="What will be seen when it works.")
    status: FocusAreaStatus = Field(description="Where it stands.")
    development: Development | None = Field(description="The latest dialogue's judgement.")
    dialogues: list[Judgement] = Field(max_length=100, description="What dialogues decided, in order.")


class AgendaPublic(ResponseSchema):
    """All that the meeting needs, in one answer; of a held dialogue what it dealt with, of a cancelled one nothing."""

    dialogue: DialogueLine = Field(description="Its planning.")
    participants: list[ParticipantPublic] = Field(max_length=50, description="Who takes part.")
    agreements: list[AgreementPublic] = Field(
        max_length=1000, description="Open ones, to be taken up; once it is held, those that it took up."
    )
    focus_areas: list[AgendaFocusArea] = Field(
        max_length=1000, description="Those proposed or chosen; once it is held, those it decided about."
    )
    evidence: list[PiecePublic] = Field(
        max_length=20_000, description="What it can rest on; once it is held, what it rested on."
    )
    lacking: list[Lacking] = Field(max_length=4, description="What the evidence lacks.")
    prompts: list[PromptPublic] = Field(max_length=6, description="What the circle asks.")
