"""The demo's observations: a guide in its editions, and colleagues who visit each other's learning environments."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from api.core import clock
from api.demo.municipality import Town
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
_SEEN = {
    "transitions": "To voksne står ved døren og siger hvert barns navn; ved vasken venter mange for længe.",
    "participation": "I de små grupper taler næsten alle. I samlingen er det de samme fire.",
    "adults": "De voksne er fordelt, men hjørnet ved vinduet ses ikke derfra.",
}


async def write_guide(session: AsyncSession, town: Town) -> ObservationGuide:
    """The municipality's guide, in its first edition."""
    wanted = ObservationGuideCreate(
        title="Læringsmiljøet, set udefra",
        learning_environment="Rum, rytme og relationer: det, børn og unge lærer i, også når ingen underviser.",
        look_for="Se efter det, der sker, før I tænker over, hvorfor. Skriv, hvad I så og hørte.",
        points=[PointShape(key=key, title=title, prompt=ask, scale=scale) for key, title, ask, scale in _POINTS],
    )
    [guide] = await create_guides(session, town.office, [wanted])
    await publish_guides(session, town.office, [guide])
    return guide


async def renew(session: AsyncSession, town: Town, guide: ObservationGuide) -> ObservationGuide:
    """A second edition, published, and the draft of a third."""
    revised = await revise_guide(session, town.office, guide)
    await publish_guides(session, town.office, [revised])
    await revise_guide(session, town.office, revised)
    return revised


def _plans(
    town: Town, guide: ObservationGuide, places: Sequence[Institution], day: date, chance: Random
) -> list[ObservationCreate]:
    others = [leader for leader in town.leaders if town.leaders[leader].active]
    return [
        ObservationCreate(
            institution_id=place.id,
            guide_id=guide.id,
            purpose="Vi vil vide, hvordan hverdagen ser ud for de børn, der siger mindst.",
            planned_for=datetime.combine(day, time(9), clock.COPENHAGEN),
            observer_ids=[town.leaders[id].id for id in chance.sample([id for id in others if id != place.id], k=2)],
        )
        for place in places
    ]


async def visit(
    session: AsyncSession, town: Town, guide: ObservationGuide, places: Sequence[Institution], chance: Random
) -> None:
    """Today's observations, as far along as their number says: the first of five is observed, then fed back, replied
    to, and two are shared."""
    today = clock.today()
    made = await plan_observations(session, town.office, _plans(town, guide, places, today, chance))
    for number, one in enumerate(made):
        await observe(session, town.office, one, today, today)
        if number % 5:
            await _tell(session, one, chance)
        if number % 5 > 1:
            said = ObservationReply(
                reply=Reply.accurate, reply_text="Det med vasken vidste vi; hjørnet vidste vi ikke."
            )
            await reply_to_feedback(session, None, one, said)
        if number % 5 > 2:
            await share_feedback(session, None, [one])


async def _tell(session: AsyncSession, observation: Observation, chance: Random) -> None:
    points = [
        SaidPoint(key=key, text=_SEEN[key], level=chance.randint(2, 4) if scale else None)
        for key, _, _, scale in _POINTS
    ]
    whole = "Her er rart at være. Læg mærke til ventetiden ved vasken og til, hvem der tager ordet i samlingen."
    await give_feedback(session, None, observation, ObservationFeedback(points=points, feedback=whole))


async def look_ahead(
    session: AsyncSession, town: Town, guide: ObservationGuide, places: Sequence[Institution], chance: Random
) -> None:
    """Observations of the weeks to come, one of which does not take place."""
    day = clock.today() + timedelta(days=14)
    made = await plan_observations(session, town.office, _plans(town, guide, places, day, chance))
    await cancel_observations(session, town.office, made[:1], "Mange er syge; vi finder en ny dag.")
