"""Seed observations: editions of a guide, and leaders who observe each other's learning environments."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from api.core import clock
from api.demo.municipality import Municipality
from api.institutions.models import Institution
from api.observation_guides.actions import create_guides, publish_guides, revise_guide
from api.observation_guides.models import ObservationGuide
from api.observation_guides.schemas import ObservationGuideCreate, PointShape
from api.observations.actions.cancel import cancel_observations
from api.observations.actions.give_feedback import give_feedback
from api.observations.actions.observe import observe
from api.observations.actions.plan import plan_observations
from api.observations.actions.reply import reply_to_feedback
from api.observations.actions.share import share_feedback
from api.observations.models import Observation, Reply
from api.observations.schemas import ObservationCreate, ObservationFeedback, ObservationReply, SaidPoint

_SCALE = ["Sjældent", "Af og til", "Ofte", "Næsten altid"]
_POINTS = (
    ("transitions", "Overgange", "Hvem tager imod, og hvad gør børnene, mens de venter?", None),
    ("participation", "Deltagelse", "Hvem er med, hvem ser til, og hvem taler?", _SCALE),
    ("adults", "De voksnes placering", "Hvor er de voksne, og hvad ser de derfra?", _SCALE),
)
_FEEDBACK = "Her er rart at være. Læg mærke til ventetiden ved vasken og til, hvem der tager ordet i samlingen."
_FEEDBACK_BY_POINT = {
    "transitions": "To voksne står ved døren og siger hvert barns navn; ved vasken venter mange for længe.",
    "participation": "I de små grupper taler næsten alle. I samlingen er det de samme fire.",
    "adults": "De voksne er fordelt, men hjørnet ved vinduet ses ikke derfra.",
}


async def publish_first_edition(session: AsyncSession, municipality: Municipality) -> ObservationGuide:
    """Create and publish the first edition of the municipality's guide."""
    fields = ObservationGuideCreate(
        title="Læringsmiljøet, set udefra",
        learning_environment="Rum, rytme og relationer: det, børn og unge lærer i, også når ingen underviser.",
        look_for="Se efter det, der sker, før I tænker over, hvorfor. Skriv, hvad I så og hørte.",
        points=[PointShape(key=key, title=title, prompt=prompt, scale=scale) for key, title, prompt, scale in _POINTS],
    )
    [guide] = await create_guides(session, municipality.administration, [fields])
    await publish_guides(session, municipality.administration, [guide])
    return guide


async def publish_second_edition(
    session: AsyncSession, municipality: Municipality, guide: ObservationGuide
) -> ObservationGuide:
    """Publish a second edition, and draft a third; return the second."""
    second_edition = await revise_guide(session, municipality.administration, guide)
    await publish_guides(session, municipality.administration, [second_edition])
    await revise_guide(session, municipality.administration, second_edition)
    return second_edition


def _plans(
    municipality: Municipality, guide: ObservationGuide, places: Sequence[Institution], day: date, generator: Random
) -> list[ObservationCreate]:
    active = [institution_id for institution_id, leader in municipality.leaders.items() if leader.active]
    plans = []
    for place in places:
        of_observers = generator.sample(
            [institution_id for institution_id in active if institution_id != place.id], k=2
        )
        plans.append(
            ObservationCreate(
                institution_id=place.id,
                guide_id=guide.id,
                purpose="Vi vil vide, hvordan hverdagen ser ud for de børn, der siger mindst.",
                planned_for=datetime.combine(day, time(9), clock.COPENHAGEN),
                observer_ids=[municipality.leaders[institution_id].id for institution_id in of_observers],
            )
        )
    return plans


async def observe_institutions(
    session: AsyncSession,
    municipality: Municipality,
    guide: ObservationGuide,
    places: Sequence[Institution],
    generator: Random,
) -> None:
    """Plan today's observations and carry each to a stage.

    Of every five, the first is observed, the second has feedback, the third a reply, and the last two are shared.
    """
    today = clock.today()
    plans = _plans(municipality, guide, places, today, generator)
    observations = await plan_observations(session, municipality.administration, plans)
    for number, observation in enumerate(observations):
        await observe(session, municipality.administration, observation, today, today)
        stage = number % 5
        if stage > 0:
            await _give_feedback(session, observation, generator)
        if stage > 1:
            reply = ObservationReply(
                reply=Reply.accurate, reply_text="Det med vasken vidste vi; hjørnet vidste vi ikke."
            )
            await reply_to_feedback(session, None, observation, reply)
        if stage > 2:
            await share_feedback(session, None, [observation])


async def _give_feedback(session: AsyncSession, observation: Observation, generator: Random) -> None:
    points = [
        SaidPoint(key=key, text=_FEEDBACK_BY_POINT[key], level=generator.randint(2, 4) if scale else None)
        for key, _, _, scale in _POINTS
    ]
    await give_feedback(session, None, observation, ObservationFeedback(points=points, feedback=_FEEDBACK))


async def plan_upcoming(
    session: AsyncSession,
    municipality: Municipality,
    guide: ObservationGuide,
    places: Sequence[Institution],
    generator: Random,
) -> None:
    """Plan observations in two weeks, and cancel the first."""
    day = clock.today() + timedelta(days=14)
    plans = _plans(municipality, guide, places, day, generator)
    observations = await plan_observations(session, municipality.administration, plans)
    await cancel_observations(
        session, municipality.administration, observations[:1], "Mange er syge; vi finder en ny dag."
    )
