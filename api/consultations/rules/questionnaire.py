"""Questions and days of a consultation, and what an answer to it must be like."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from api.consultations.models import Consultation, ConsultationState, QuestionType
from api.consultations.schemas import ConsultationAnswer, GivenAnswer, QuestionShape
from api.core.problems import INVALID_INPUT, WRONG_STATE, Fault, LocalizedText, problem_type
from api.stakeholder_input.rules import check_age_group

NOT_OPEN = problem_type(
    "consultation-not-open",
    409,
    ("The consultation is not open", "Inddragelsen er ikke åben"),
    (
        "Answers are accepted from the opening day until the consultation closes.",
        "Der kan svares fra åbningsdagen, og indtil inddragelsen lukker.",
    ),
)
HAS_OPENED = problem_type(
    "consultation-has-opened",
    409,
    ("The consultation has opened and can no longer be changed", "Inddragelsen er åbnet og kan ikke længere ændres"),
    (
        "Extend or close it, or create a new consultation with other questions.",
        "Forlæng eller luk den, eller opret en ny inddragelse med andre spørgsmål.",
    ),
)
_CLOSES_BEFORE_OPENING = LocalizedText(
    "The closing day must be after the opening day.", "Lukkedagen skal ligge efter åbningsdagen."
)
_CLOSES_IN_THE_PAST = LocalizedText("The closing day must be after today.", "Lukkedagen skal ligge efter i dag.")
_NOT_LATER = LocalizedText(
    "The new closing day must be after the present one.", "Den nye lukkedag skal ligge efter den nuværende."
)
_CLOSED = LocalizedText(
    "The consultation has closed, and its results may already have been read.",
    "Inddragelsen er lukket, og resultaterne kan allerede være læst.",
)
_DUPLICATE = LocalizedText("This value occurs more than once.", "Værdien forekommer mere end én gang.")
_CHOICES = LocalizedText(
    "A question of the type `choice` must have choices; other questions must not.",
    "Et spørgsmål af typen `choice` skal have valgmuligheder; andre spørgsmål må ikke have nogen.",
)
_UNKNOWN_QUESTION = LocalizedText("There is no question with this key here.", "Her er intet spørgsmål med denne nøgle.")
_WRONG_TYPE = LocalizedText(
    "The answer does not fit the type or the choices of the question.",
    "Svaret passer ikke til spørgsmålets type eller valgmuligheder.",
)


# --- questions and days ---


def state_of(consultation: Consultation, day: date) -> ConsultationState:
    """Return the state of a consultation on a day; it is closed from `closes_on`."""
    if day < consultation.opens_on:
        return ConsultationState.planned
    return ConsultationState.open if day < consultation.closes_on else ConsultationState.closed


def check_questions(questions: Sequence[QuestionShape]) -> list[Fault]:
    """Return faults for duplicate keys, choices and voices, and for choices on other types than `choice`."""
    faults, keys = [], [question.key for question in questions]
    for index, question in enumerate(questions):
        pointer, choices = f"/questions/{index}", question.choices or []
        if question.key in keys[:index]:
            faults.append(Fault(INVALID_INPUT, f"{pointer}/key", code="named-twice", detail=_DUPLICATE))
        if bool(choices) is not (question.type is QuestionType.choice):
            faults.append(Fault(INVALID_INPUT, f"{pointer}/choices", code="choices-for-a-choice", detail=_CHOICES))
        if len(set(choices)) != len(choices):
            faults.append(Fault(INVALID_INPUT, f"{pointer}/choices", code="named-twice", detail=_DUPLICATE))
        if len(set(question.voices)) != len(question.voices):
            faults.append(Fault(INVALID_INPUT, f"{pointer}/voices", code="named-twice", detail=_DUPLICATE))
    return faults


def check_span(opens_on: date, closes_on: date, today: date) -> list[Fault]:
    """Return a fault unless the closing day is after the opening day and after today."""
    if closes_on <= opens_on:
        return [Fault(INVALID_INPUT, "/closes_on", code="out-of-bounds", detail=_CLOSES_BEFORE_OPENING)]
    if closes_on <= today:
        return [Fault(INVALID_INPUT, "/closes_on", code="out-of-bounds", detail=_CLOSES_IN_THE_PAST)]
    return []


def check_unopened(consultation: Consultation, today: date) -> list[Fault]:
    """Return a `consultation-has-opened` fault from the opening day on."""
    return [] if today < consultation.opens_on else [Fault(HAS_OPENED)]


def check_not_closed(consultation: Consultation, today: date) -> list[Fault]:
    """Return a `wrong-state` fault once the consultation has closed.

    If it were opened again, the difference between the results before and after would disclose a few new answers.
    """
    return [] if today < consultation.closes_on else [Fault(WRONG_STATE, detail=_CLOSED)]


def check_extension(consultation: Consultation, closes_on: date, today: date) -> list[Fault]:
    """Return faults unless the consultation has not closed and the new closing day is later than the present one."""
    faults = check_not_closed(consultation, today)
    if closes_on <= consultation.closes_on:
        faults.append(Fault(INVALID_INPUT, "/closes_on", code="out-of-bounds", detail=_NOT_LATER))
    return faults


def check_open(consultation: Consultation, today: date) -> list[Fault]:
    """Return a `consultation-not-open` fault unless answers are accepted today."""
    return [] if state_of(consultation, today) is ConsultationState.open else [Fault(NOT_OPEN)]


# --- answers ---


def questions_for_voice(consultation: Consultation, voice: str) -> list[dict[str, Any]]:
    """Return the questions of a consultation for one voice."""
    return [question for question in consultation.questions if voice in question["voices"]]


def check_answer(questions: Sequence[Mapping[str, Any]], voice: str, submission: ConsultationAnswer) -> list[Fault]:
    """Return faults unless each answer belongs to one of the questions, fits its type, and is the only one to it."""
    question_of = {question["key"]: question for question in questions}
    keys = [answer.key for answer in submission.answers]
    faults = check_age_group(voice, submission.age_group)
    for index, answer in enumerate(submission.answers):
        pointer = f"/answers/{index}"
        if answer.key not in question_of:
            faults.append(Fault(INVALID_INPUT, f"{pointer}/key", code="not-one-of", detail=_UNKNOWN_QUESTION))
        elif answer.key in keys[:index]:
            faults.append(Fault(INVALID_INPUT, f"{pointer}/key", code="named-twice", detail=_DUPLICATE))
        elif not _fits(question_of[answer.key], answer):
            faults.append(Fault(INVALID_INPUT, pointer, code="not-answered-so", detail=_WRONG_TYPE))
    return faults


def _fits(question: Mapping[str, Any], answer: GivenAnswer) -> bool:
    answered_fields = {name for name in ("smiley", "choice", "text") if getattr(answer, name) is not None}
    if answered_fields != {question["type"]}:
        return False
    return question["type"] != QuestionType.choice or answer.choice in question["choices"]
