"""Seed consultations of children and parents, with answers that were submitted without signing in."""

from datetime import timedelta
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from api.consultations.actions.close import close_consultation
from api.consultations.actions.create import create_consultations
from api.consultations.actions.submit_answers import submit_answers
from api.consultations.models import Consultation, QuestionType
from api.consultations.queries.links import active_links
from api.consultations.schemas import ConsultationAnswer, ConsultationCreate, GivenAnswer, QuestionShape
from api.core import clock
from api.demo.municipality import Municipality
from api.stakeholder_input.models import AgeGroup, Voice

_QUESTIONS = (
    ("glad", "Er du glad for at være her?", QuestionType.smiley, (Voice.child,)),
    ("listened", "Lytter de voksne til dig?", QuestionType.smiley, (Voice.child,)),
    ("safe", "Er dit barn trygt ved at blive afleveret?", QuestionType.smiley, (Voice.parent,)),
    ("place", "Hvor er her bedst at være?", QuestionType.choice, (Voice.child, Voice.parent)),
    ("change", "Hvad skal vi lave om?", QuestionType.text, (Voice.child, Voice.parent)),
)
_PLACES = ["Ude", "Inde", "På vej rundt"]
_WISHES = ("Flere gynger", "Mere tid til at lege færdig", "Færre skift om formiddagen", "At nogen siger mit navn")


async def _create_consultation(
    session: AsyncSession, municipality: Municipality, title: str, opens_in_days: int = 0, days: int = 30
) -> Consultation:
    opens_on = clock.today() + timedelta(days=opens_in_days)
    fields = ConsultationCreate(
        title=title,
        purpose="Vi vil vide, hvordan hverdagen er, og hvad der skal blive bedre.",
        privacy_notice="Ingen kan se, hvem du er, eller hvornår du svarede. Skriv ikke navne.",
        questions=[
            QuestionShape(
                key=key,
                text=text,
                type=type,
                voices=list(voices),
                choices=_PLACES if type is QuestionType.choice else None,
            )
            for key, text, type, voices in _QUESTIONS
        ],
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=days),
    )
    [consultation] = await create_consultations(session, municipality.administration, [fields])
    return consultation


def _random_answer(voice: str, generator: Random) -> ConsultationAnswer:
    first_key = "glad" if voice == Voice.child else "safe"
    answers = [GivenAnswer(key=first_key, smiley=generator.choice((2, 3, 4, 4, 5, 5)))]
    answers.append(GivenAnswer(key="place", choice=generator.choice(_PLACES)))
    if voice == Voice.child:
        answers.append(GivenAnswer(key="listened", smiley=generator.choice((3, 4, 4, 5))))
    if generator.random() < 0.3:
        answers.append(GivenAnswer(key="change", text=generator.choice(_WISHES)))
    age_group = AgeGroup.from_6 if voice == Voice.child and generator.random() < 0.8 else None
    return ConsultationAnswer(age_group=age_group, answers=answers)


async def hold_consultation(
    session: AsyncSession, municipality: Municipality, half_year: str, generator: Random
) -> None:
    """Create the half-year's consultation of the whole municipality, answer it at some institutions, and close it."""
    consultation = await _create_consultation(session, municipality, f"Hverdagen, {half_year}")
    await _submit_answers(session, consultation, generator)
    await close_consultation(session, municipality.administration, consultation)


async def _submit_answers(session: AsyncSession, consultation: Consultation, generator: Random) -> None:
    links = await active_links(session, consultation.id)
    for link in sorted(links, key=lambda link: (str(link.institution_id), link.voice))[:8]:
        for _ in range(generator.choice((3, 7, 9))):
            await submit_answers(session, link.secret, _random_answer(link.voice, generator), None, "")


async def create_upcoming(session: AsyncSession, municipality: Municipality) -> None:
    """Create an open consultation with its first answers, and one that opens in a week."""
    open_consultation = await _create_consultation(session, municipality, "Jeres by, jeres skole")
    await _submit_answers(session, open_consultation, Random(7))  # noqa: S311  # nosec B311  # the same demo every time
    await _create_consultation(session, municipality, "Overgange fra børnehave til skole", opens_in_days=7)
