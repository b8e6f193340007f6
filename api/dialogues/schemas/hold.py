"""Schemas of holding a dialogue: decisions, the complete response, corrections, redaction and the agenda."""

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
    """A decision about a focus area."""

    focus_area_id: ResourceId = Field(description="The focus area.")
    decision: EnumValue[Decision] = Field(description="The decision.")
    development: EnumValue[Development] | None = Field(
        None, description="How far the signs of the focus area are visible."
    )
    note: FreeText | None = Field(None, description="A note on the decision.")
    outcome: FreeText | None = Field(None, description="The outcome of the focus area; stored with the focus area.")


class DialogueHold(RequestSchema):
    """The results of a dialogue; all of them are stored, or none."""

    held_on: CalendarDate | None = Field(
        None, description="The day it was held, within the round and not in the future; absent: today."
    )
    decisions: list[DecisionShape] = Field([], max_length=100, description="The decisions about focus areas.")
    agreements: list[AgreementCreate] = Field([], max_length=100, description="New agreements.")
    taken_up: list[TakenUp] = Field(
        [], max_length=200, description="The outcome of each open agreement from earlier conversations."
    )
    attended: list[ResourceId] | None = Field(
        None, max_length=50, description="The ids of the participants who attended; all others did not."
    )
    because: OverrideReasons | None = Field(
        None,
        max_length=5,
        description="Reasons for overriding a rule (`outside-the-round`, `one-sided-evidence`), by its code.",
    )


class DialogueCorrection(CorrectionCreate):
    """A correction of a held dialogue or, with `part_id`, of a part of it."""

    part_id: ResourceId | None = Field(
        None, description="The decision, circle entry or participant to correct; absent: the dialogue itself."
    )


class DialogueRedact(RequestSchema):
    """A text of a dialogue to redact; its place and the reason remain visible."""

    part_id: ResourceId | None = Field(
        None,
        description="The circle entry (its text), decision (its note) or participant (their name); "
        "null: the dialogue's reason for cancellation.",
    )
    reason: Line = Field(
        description="The reason, shown with the dialogue; it must not repeat any of the redacted text."
    )


class DecisionPublic(ResponseSchema):
    """A decision about a focus area."""

    id: UUID
    focus_area_id: UUID
    focus_area_title: str = Field(max_length=200)
    decision: Decision
    development: Development | None
    note: str | None = Field(max_length=10_000)


class TakenUpPublic(ResponseSchema):
    """The outcome of an earlier agreement that a conversation took up."""

    agreement_id: UUID
    text: str = Field(max_length=10_000, description="What was agreed.")
    outcome: AgreementOutcome = Field(description="Whether the agreement continues, is done or is dropped.")
    note: str | None = Field(max_length=10_000, description="A note on the outcome.")


class DialoguePublic(DialogueLine):
    """A single dialogue; parts that the caller may not read are null."""

    participants: list[ParticipantPublic] = Field(max_length=50)
    circle: list[EntryPublic] | None = Field(
        max_length=200, description="The entries of the circle, in the order of the steps."
    )
    evidence: list[PiecePublic] | None = Field(
        max_length=20_000, description="The cited evidence, pinned when the dialogue was held."
    )
    decisions: list[DecisionPublic] | None = Field(max_length=100, description="The decisions about focus areas.")
    agreements: list[AgreementPublic] | None = Field(max_length=100, description="The agreements made in the dialogue.")
    taken_up: list[TakenUpPublic] | None = Field(
        max_length=200, description="Earlier agreements that the dialogue took up."
    )
    corrections: list[CorrectionPublic] = Field(
        max_length=1000, description="Corrections and redactions, oldest first."
    )
    reasons: list[ReasonPublic] = Field(max_length=100, description="Reasons for overriding rules.")


class Judgement(ResponseSchema):
    """An earlier dialogue's decision about a focus area."""

    dialogue_id: UUID
    round: int = Field(ge=1, le=100, description="The round of the dialogue.")
    decision: Decision = Field(description="The decision.")
    development: Development | None = Field(description="How far the signs of the focus area were visible.")


class AgendaFocusArea(ResponseSchema):
    """A focus area on the agenda, with its development over earlier dialogues."""

    id: UUID
    institution_id: UUID
    title: str = Field(max_length=200, description="The title of the focus area.")
    theme_title: str = Field(max_length=200, description="The title of its theme.")
    challenge: str | None = Field(max_length=10_000, description="The concrete challenge.")
    goal: str | None = Field(max_length=10_000, description="The goal.")
    signs: str | None = Field(max_length=10_000, description="The signs that show that the goal is being reached.")
    status: FocusAreaStatus = Field(description="The status of the focus area.")
    development: Development | None = Field(description="The development according to the latest dialogue.")
    dialogues: list[Judgement] = Field(
        max_length=100, description="The decisions of earlier dialogues, in the order they were held."
    )


class AgendaPublic(ResponseSchema):
    """The agenda of a dialogue. A held dialogue shows what it dealt with; a cancelled one has no content."""

    dialogue: DialogueLine = Field(description="The planning of the dialogue.")
    participants: list[ParticipantPublic] = Field(max_length=50, description="The participants.")
    agreements: list[AgreementPublic] = Field(
        max_length=1000, description="Open agreements to take up; for a held dialogue those that it took up."
    )
    focus_areas: list[AgendaFocusArea] = Field(
        max_length=1000,
        description="Proposed and chosen focus areas; for a held dialogue those that it decided about.",
    )
    evidence: list[PiecePublic] = Field(
        max_length=20_000, description="The evidence that can be cited; for a held dialogue the pinned evidence."
    )
    lacking: list[Lacking] = Field(max_length=4, description="The kinds of evidence that are missing.")
    prompts: list[PromptPublic] = Field(max_length=6, description="The prompts of the learning circle.")
