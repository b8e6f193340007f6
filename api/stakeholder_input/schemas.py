"""What is asked for, changed and answered of stakeholder input."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import ConfigDict, Field

from api.consultations.models import QuestionType
from api.core.field_types import CalendarDate, EnumValue, FreeText, Line, ResourceId
from api.core.half_years import HalfYear
from api.core.schemas import PatchSchema, RequestSchema, ResourceSchema, ResponseSchema
from api.db.external_ids import ExternalIdPublic, ExternalIds
from api.http.list_parameters import ListParameters, QueryBoolean
from api.institutions.models import Area, Kind
from api.stakeholder_input.models import AgeGroup, Form, Grouping, Method, Voice, Withdrawal

_VOICE = "Who is speaking; a member of a board or council writes its own voice only."
_METHOD = "How those who speak were heard."
_AGE = "The age of those who spoke; for children, young people and their councils only."
_FORM = "Whether it is a perspective or a recommendation."
_TEXT = "What was said. No names of children."
_PEOPLE = "How many people are behind it."
_COLLECTED = "The day on which they were heard; not in the future."
_THEME = "The decided theme that it is about."
_FOCUS_AREA = "The institution's focus area that it is about."
_IDS = "What other systems call it."
MOST_PEOPLE = 1_000_000
MAX_HALF_YEARS, DEFAULT_HALF_YEARS = 20, 4


class Redactable(StrEnum):
    """Words of input that can be taken out."""

    text = "text"
    answer = "answer"


class InputCreate(RequestSchema):
    """What somebody said, as it is written down."""

    institution_id: ResourceId | None = Field(
        None, description="The institution or department; absent for a body of the whole city."
    )
    voice: EnumValue[Voice] = Field(description=_VOICE)
    method: EnumValue[Method] = Field(description=_METHOD)
    age_group: EnumValue[AgeGroup] | None = Field(None, description=_AGE)
    form: EnumValue[Form] = Field(Form.perspective, description=_FORM)
    text: FreeText = Field(description=_TEXT)
    people_count: int = Field(ge=1, le=MOST_PEOPLE, description=_PEOPLE)
    collected_on: CalendarDate = Field(description=_COLLECTED)
    theme_id: ResourceId | None = Field(None, description=_THEME)
    focus_area_id: ResourceId | None = Field(None, description=_FOCUS_AREA)
    external_ids: ExternalIds = Field([], max_length=20, description=_IDS)


class InputUpdate(PatchSchema):
    """What changes about input that is not withdrawn (JSON merge patch); whose it is stays."""

    voice: EnumValue[Voice] = Field(Voice.other, description=_VOICE)
    method: EnumValue[Method] = Field(Method.other, description=_METHOD)
    age_group: EnumValue[AgeGroup] | None = Field(None, description=_AGE)
    form: EnumValue[Form] = Field(Form.perspective, description=_FORM)
    text: FreeText = Field("", description=_TEXT)
    people_count: int = Field(1, ge=1, le=MOST_PEOPLE, description=_PEOPLE)
    collected_on: CalendarDate = Field(date(2000, 1, 1), description=_COLLECTED)
    theme_id: ResourceId | None = Field(None, description=_THEME)
    focus_area_id: ResourceId | None = Field(None, description=_FOCUS_AREA)
    external_ids: ExternalIds = Field([], max_length=20, description=_IDS)


class InputAnswer(RequestSchema):
    """What was done with it: you said, we did."""

    answer: FreeText = Field(description="What was done with what was said.")
    answered_on: CalendarDate | None = Field(None, description="When it was answered; today if absent.")


class InputWithdraw(RequestSchema):
    """Input is taken back: its words disappear, its place and the reason remain."""

    reason: EnumValue[Withdrawal] = Field(description="Whether consent was taken back or it was a mistake.")


class InputRedact(RequestSchema):
    """Words of input are taken out; its place and the reason remain."""

    fields: list[EnumValue[Redactable]] = Field(
        [Redactable.text, Redactable.answer], min_length=1, max_length=2, description="Which words; all if absent."
    )
    reason: Line = Field(description="Why. It is shown with the input: nothing of what is taken out.")


class InputShown(ResourceSchema):
    """Stakeholder input as it is shown wherever it is referred to."""

    institution_id: UUID | None = Field(description="The institution or department; null: the whole city.")
    institution_name: str | None = Field(max_length=132, description="What it is called.")
    voice: Voice = Field(description=_VOICE)
    method: Method = Field(description=_METHOD)
    age_group: AgeGroup | None = Field(description=_AGE)
    form: Form = Field(description=_FORM)
    text: str | None = Field(max_length=10_000, description="What was said, for those who may read it; else null.")
    text_withheld: bool = Field(description="Whether there are words that the caller may not read: of too few people.")
    people_count: int = Field(ge=1, le=MOST_PEOPLE, description=_PEOPLE)
    collected_on: date = Field(description=_COLLECTED)
    group_count: int = Field(ge=1, description="Of how many people its words are: of an answer, all who were counted.")
    consultation_id: UUID | None = Field(description="The consultation that it answers.")
    consultation_title: str | None = Field(max_length=200, description="What that is called.")
    counted_in_id: UUID | None = Field(description="Of words: the input that counts who answered with them.")
    question: str | None = Field(max_length=200, description="Of words: the question that they answer.")
    theme_id: UUID | None
    theme_title: str | None = Field(max_length=200, description="What the theme is called.")
    focus_area_id: UUID | None
    focus_area_title: str | None = Field(max_length=200, description="What the focus area is called.")
    answer: str | None = Field(max_length=10_000, description="What was done with it; read by who reads the words.")
    answered_on: date | None = Field(description="When it was answered.")
    withdrawal: Withdrawal | None = Field(description="Why it was taken back; null: it was not.")
    withdrawn_on: date | None = Field(description="When it was taken back.")
    redaction_reason: str | None = Field(max_length=200, description="Why words were taken out of it.")
    redacted_on: date | None = Field(description="When words were taken out of it.")


class InputPublic(InputShown):
    """Stakeholder input as it is answered."""

    external_ids: list[ExternalIdPublic] = Field(max_length=20, description=_IDS)


class ChoiceCount(ResponseSchema):
    """How many people chose something; null where that is withheld."""

    choice: str = Field(max_length=64, description="What could be chosen.")
    people: int | None = Field(ge=0, description="How many chose it.")


class QuestionResult(ResponseSchema):
    """What a group answered to one question; null where too few did."""

    key: str = Field(max_length=64, description="The question's name.")
    text: str = Field(max_length=200, description="The question.")
    type: QuestionType = Field(description="How it is answered.")
    people: int | None = Field(ge=0, description="How many answered it.")
    mean: float | None = Field(ge=1, le=5, description="Of smileys: from 1, very sad, to 5, very glad.")
    choices: list[ChoiceCount] | None = Field(max_length=20, description="How many chose what.")
    withheld: bool = Field(description="Whether too few answered for it to be shown.")


class InputWhole(InputPublic):
    """Stakeholder input as it is answered by itself."""

    results: list[QuestionResult] | None = Field(
        max_length=50, description="What those counted here answered to a consultation, once it has closed."
    )


class InputQuery(ListParameters):
    """The filters of the list of stakeholder input. None looks into words: not everyone reads them."""

    institution_id: ResourceId | None = Field(None, description="Only of this institution or department.")
    district_id: ResourceId | None = Field(None, description="Only of institutions in this district.")
    kind: Kind | None = Field(None, description="Only of institutions of this kind.")
    area: Area | None = Field(None, description="Only of institutions of this area.")
    voice: Voice | None = Field(None, description="Only of this voice.")
    method: Method | None = Field(None, description="Only heard like this.")
    age_group: AgeGroup | None = Field(None, description="Only of this age.")
    form: Form | None = Field(None, description="Only perspectives, or only recommendations.")
    cycle_id: ResourceId | None = Field(None, description="Only on themes of this cycle.")
    theme_id: ResourceId | None = Field(None, description="Only on this theme.")
    focus_area_id: ResourceId | None = Field(None, description="Only on this focus area.")
    consultation_id: ResourceId | None = Field(None, description="Only answers to this consultation.")
    answered: QueryBoolean | None = Field(None, description="Only what was answered, or only what was not.")
    withdrawn: QueryBoolean | None = Field(None, description="Only what was taken back, or only what was not.")
    from_: CalendarDate | None = Field(None, alias="from", description="Only collected on this day or later.")
    to: CalendarDate | None = Field(None, description="Only collected before this day.")


class StatisticsQuery(RequestSchema):
    """What is counted, and over which half-years."""

    model_config = ConfigDict(extra="forbid", strict=False)

    by: EnumValue[Grouping] = Field(description="What to count by; one at a time.")
    from_: HalfYear | None = Field(None, alias="from", description="The first half-year; three before `to` if absent.")
    to: HalfYear | None = Field(None, description="The last half-year, itself counted; the last one over if absent.")


class VoiceGroup(ResponseSchema):
    """A group of voices; its numbers are null where they are withheld."""

    key: str | None = Field(
        max_length=128,
        description="The voice, the age group, the theme's or district's id, or a consultation's id and question.",
    )
    name: str | None = Field(max_length=200, description="What the theme or district is called; the question's words.")
    inputs: int | None = Field(ge=0, description="How many pieces of input.")
    people: int | None = Field(ge=0, description="How many people are behind them.")
    mean: float | None = Field(ge=1, le=5, description="Of a smiley question: from 1, very sad, to 5, very glad.")
    choices: list[ChoiceCount] | None = Field(max_length=20, description="Of a choice: how many chose what.")
    withheld: bool = Field(description="Whether it is too small, or would give away one that is.")


class VoicesOfHalfYear(ResponseSchema):
    """The voices of one half-year."""

    half_year: str = Field(max_length=6, description="The half-year, such as `2026H1`.")
    inputs: int | None = Field(ge=0, description="How many pieces of input in all; null if they are too few people's.")
    people: int | None = Field(ge=0, description="How many people in all; null if they are too few.")
    groups: list[VoiceGroup] = Field(max_length=10_000, description="Its groups; those without input are left out.")


class InputStatistics(ResponseSchema):
    """How many voices were heard within reach, half-year by half-year."""

    by: Grouping = Field(description="What was counted by.")
    threshold: int = Field(ge=3, le=1000, description="Groups of fewer people than this are withheld.")
    half_years: list[VoicesOfHalfYear] = Field(
        max_length=MAX_HALF_YEARS, description="The half-years, the earliest first."
    )
