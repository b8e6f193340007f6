"""The demo's cycles: themes decided, focus areas proposed, dialogues planned, cancelled and held."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.agreements.models import Agreement, AgreementOutcome, AgreementStatus
from api.agreements.schemas import AgreementCreate, TakenUp
from api.core import clock
from api.cycles.actions import create_cycles
from api.cycles.models import Cycle
from api.cycles.schemas import CycleCreate
from api.data_packages.models import DataPackage, PackageStatus
from api.demo.data import CHALLENGES, THEMES
from api.demo.municipality import Town
from api.dialogues.actions.cancel import cancel_dialogues
from api.dialogues.actions.hold import hold_dialogue
from api.dialogues.actions.plan import plan_dialogues
from api.dialogues.actions.revise_prompts import revise_prompts
from api.dialogues.actions.write_circle import write_circle
from api.dialogues.models import FIRST_PROMPTS, Dialogue, Part, Step
from api.dialogues.schemas.circle import Citation, EntryShape, PromptShape
from api.dialogues.schemas.hold import DecisionShape, DialogueHold
from api.dialogues.schemas.plan import DialogueCreate, ParticipantShape
from api.evidence.models import EvidenceKind
from api.focus_areas.actions import propose_focus_areas
from api.focus_areas.models import Decision, Development, FocusArea, FocusAreaStatus, SharedWith
from api.focus_areas.schemas import FocusAreaCreate
from api.institutions.models import Area, Institution, Kind
from api.measurements.models import Measurement
from api.observations.models import Observation
from api.observations.queries.visible import HAS_FEEDBACK
from api.stakeholder_input.models import Input
from api.themes.actions import create_themes, decide_themes
from api.themes.models import Theme
from api.themes.schemas import ThemeCreate


async def begin(session: AsyncSession, town: Town, area: Area, starts_on: date) -> tuple[Cycle, list[Theme]]:
    """A cycle of an area, and its themes as the council decided them."""
    years = f"{starts_on.year}-{starts_on.year + 2}"
    title = f"{'0-6' if area == Area.age_0_6 else '6-18'} år, {years}"
    wanted = CycleCreate(area=area, title=title, discussion_on=starts_on - timedelta(days=14), starts_on=starts_on)
    [cycle] = await create_cycles(session, town.office, [wanted])
    told = THEMES[area.value]
    themes = await create_themes(
        session,
        town.office,
        [
            ThemeCreate(cycle_id=cycle.id, title=title, description=about, kinds=list(kinds))
            for title, about, kinds, _ in told
        ],
    )
    decided = [theme for theme, one in zip(themes, told, strict=True) if one[3]]
    await decide_themes(session, town.office, decided, cycle.discussion_on, f"{starts_on.year}-0417")
    return cycle, decided


async def propose(
    session: AsyncSession, town: Town, themes: Sequence[Theme], institutions: Sequence[Institution], chance: Random
) -> None:
    """Each institution proposes one or two focus areas, leaning on themes that address it."""
    wanted = []
    for institution in institutions:
        fitting = [theme for theme in themes if institution.kind in theme.kinds]
        for theme in chance.sample(fitting, k=min(len(fitting), chance.choice((1, 1, 2)))):
            title, challenge, signs = chance.choice(CHALLENGES[theme.title])
            wanted.append(
                FocusAreaCreate(
                    institution_id=institution.id,
                    theme_id=theme.id,
                    title=title,
                    challenge=challenge,
                    goal="Flere børn oplever, at de hører til og bliver hørt.",
                    signs=signs,
                    shared_with=chance.choice(tuple(SharedWith)),
                )
            )
    await propose_focus_areas(session, town.office, wanted)


def _participants(town: Town, institution: Institution) -> list[ParticipantShape]:
    chief = town.chiefs[town.district_of[institution.id]]
    seats = [
        ParticipantShape(part=Part.leader, person_id=town.leaders[institution.id].id),
        ParticipantShape(part=Part.chief, person_id=chief.id),
        ParticipantShape(part=Part.staff, name="To fra personalegruppen"),
        ParticipantShape(part=Part.parent_board, name="Formanden for forældrene"),
    ]
    if institution.kind == Kind.school:
        seats.append(ParticipantShape(part=Part.student_council, people_count=3))
    return seats


async def plan(
    session: AsyncSession, town: Town, cycle: Cycle, round: int, institutions: Sequence[Institution], day: date
) -> list[Dialogue]:
    """A round's dialogues: three a day from that day on."""
    wanted = []
    for number, institution in enumerate(institutions):
        begins = datetime.combine(day + timedelta(days=number // 3), time(9 + 2 * (number % 3)), clock.COPENHAGEN)
        wanted.append(
            DialogueCreate(
                institution_id=institution.id,
                cycle_id=cycle.id,
                round=round,
                planned_for=begins,
                place=institution.name,
                participants=_participants(town, institution),
                data_holder_id=town.leaders[institution.id].id,
                school_development_talk=_is_talk(institution, round),
                parent_representative_invited=True if _is_talk(institution, round) else None,
            )
        )
    return await plan_dialogues(session, town.office, wanted)


def _is_talk(institution: Institution, round: int) -> bool:
    return institution.kind == Kind.school and round % 2 == 0


async def revise(session: AsyncSession, town: Town) -> None:
    """The municipality asks otherwise of a challenge from now on; what was held keeps what it was held by."""
    words = {**FIRST_PROMPTS, Step.challenge: "Hvad er svært lige nu, hvem mærker det, og hvor ved vi det fra?"}
    await revise_prompts(session, town.office, [PromptShape(step=step, prompt=text) for step, text in words.items()])


async def call_off(session: AsyncSession, town: Town, dialogues: Sequence[Dialogue]) -> None:
    """Dialogues that do not take place."""
    await cancel_dialogues(session, town.office, dialogues, "Lederen er syg; en ny tid aftales.")


async def _evidence(session: AsyncSession, institution_id: UUID) -> tuple[list[Citation], list[Citation]]:
    figures = await session.execute(
        select(col(Measurement.id))
        .join(DataPackage, col(DataPackage.id) == col(Measurement.package_id))
        .where(
            col(Measurement.institution_id) == institution_id,
            col(Measurement.breakdown) == "all",
            col(DataPackage.status) == PackageStatus.released,
        )
        .order_by(col(DataPackage.half_year).desc(), col(Measurement.id))
        .limit(2)
    )
    voices = await session.execute(
        select(col(Input.id)).where(col(Input.unit_id) == institution_id).order_by(col(Input.id).desc()).limit(3)
    )
    seen = await session.execute(
        select(col(Observation.id)).where(col(Observation.institution_id) == institution_id, HAS_FEEDBACK)
    )
    return (
        [Citation(kind=EvidenceKind.measurement, id=id) for id in figures.scalars()],
        [
            *(Citation(kind=EvidenceKind.stakeholder_input, id=id) for id in voices.scalars()),
            *(Citation(kind=EvidenceKind.observation, id=id) for id in seen.scalars()),
        ],
    )


_CIRCLE = (
    (Step.challenge, "Vi er optaget af, hvem der står i kanten af fællesskabet, og hvornår på dagen det sker."),
    (Step.data, "Tallene ligger, hvor de plejer; børnene fortæller noget, som tallene ikke viser."),
    (Step.analysis, "Det er overgangene, der er svære: dér er færrest voksne og mest larm."),
    (Step.goal, "I foråret kan vi se flere blandede grupper og færre, der går alene."),
    (Step.action, "To faste værter på hver overgang, og børnene er med til at vælge lege."),
)


async def hold(session: AsyncSession, town: Town, dialogue: Dialogue, last_round: int, chance: Random) -> None:
    """A dialogue takes place: round the circle, then decisions and agreements."""
    caller = town.chiefs[town.district_of[dialogue.institution_id]]
    numbers, voices = await _evidence(session, dialogue.institution_id)
    entries = [EntryShape(step=step, text=words) for step, words in _CIRCLE]
    entries[1] = EntryShape(step=Step.data, text=entries[1].text, cited=[*numbers, *voices])
    await write_circle(session, caller, dialogue, entries)
    of_here = col(FocusArea.institution_id) == dialogue.institution_id
    standing = col(FocusArea.status).in_([FocusAreaStatus.proposed.value, FocusAreaStatus.chosen.value])
    areas = (await session.execute(select(FocusArea).where(of_here, standing).order_by(col(FocusArea.id)))).scalars()
    open_here = select(Agreement).where(
        col(Agreement.institution_id) == dialogue.institution_id,
        col(Agreement.status) == AgreementStatus.open,
        col(Agreement.shared),
    )
    agreements = (await session.execute(open_here.order_by(col(Agreement.id)))).scalars().all()
    said = DialogueHold(
        decisions=[_decision(area, dialogue.round == last_round, chance) for area in areas],
        agreements=[
            AgreementCreate(
                text="Prøve faste værter på overgangene og fortælle bestyrelsen, hvad der sker.",
                responsible="Den pædagogiske leder",
                due_on=clock.today() + timedelta(days=chance.choice((45, 120))),
            )
        ],
        taken_up=[
            TakenUp(
                agreement_id=agreement.id,
                outcome=chance.choice((AgreementOutcome.done, AgreementOutcome.done, AgreementOutcome.continued)),
            )
            for agreement in agreements
        ],
        because=None if numbers and voices else {"one-sided-evidence": "Datapakken var ikke klar til mødet."},
    )
    await hold_dialogue(session, caller, dialogue, said)


def _decision(area: FocusArea, is_last: bool, chance: Random) -> DecisionShape:
    if area.status == FocusAreaStatus.proposed:
        return DecisionShape(focus_area_id=area.id, decision=Decision.choose, development=Development.none)
    if is_last:
        outcome = "Overgangene er rolige, og børnene siger det selv."
        return DecisionShape(
            focus_area_id=area.id, decision=Decision.complete, development=Development.reached, outcome=outcome
        )
    seen = chance.choice((Development.some, Development.some, Development.clear))
    return DecisionShape(focus_area_id=area.id, decision=Decision.continue_, development=seen)
