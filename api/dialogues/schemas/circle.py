"""The learning circle: its steps and their order, what is written at each, and the prompts that ask for it."""

from uuid import UUID

from pydantic import Field

from api.core.field_types import EnumValue, FreeText, ResourceId
from api.core.schemas import RequestSchema, ResponseSchema
from api.dialogues.models import Step
from api.evidence.models import EvidenceKind
from api.http.list_parameters import QueryInteger


class Citation(RequestSchema):
    """A piece of evidence, as it is cited."""

    kind: EnumValue[EvidenceKind] = Field(description="Which kind of evidence.")
    id: ResourceId = Field(description="The measurement, observation or input.")


class EntryShape(RequestSchema):
    """Something that is written at a step of the circle."""

    step: EnumValue[Step] = Field(description="The step that it belongs to.")
    focus_area_id: ResourceId | None = Field(None, description="The focus area that it concerns; null: all of them.")
    text: FreeText = Field(description="What is said.")
    cited: list[Citation] = Field([], max_length=100, description="The evidence that it rests on.")


class CircleShape(RequestSchema):
    """All that the circle says from now on; what is not in it is gone."""

    entries: list[EntryShape] = Field(max_length=200, description="Its entries; they are kept in the order of steps.")


class CitationPublic(ResponseSchema):
    """A piece of evidence, as it is cited."""

    kind: EvidenceKind
    id: UUID


class EntryPublic(ResponseSchema):
    """Something written at a step of the circle, as it is answered."""

    id: UUID
    step: Step
    focus_area_id: UUID | None
    focus_area_title: str | None = Field(max_length=200)
    text: str | None = Field(max_length=10_000, description="What is said; null: it was taken out.")
    cited: list[CitationPublic] = Field(max_length=100)


class PromptShape(RequestSchema):
    """What the circle asks at one step."""

    step: EnumValue[Step] = Field(description="The step.")
    prompt: FreeText = Field(description="The question, in the words of the municipality.")


class PromptsShape(RequestSchema):
    """A new revision of the circle's prompts."""

    prompts: list[PromptShape] = Field(min_length=6, max_length=6, description="One prompt for each step.")


class PromptsQuery(RequestSchema):
    """Which revision of the circle's prompts is asked for."""

    model_config = {"extra": "forbid", "strict": False}

    number: QueryInteger | None = Field(None, ge=1, le=1_000_000, description="Their revision; absent: the newest.")


class PromptPublic(ResponseSchema):
    """What the circle asks at one step."""

    step: Step
    prompt: str = Field(max_length=10_000)


class PromptsPublic(ResponseSchema):
    """The circle's prompts in one revision."""

    number: int = Field(ge=1, description="Their revision; a held dialogue keeps the one it was held by.")
    prompts: list[PromptPublic] = Field(max_length=6)
