"""Schemas of the learning circle: its entries, their citations and the prompts of its steps."""

from uuid import UUID

from pydantic import Field

from api.core.field_types import EnumValue, FreeText, ResourceId
from api.core.schemas import RequestSchema, ResponseSchema
from api.dialogues.models import Step
from api.evidence.models import EvidenceKind
from api.http.list_parameters import QueryInteger


class Citation(RequestSchema):
    """A reference to a piece of evidence."""

    kind: EnumValue[EvidenceKind] = Field(description="The kind of evidence.")
    id: ResourceId = Field(description="The measurement, observation or stakeholder input.")


class EntryShape(RequestSchema):
    """An entry at a step of the circle."""

    step: EnumValue[Step] = Field(description="The step of the circle.")
    focus_area_id: ResourceId | None = Field(None, description="The focus area it is about; null: all focus areas.")
    text: FreeText = Field(description="The text of the entry.")
    cited: list[Citation] = Field([], max_length=100, description="The evidence that the entry cites.")


class CircleShape(RequestSchema):
    """The complete content of the circle; it replaces all earlier entries."""

    entries: list[EntryShape] = Field(
        max_length=200, description="The entries; they are stored in the order of the steps."
    )


class CitationPublic(ResponseSchema):
    """A reference to a piece of evidence."""

    kind: EvidenceKind
    id: UUID


class EntryPublic(ResponseSchema):
    """An entry at a step of the circle."""

    id: UUID
    step: Step
    focus_area_id: UUID | None
    focus_area_title: str | None = Field(max_length=200)
    text: str | None = Field(max_length=10_000, description="The text of the entry; null: redacted.")
    cited: list[CitationPublic] = Field(max_length=100)


class PromptShape(RequestSchema):
    """The prompt of one step of the circle."""

    step: EnumValue[Step] = Field(description="The step of the circle.")
    prompt: FreeText = Field(description="The question, in the municipality's own words.")


class PromptsShape(RequestSchema):
    """A new revision of the circle's prompts."""

    prompts: list[PromptShape] = Field(min_length=6, max_length=6, description="One prompt for each step.")


class PromptsQuery(RequestSchema):
    """The requested revision of the circle's prompts."""

    model_config = {"extra": "forbid", "strict": False}

    number: QueryInteger | None = Field(
        None, ge=1, le=1_000_000, description="The revision number; absent: the newest revision."
    )


class PromptPublic(ResponseSchema):
    """The prompt of one step of the circle."""

    step: Step
    prompt: str = Field(max_length=10_000)


class PromptsPublic(ResponseSchema):
    """A revision of the circle's prompts."""

    number: int = Field(
        ge=1, description="The revision number; a held dialogue keeps the revision that was in force then."
    )
    prompts: list[PromptPublic] = Field(max_length=6)
