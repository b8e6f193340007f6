"""Consultations: what is asked for, changed and answered of them, and at their public door."""

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

_TITLE = "What it is called."
_PURPOSE = "What the answers are for, in words for those who answer."
_NOTICE = "What is kept of an answer and who reads it, in words for those who answer."
_QUESTIONS = "What is asked, in this order."
_OPENS = "The day from which answers are taken."
_CLOSES = "The day from which none is taken any more."
_THEME = "The decided theme that it is about; it asks at institutions of the theme's kinds only."
_KEY = "Names the question in answers; unique in the consultation."
_QUESTION = "The question, in words for those who answer."
_CHOICES = "What can be chosen from; for a `choice` only."
_VOICES = "Who is asked."
_SECRET = "Leads to the questions without signing in; hand it out as a link."  # noqa: S105  # its description


class QuestionShape(RequestSchema):
    """A question of a consultation."""

    key: Key = Field(description=_KEY)
    text: Line = Field(description=_QUESTION)
    type: EnumValue[QuestionType] = Field(description="How it is answered; a smiley is a number from 1 to 5.")
    choices: list[ShortLine] | None = Field(None, min_length=2, max_length=20, description=_CHOICES)
    voices: list[EnumValue[Voice]] = Field(min_length=1, max_length=9, description=_VOICES)


class ConsultationCreate(RequestSchema):
    """A new consultation."""

    unit_id: ResourceId | None = Field(
        None, description="The institution or district that it covers; absent: the whole city."
    )
    title: Line = Field(description=_TITLE)
    purpose: FreeText = Field(description=_PURPOSE)
    privacy_notice: FreeText = Field(description=_NOTICE)
    questions: list[QuestionShape] = Field(min_length=1, max_length=50, description=_QUESTIONS)
    theme_id: ResourceId | None = Field(None, description=_THEME)
    opens_on: CalendarDate = Field(description=_OPENS)
    closes_on: CalendarDate = Field(description=_CLOSES)


class ConsultationUpdate(PatchSchema):
    """What changes about a consultation that has not opened yet (JSON merge patch)."""

    title: Line = Field("", description=_TITLE)
    purpose: FreeText = Field("", description=_PURPOSE)
    privacy_notice: FreeText = Field("", description=_NOTICE)
    questions: list[QuestionShape] = Field([], min_length=1, max_length=50, description=_QUESTIONS)
    theme_id: ResourceId | None = Field(None, description=_THEME)
    opens_on: CalendarDate = Field(date(2000, 1, 1), description=_OPENS)
    closes_on: CalendarDate = Field(date(2000, 1, 1), description=_CLOSES)


class ConsultationExtend(RequestSchema):
    """A consultation that stays open longer."""

    closes_on: CalendarDate = Field(description=_CLOSES)


class LinkShape(RequestSchema):
    """Whose link is meant."""

    institution_id: ResourceId = Field(description="The institution.")
    voice: EnumValue[Voice] = Field(description="The voice that answers by it.")


class QuestionPublic(ResponseSchema):
    """A question as it is answered."""

    key: str = Field(max_length=64, description=_KEY)
    text: str = Field(max_length=200, description=_QUESTION)
    type: QuestionType = Field(description="How it is answered.")
    choices: list[Annotated[str, Field(max_length=64)]] | None = Field(max_length=20, description=_CHOICES)


class AskedQuestion(QuestionPublic):
    """A question as who prepares the consultation reads it."""

    voices: list[Voice] = Field(max_length=9, description=_VOICES)


class ConsultationPublic(ResourceSchema):
    """A consultation as it is answered."""

    unit_id: UUID = Field(description="The institution or district that it covers, or the municipality.")
    unit_name: str = Field(max_length=200, description="What that is called.")
    unit_kind: UnitKind = Field(description="What that is.")
    title: str = Field(max_length=200)
    purpose: str = Field(max_length=10_000)
    privacy_notice: str = Field(max_length=10_000)
    questions: list[AskedQuestion] = Field(max_length=50)
    theme_id: UUID | None
    theme_title: str | None = Field(max_length=200)
    opens_on: date
    closes_on: date
    state: ConsultationState = Field(description="Where it stands today.")


class ConsultationQuery(ListParameters):
    """The filters of the list of consultations."""

    unit_id: ResourceId | None = Field(None, description="Only those that cover exactly this institution or district.")
    institution_id: ResourceId | None = Field(None, description="Only those that ask at this institution.")
    theme_id: ResourceId | None = Field(None, description="Only on this theme.")
    cycle_id: ResourceId | None = Field(None, description="Only on themes of this cycle.")
    state: ConsultationState | None = Field(None, description="Only those that stand there today.")
    from_: CalendarDate | None = Field(None, alias="from", description="Only opening on this day or later.")
    to: CalendarDate | None = Field(None, description="Only opening before this day.")
    q: Line | None = Field(None, description="Words in the title.")


class LinkPublic(ResponseSchema):
    """A link of a consultation, as who hands it out reads it."""

    id: UUID
    institution_id: UUID
    institution_name: str = Field(max_length=132, description="What it is called.")
    voice: Voice = Field(description="The voice that answers by it.")
    secret: str | None = Field(max_length=64, description=_SECRET + " null: not the caller's to hand out.")


class ConsultationLinks(ResponseSchema):
    """The links of a consultation within reach, by institution."""

    items: list[LinkPublic] = Field(max_length=20_000, description="Those that are not withdrawn.")


# --- the public door ---


class QuestionsAtTheDoor(ResponseSchema):
    """What somebody who follows a link is asked."""

    title: str = Field(max_length=200, description=_TITLE)
    purpose: str = Field(max_length=10_000, description=_PURPOSE)
    privacy_notice: str = Field(max_length=10_000, description=_NOTICE)
    institution_name: str = Field(max_length=132, description="Whose children, parents, staff or board are asked.")
    voice: Voice = Field(description="Who is asked.")
    questions: list[QuestionPublic] = Field(max_length=50, description=_QUESTIONS)
    age_groups: list[AgeGroup] = Field(max_length=5, description="The ages to choose from; none for grown-ups.")
    state: ConsultationState = Field(description="Whether answers are taken today.")
    opens_on: date = Field(description=_OPENS)
    closes_on: date = Field(description=_CLOSES)


class GivenAnswer(RequestSchema):
    """One answer: exactly one of smiley, choice and text, as the question asks."""

    key: Key = Field(description="The question.")
    smiley: int | None = Field(None, ge=1, le=5, description="From 1, very sad, to 5, very glad.")
    choice: ShortLine | None = Field(None, description="One of the question's choices.")
    text: FreeText | None = Field(None, description="In one's own words. No names.")


class ConsultationAnswer(RequestSchema):
    """What somebody answers; a question may be left out."""

    age_group: EnumValue[AgeGroup] | None = Field(
        None, description="The age of who answers; children only, if they like."
    )
    answers: list[GivenAnswer] = Field(min_length=1, max_length=50, description="The answers, each question once.")


class AnswerTaken(ResponseSchema):
    """Thank you."""

    taken: bool = Field(description="true: the answer was taken.")
