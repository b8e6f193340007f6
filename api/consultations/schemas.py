"""Request and response schemas of consultations, and of answers by link."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.access.models import UnitKind
from api.consultations.models import ConsultationState, QuestionType
from api.core.field_types import CalendarDate, EnumValue, FreeText, Key, Line, ResourceId, ShortLine
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema, ResponseSchema
from api.http.list_parameters import ListParameters
from api.stakeholder_input.models import AgeGroup, Voice

_TITLE = "The title of the consultation."
_PURPOSE = "What the answers are used for, written for the people who answer."
_NOTICE = "What is stored of an answer and who can read it, written for the people who answer."
_QUESTIONS = "The questions, in order."
_OPENS = "The first day on which answers are accepted."
_CLOSES = "The first day on which answers are no longer accepted."
_THEME = "The decided theme that it is about; only institutions of the theme's kinds are covered."
_KEY = "Identifies the question in answers; unique within the consultation."
_QUESTION = "The question, written for the people who answer."
_CHOICES = "The possible answers; only for the type `choice`."
_VOICES = "The voices that answer the question."
_SECRET = "The secret of the link that opens the questions without an account."  # noqa: S105  # its description


class QuestionShape(RequestSchema):
    """A question of a consultation."""

    key: Key = Field(description=_KEY)
    text: Line = Field(description=_QUESTION)
    type: EnumValue[QuestionType] = Field(description="The type of answer; a smiley is a number from 1 to 5.")
    choices: list[ShortLine] | None = Field(None, min_length=2, max_length=20, description=_CHOICES)
    voices: list[EnumValue[Voice]] = Field(min_length=1, max_length=9, description=_VOICES)


class ConsultationCreate(RequestSchema):
    """A new consultation."""

    unit_id: ResourceId | None = Field(
        None, description="The institution or district that is covered; absent for the whole municipality."
    )
    title: Line = Field(description=_TITLE)
    purpose: FreeText = Field(description=_PURPOSE)
    privacy_notice: FreeText = Field(description=_NOTICE)
    questions: list[QuestionShape] = Field(min_length=1, max_length=50, description=_QUESTIONS)
    theme_id: ResourceId | None = Field(None, description=_THEME)
    opens_on: CalendarDate = Field(description=_OPENS)
    closes_on: CalendarDate = Field(description=_CLOSES)


class ConsultationUpdate(PatchSchema):
    """Changes to a consultation that has not opened (JSON merge patch)."""

    title: Line = Field("", description=_TITLE)
    purpose: FreeText = Field("", description=_PURPOSE)
    privacy_notice: FreeText = Field("", description=_NOTICE)
    questions: list[QuestionShape] = Field([], min_length=1, max_length=50, description=_QUESTIONS)
    theme_id: ResourceId | None = Field(None, description=_THEME)
    opens_on: CalendarDate = Field(date(2000, 1, 1), description=_OPENS)
    closes_on: CalendarDate = Field(date(2000, 1, 1), description=_CLOSES)


class ConsultationExtend(RequestSchema):
    """Extension of a consultation."""

    closes_on: CalendarDate = Field(description=_CLOSES)


class LinkShape(RequestSchema):
    """The institution and voice of a link."""

    institution_id: ResourceId = Field(description="The institution.")
    voice: EnumValue[Voice] = Field(description="The voice that answers with the link.")


class QuestionPublic(ResponseSchema):
    """A question in a response."""

    key: str = Field(max_length=64, description=_KEY)
    text: str = Field(max_length=200, description=_QUESTION)
    type: QuestionType = Field(description="The type of answer.")
    choices: list[Annotated[str, Field(max_length=64)]] | None = Field(max_length=20, description=_CHOICES)


class AskedQuestion(QuestionPublic):
    """A question with its voices, for those who manage the consultation."""

    voices: list[Voice] = Field(max_length=9, description=_VOICES)


class ConsultationPublic(ResourceSchema):
    """A consultation in a response."""

    unit_id: UUID = Field(description="The institution or district that is covered, or the municipality.")
    unit_name: str = Field(max_length=200, description="The name of the unit.")
    unit_kind: UnitKind = Field(description="The kind of the unit.")
    title: str = Field(max_length=200)
    purpose: str = Field(max_length=10_000)
    privacy_notice: str = Field(max_length=10_000)
    questions: list[AskedQuestion] = Field(max_length=50)
    theme_id: UUID | None
    theme_title: str | None = Field(max_length=200)
    opens_on: date
    closes_on: date
    state: ConsultationState = Field(description="The state today.")


class ConsultationQuery(ListParameters):
    """Filters of the list of consultations."""

    unit_id: ResourceId | None = Field(None, description="Only consultations of exactly this institution or district.")
    institution_id: ResourceId | None = Field(None, description="Only consultations that cover this institution.")
    theme_id: ResourceId | None = Field(None, description="Only consultations about this theme.")
    cycle_id: ResourceId | None = Field(None, description="Only consultations about themes of this cycle.")
    state: ConsultationState | None = Field(None, description="Only consultations with this state today.")
    from_: CalendarDate | None = Field(
        None, alias="from", description="Only consultations that open on this day or later."
    )
    to: CalendarDate | None = Field(None, description="Only consultations that open before this day.")
    q: Line | None = Field(None, description="Search in the title.")


class LinkPublic(ResponseSchema):
    """A link of a consultation."""

    id: UUID
    institution_id: UUID
    institution_name: str = Field(max_length=132, description="The name of the institution.")
    voice: Voice = Field(description="The voice that answers with the link.")
    secret: str | None = Field(max_length=64, description=_SECRET + " null if the caller may not hand out the link.")


class ConsultationLinks(ResponseSchema):
    """The active links of a consultation within reach, by institution."""

    items: list[LinkPublic] = Field(max_length=20_000, description="The links that are not withdrawn.")


# --- answers by link, without an account ---


class QuestionsAtTheDoor(ResponseSchema):
    """The questions of a consultation for the voice of a link."""

    title: str = Field(max_length=200, description=_TITLE)
    purpose: str = Field(max_length=10_000, description=_PURPOSE)
    privacy_notice: str = Field(max_length=10_000, description=_NOTICE)
    institution_name: str = Field(
        max_length=132, description="The institution whose children, parents, staff or board answer."
    )
    voice: Voice = Field(description="The voice that answers.")
    questions: list[QuestionPublic] = Field(max_length=50, description=_QUESTIONS)
    age_groups: list[AgeGroup] = Field(max_length=5, description="The age groups to choose from; empty for adults.")
    state: ConsultationState = Field(description="The state today: answers are accepted in the state `open`.")
    opens_on: date = Field(description=_OPENS)
    closes_on: date = Field(description=_CLOSES)


class GivenAnswer(RequestSchema):
    """The answer to one question: exactly one of smiley, choice and text, according to the question's type."""

    key: Key = Field(description="The key of the question.")
    smiley: int | None = Field(None, ge=1, le=5, description="From 1, very sad, to 5, very happy.")
    choice: ShortLine | None = Field(None, description="One of the question's choices.")
    text: FreeText | None = Field(None, description="Free text. Do not include names.")


class ConsultationAnswer(RequestSchema):
    """The answers of one person; questions may be left unanswered."""

    age_group: EnumValue[AgeGroup] | None = Field(
        None, description="The age group of the person; only for children and young people, optional."
    )
    answers: list[GivenAnswer] = Field(
        min_length=1, max_length=50, description="The answers, at most one to each question."
    )


class AnswerTaken(ResponseSchema):
    """Confirmation that the answers were stored."""

    taken: bool = Field(description="Always true: the answers were stored.")
