"""What is asked for, changed and answered of stakeholder input."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from api.core.columns import Day, Id, Line, OneOf, Words
from api.core.external_ids import ExternalIdPublic, ExternalIds
from api.core.shapes import Answer, Patch, Shape, ThingPublic
from api.core.windows import Truth, Window
from api.institutions.models import Area, Kind
from api.stakeholder_input.models import AgeGroup, Form, Method, QuestionType, Voice, Withdrawal
from api.stakeholder_input.statistics import ChoiceCount

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


class Redactable(StrEnum):
    """Words of input that can be taken out."""

    text = "text"
    answer = "answer"


class InputCreate(Shape):
    """What somebody said, as it is written down."""

    institution_id: Id | None = Field(
        None, description="The institution or department; absent for a body of the whole city."
    )
    voice: OneOf[Voice] = Field(description=_VOICE)
    method: OneOf[Method] = Field(description=_METHOD)
    age_group: OneOf[AgeGroup] | None = Field(None, description=_AGE)
    form: OneOf[Form] = Field(Form.perspective, description=_FORM)
    text: Words = Field(description=_TEXT)
    people_count: int = Field(ge=1, le=MOST_PEOPLE, description=_PEOPLE)
    collected_on: Day = Field(description=_COLLECTED)
    theme_id: Id | None = Field(None, description=_THEME)
    focus_area_id: Id | None = Field(None, description=_FOCUS_AREA)
    external_ids: ExternalIds = Field([], max_length=20, description=_IDS)


class InputUpdate(Patch):
    """What changes about input that is not withdrawn (JSON merge patch); whose it is stays."""

    voice: OneOf[Voice] = Field(Voice.other, description=_VOICE)
    method: OneOf[Method] = Field(Method.other, description=_METHOD)
    age_group: OneOf[AgeGroup] | None = Field(None, description=_AGE)
    form: OneOf[Form] = Field(Form.perspective, description=_FORM)
    text: Words = Field("", description=_TEXT)
    people_count: int = Field(1, ge=1, le=MOST_PEOPLE, description=_PEOPLE)
    collected_on: Day = Field(date(2000, 1, 1), description=_COLLECTED)
    theme_id: Id | None = Field(None, description=_THEME)
    focus_area_id: Id | None = Field(None, description=_FOCUS_AREA)
    external_ids: ExternalIds = Field([], max_length=20, description=_IDS)


class InputAnswer(Shape):
    """What was done with it: you said, we did."""

    answer: Words = Field(description="What was done with what was said.")
    answered_on: Day | None = Field(None, description="When it was answered; today if absent.")


class InputWithdraw(Shape):
    """Input is taken back: its words disappear, its place and the reason remain."""

    reason: OneOf[Withdrawal] = Field(description="Whether consent was taken back or it was a mistake.")


class InputRedact(Shape):
    """Words of input are taken out; its place and the reason remain."""

    fields: list[OneOf[Redactable]] = Field(
        [Redactable.text, Redactable.answer], min_length=1, max_length=2, description="Which words; all if absent."
    )
    reason: Line = Field(description="Why. It is shown with the input: nothing of what is taken out.")


class InputShown(ThingPublic):
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


class QuestionResult(Answer):
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


class InputQuery(Window):
    """The filters of the list of stakeholder input. None looks into words: not everyone reads them."""

    institution_id: Id | None = Field(None, description="Only of this institution or department.")
    district_id: Id | None = Field(None, description="Only of institutions in this district.")
    kind: Kind | None = Field(None, description="Only of institutions of this kind.")
    area: Area | None = Field(None, description="Only of institutions of this area.")
    voice: Voice | None = Field(None, description="Only of this voice.")
    method: Method | None = Field(None, description="Only heard like this.")
    age_group: AgeGroup | None = Field(None, description="Only of this age.")
    form: Form | None = Field(None, description="Only perspectives, or only recommendations.")
    cycle_id: Id | None = Field(None, description="Only on themes of this cycle.")
    theme_id: Id | None = Field(None, description="Only on this theme.")
    focus_area_id: Id | None = Field(None, description="Only on this focus area.")
    consultation_id: Id | None = Field(None, description="Only answers to this consultation.")
    answered: Truth | None = Field(None, description="Only what was answered, or only what was not.")
    withdrawn: Truth | None = Field(None, description="Only what was taken back, or only what was not.")
    from_: Day | None = Field(None, alias="from", description="Only collected on this day or later.")
    to: Day | None = Field(None, description="Only collected before this day.")
