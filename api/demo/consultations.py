"""The demo's consultations: what the city asked children and parents, and what they answered without signing in."""

from datetime import timedelta
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from api.consultations.actions.plan import close_consultation, create_consultations
from api.consultations.actions.submit_answers import submit_answers
from api.consultations.models import Consultation, QuestionType
from api.consultations.queries.visible import active_links
from api.consultations.schemas import ConsultationAnswer, ConsultationCreate, GivenAnswer, QuestionShape
from api.core import clock
from api.demo.municipality import Town
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


async def _consultation(
    session: AsyncSession, town: Town, title: str, opens_in: int = 0, days: int = 30
) -> Consultation:
    opens_on = clock.today() + timedelta(days=opens_in)
    wanted = ConsultationCreate(
        title=title,
        purpose="Vi vil vide, hvordan hverdagen er, og hvad der skal blive bedre.",
        privacy_notice="Ingen kan se, hvem du er, eller hvornår du svarede. Skriv ikke navne.",
        questions=[
            QuestionShape(
                key=key,
                text=words,
                type=kind,
                voices=list(voices),
                choices=_PLACES if kind is QuestionType.choice else None,
            )
            for key, words, kind, voices in _QUESTIONS
        ],
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=days),
    )
    [made] = await create_consultations(session, town.office, [wanted])
    return made


def _answer(voice: str, chance: Random) -> ConsultationAnswer:
    own = "glad" if voice == Voice.child else "safe"
    answers = [GivenAnswer(key=own, smiley=chance.choice((2, 3, 4, 4, 5, 5)))]
    answers.append(GivenAnswer(key="place", choice=chance.choice(_PLACES)))
    if voice == Voice.child:
        answers.append(GivenAnswer(key="listened", smiley=chance.choice((3, 4, 4, 5))))
    if chance.random() < 0.3:
        answers.append(GivenAnswer(key="change", text=chance.choice(_WISHES)))
    age = AgeGroup.from_6 if voice == Voice.child and chance.random() < 0.8 else None
    return ConsultationAnswer(age_group=age, answers=answers)


async def ask(session: AsyncSession, town: Town, half_year: str, chance: Random) -> None:
    """The half-year's consultation of the whole city, as some institutions answered it; it has closed."""
    consultation = await _consultation(session, town, f"Hverdagen, {half_year}")
    await _fill(session, consultation, chance)
    await close_consultation(session, town.office, consultation)


async def _fill(session: AsyncSession, consultation: Consultation, chance: Random) -> None:
    links = await active_links(session, consultation.id)
    for link in sorted(links, key=lambda one: (str(one.institution_id), one.voice))[:8]:
        for _ in range(chance.choice((3, 7, 9))):
            await submit_answers(session, link.secret, _answer(link.voice, chance), None, "")


async def look_ahead(session: AsyncSession, town: Town) -> None:
    """One that is open, with its first answers, and one that opens in a week."""
    await _fill(session, await _consultation(session, town, "Jeres by, jeres skole"), Random(7))  # noqa: S311  # nosec B311  # the same story every time
    await _consultation(session, town, "Overgange fra børnehave til skole", opens_in=7)
