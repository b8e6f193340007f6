"""How a consultation may ask and be changed, and what an answer to it must be like; pure."""

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
    ("Answers are taken from the day it opens until it closes.", "Der kan svares fra åbningsdagen, til den lukker."),
)
HAS_OPENED = problem_type(
    "consultation-has-opened",
    409,
    ("The consultation has opened, so it stands as it is", "Inddragelsen er åbnet og står derfor, som den er"),
    (
        "It can be extended or closed; for other questions make a new one.",
        "Den kan forlænges eller lukkes; lav en ny, hvis der skal spørges om andet.",
    ),
)
_ENDS_BEFORE = LocalizedText("It would close before it opens.", "Den ville lukke, før den åbner.")
_PAST = LocalizedText("It would be closed already.", "Den ville allerede være lukket.")
_EARLIER = LocalizedText("It is open longer than that already.", "Den er allerede åben længere.")
_CLOSED = LocalizedText(
    "It has closed; what was answered may have been shown.", "Den er lukket; svarene kan være vist."
)
_TWICE = LocalizedText("This is named twice.", "Dette er nævnt to gange.")
_CHOICES = LocalizedText(
    "A choice has choices, and nothing else has.", "Et valg har valgmuligheder, og intet andet har."
)
_UNKNOWN = LocalizedText("This is not asked here.", "Det bliver der ikke spurgt om her.")
_NOT_SO = LocalizedText("The question is not answered like that.", "Spørgsmålet besvares ikke sådan.")


def state_of(consultation: Consultation, day: date) -> ConsultationState:
    """Where it stands on a day."""
    if day < consultation.opens_on:
        return ConsultationState.planned
    return ConsultationState.open if day < consultation.closes_on else ConsultationState.closed


def check_questions(questions: Sequence[QuestionShape]) -> list[Fault]:
    """Each has a name of its own, choices if it is a choice, and asks nobody twice."""
    faults, keys = [], [question.key for question in questions]
    for index, question in enumerate(questions):
        place, choices = f"/questions/{index}", question.choices or []
        if question.key in keys[:index]:
            faults.append(Fault(INVALID_INPUT, f"{place}/key", code="named-twice", detail=_TWICE))
        if bool(choices) is not (question.type is QuestionType.choice):
            faults.append(Fault(INVALID_INPUT, f"{place}/choices", code="choices-for-a-choice", detail=_CHOICES))
        if len(set(choices)) != len(choices):
            faults.append(Fault(INVALID_INPUT, f"{place}/choices", code="named-twice", detail=_TWICE))
        if len(set(question.voices)) != len(question.voices):
            faults.append(Fault(INVALID_INPUT, f"{place}/voices", code="named-twice", detail=_TWICE))
    return faults


def check_span(opens_on: date, closes_on: date, today: date) -> list[Fault]:
    """Faults if it would close before it opens, or be closed already."""
    if closes_on <= opens_on:
        return [Fault(INVALID_INPUT, "/closes_on", code="out-of-bounds", detail=_ENDS_BEFORE)]
    return [] if closes_on > today else [Fault(INVALID_INPUT, "/closes_on", code="out-of-bounds", detail=_PAST)]


def check_unopened(consultation: Consultation, today: date) -> list[Fault]:
    """A fault once it has opened."""
    return [] if today < consultation.opens_on else [Fault(HAS_OPENED)]


def check_not_closed(consultation: Consultation, today: date) -> list[Fault]:
    """A fault once it has closed: with the same answers and a few more, those few could be told."""
    return [] if today < consultation.closes_on else [Fault(WRONG_STATE, detail=_CLOSED)]


def check_extension(consultation: Consultation, closes_on: date, today: date) -> list[Fault]:
    """Faults unless it is open still, and would be longer."""
    faults = check_not_closed(consultation, today)
    if closes_on <= consultation.closes_on:
        faults.append(Fault(INVALID_INPUT, "/closes_on", code="out-of-bounds", detail=_EARLIER))
    return faults


def check_open(consultation: Consultation, today: date) -> list[Fault]:
    """A fault unless answers are taken on that day."""
    return [] if state_of(consultation, today) is ConsultationState.open else [Fault(NOT_OPEN)]


def asked_of(consultation: Consultation, voice: str) -> list[dict[str, Any]]:
    """The questions that a voice is asked."""
    return [question for question in consultation.questions if voice in question["voices"]]


def check_answer(questions: Sequence[Mapping[str, Any]], voice: str, said: ConsultationAnswer) -> list[Fault]:
    """Each answer is to a question that this voice is asked, as it is asked, once."""
    known, keys = {question["key"]: question for question in questions}, [answer.key for answer in said.answers]
    faults = check_age_group(voice, said.age_group)
    for index, answer in enumerate(said.answers):
        place = f"/answers/{index}"
        if answer.key not in known:
            faults.append(Fault(INVALID_INPUT, f"{place}/key", code="not-one-of", detail=_UNKNOWN))
        elif answer.key in keys[:index]:
            faults.append(Fault(INVALID_INPUT, f"{place}/key", code="named-twice", detail=_TWICE))
        elif not _fits(known[answer.key], answer):
            faults.append(Fault(INVALID_INPUT, place, code="not-answered-so", detail=_NOT_SO))
    return faults


def _fits(question: Mapping[str, Any], one: GivenAnswer) -> bool:
    given = {name for name in ("smiley", "choice", "text") if getattr(one, name) is not None}
    if given != {question["type"]}:
        return False
    return question["type"] != QuestionType.choice or one.choice in question["choices"]
