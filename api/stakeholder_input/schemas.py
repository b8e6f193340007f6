"""Request and response schemas of stakeholder input and its statistics."""

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

_VOICE = "The group of people whose input it is; members of a board or council use the voice of that body only."
_METHOD = "The method of collection."
_AGE = "The age group; only for children, young people and their councils."
_FORM = "Whether it is a perspective or a recommendation."
_TEXT = "The text of the input. Do not include names of children."
_PEOPLE = "The number of people behind the input."
_COLLECTED = "The day on which the input was collected; not in the future."
_THEME = "The decided theme that the input is about."
_FOCUS_AREA = "The institution's focus area that the input is about."
_IDS = "The ids of the input in other systems."
MOST_PEOPLE = 1_000_000
MAX_HALF_YEARS, DEFAULT_HALF_YEARS = 20, 4


class Redactable(StrEnum):
    """Fields of input that can be redacted."""

    text = "text"
    answer = "answer"


class InputCreate(RequestSchema):
    """New stakeholder input."""

    institution_id: ResourceId | None = Field(
        None, description="The institution or department; absent for a body of the whole municipality."
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
    """Changes to input that is not withdrawn (JSON merge patch); its institution cannot be changed."""

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
    """An answer to input: what was done about it."""

    answer: FreeText = Field(description="What was done about the input.")
    answered_on: CalendarDate | None = Field(None, description="The day of the answer; today if absent.")


class InputWithdraw(RequestSchema):
    """Withdrawal of input: its text and answer are erased, the reason is stored."""

    reason: EnumValue[Withdrawal] = Field(description="The reason: consent was withdrawn, or the input was a mistake.")


class InputRedact(RequestSchema):
    """Redaction of fields of input; the reason is stored."""

    fields: list[EnumValue[Redactable]] = Field(
        [Redactable.text, Redactable.answer],
        min_length=1,
        max_length=2,
        description="The fields to redact; all if absent.",
    )
    reason: Line = Field(description="The reason. It is shown with the input, so do not repeat the redacted text.")


class InputShown(ResourceSchema):
    """Stakeholder input as it is shown where another resource refers to it."""

    institution_id: UUID | None = Field(description="The institution or department; null for the whole municipality.")
    institution_name: str | None = Field(max_length=132, description="The name of the institution.")
    voice: Voice = Field(description=_VOICE)
    method: Method = Field(description=_METHOD)
    age_group: AgeGroup | None = Field(description=_AGE)
    form: Form = Field(description=_FORM)
    text: str | None = Field(
        max_length=10_000, description="The text of the input; null if the caller may not read it."
    )
    text_withheld: bool = Field(
        description="Whether there is text that the caller may not read, because too few people are behind it."
    )
    people_count: int = Field(ge=1, le=MOST_PEOPLE, description=_PEOPLE)
    collected_on: date = Field(description=_COLLECTED)
    group_count: int = Field(
        ge=1,
        description="The number of people behind the text; for a consultation answer, all counted with its author.",
    )
    consultation_id: UUID | None = Field(description="The consultation that the input is an answer to.")
    consultation_title: str | None = Field(max_length=200, description="The title of the consultation.")
    counted_in_id: UUID | None = Field(
        description="For text in answer to a consultation: the id of the input that counts its author."
    )
    question: str | None = Field(max_length=200, description="For text in answer to a consultation: the question.")
    theme_id: UUID | None
    theme_title: str | None = Field(max_length=200, description="The title of the theme.")
    focus_area_id: UUID | None
    focus_area_title: str | None = Field(max_length=200, description="The title of the focus area.")
    answer: str | None = Field(
        max_length=10_000, description="What was done about the input; null if the caller may not read its text."
    )
    answered_on: date | None = Field(description="The day of the answer.")
    withdrawal: Withdrawal | None = Field(
        description="The reason for the withdrawal; null if the input is not withdrawn."
    )
    withdrawn_on: date | None = Field(description="The day of the withdrawal.")
    redaction_reason: str | None = Field(max_length=200, description="The reason for the latest redaction.")
    redacted_on: date | None = Field(description="The day of the latest redaction.")


class InputPublic(InputShown):
    """Stakeholder input in a list."""

    external_ids: list[ExternalIdPublic] = Field(max_length=20, description=_IDS)


class ChoiceCount(ResponseSchema):
    """The number of people who chose one of the choices; null if it is suppressed."""

    choice: str = Field(max_length=64, description="The choice.")
    people: int | None = Field(ge=0, description="The number of people who chose it.")


class QuestionResult(ResponseSchema):
    """The answers of a group to one question; null if too few answered."""

    key: str = Field(max_length=64, description="The key of the question.")
    text: str = Field(max_length=200, description="The question.")
    type: QuestionType = Field(description="The type of answer.")
    people: int | None = Field(ge=0, description="The number of people who answered it.")
    mean: float | None = Field(ge=1, le=5, description="The mean of the smileys, from 1 (very sad) to 5 (very happy).")
    choices: list[ChoiceCount] | None = Field(max_length=20, description="The number of people for each choice.")
    withheld: bool = Field(description="Whether the result is suppressed because too few people answered.")


class InputWhole(InputPublic):
    """A single piece of stakeholder input, with the results of a consultation."""

    results: list[QuestionResult] | None = Field(
        max_length=50, description="The answers to the consultation of the people counted here, once it has closed."
    )


class InputQuery(ListParameters):
    """Filters of the list of stakeholder input; text is not searched, because not every caller may read it."""

    institution_id: ResourceId | None = Field(None, description="Only input of this institution or department.")
    district_id: ResourceId | None = Field(None, description="Only input of institutions in this district.")
    kind: Kind | None = Field(None, description="Only input of institutions of this kind.")
    area: Area | None = Field(None, description="Only input of institutions of this area.")
    voice: Voice | None = Field(None, description="Only input with this voice.")
    method: Method | None = Field(None, description="Only input collected with this method.")
    age_group: AgeGroup | None = Field(None, description="Only input of this age group.")
    form: Form | None = Field(None, description="Only perspectives, or only recommendations.")
    cycle_id: ResourceId | None = Field(None, description="Only input about themes of this cycle.")
    theme_id: ResourceId | None = Field(None, description="Only input about this theme.")
    focus_area_id: ResourceId | None = Field(None, description="Only input about this focus area.")
    consultation_id: ResourceId | None = Field(None, description="Only answers to this consultation.")
    answered: QueryBoolean | None = Field(None, description="Only input with, or only input without an answer.")
    withdrawn: QueryBoolean | None = Field(None, description="Only withdrawn, or only input that is not withdrawn.")
    from_: CalendarDate | None = Field(None, alias="from", description="Only input collected on this day or later.")
    to: CalendarDate | None = Field(None, description="Only input collected before this day.")


class StatisticsQuery(RequestSchema):
    """The grouping and the half-years of the statistics."""

    model_config = ConfigDict(extra="forbid", strict=False)

    by: EnumValue[Grouping] = Field(description="The grouping.")
    from_: HalfYear | None = Field(None, alias="from", description="The first half-year; if absent, three before `to`.")
    to: HalfYear | None = Field(
        None, description="The last half-year, inclusive; if absent, the latest one that is over."
    )


class VoiceGroup(ResponseSchema):
    """A group of the statistics; its numbers are null if they are suppressed."""

    key: str | None = Field(
        max_length=128,
        description="The voice, the age group, the id of the theme or district, or consultation id and question key.",
    )
    name: str | None = Field(
        max_length=200, description="The title of the theme, the name of the district, or the question."
    )
    inputs: int | None = Field(ge=0, description="The number of inputs.")
    people: int | None = Field(ge=0, description="The number of people behind them.")
    mean: float | None = Field(
        ge=1, le=5, description="For a smiley question: the mean, from 1 (very sad) to 5 (very happy)."
    )
    choices: list[ChoiceCount] | None = Field(
        max_length=20, description="For a choice question: the number of people for each choice."
    )
    withheld: bool = Field(
        description="Whether the group is suppressed: it is too small, or its number would disclose a small group."
    )


class VoicesOfHalfYear(ResponseSchema):
    """The statistics of one half-year."""

    half_year: str = Field(max_length=6, description="The half-year, such as `2026H1`.")
    inputs: int | None = Field(ge=0, description="The total number of inputs; null if too few people are behind them.")
    people: int | None = Field(ge=0, description="The total number of people; null if they are too few.")
    groups: list[VoiceGroup] = Field(max_length=10_000, description="The groups that have input.")


class InputStatistics(ResponseSchema):
    """Statistics of the stakeholder input within reach, by half-year."""

    by: Grouping = Field(description="The grouping.")
    threshold: int = Field(ge=3, le=1000, description="Groups of fewer people than this are suppressed.")
    half_years: list[VoicesOfHalfYear] = Field(max_length=MAX_HALF_YEARS, description="The half-years, earliest first.")
