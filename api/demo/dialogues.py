"""Seed dialogues: planned in rounds, cancelled, and held with circle, decisions and agreements."""

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
from api.cycles.models import Cycle
from api.data_packages.models import DataPackage, PackageStatus
from api.demo.municipality import Municipality
from api.dialogues.actions.cancel import cancel_dialogues
from api.dialogues.actions.hold import hold_dialogue
from api.dialogues.actions.plan import plan_dialogues
from api.dialogues.actions.revise_prompts import revise_prompts
from api.dialogues.actions.write_circle import write_circle
from api.dialogues.models import DEFAULT_PROMPTS, Dialogue, Part, Step
from api.dialogues.schemas.circle import Citation, EntryShape, PromptShape
from api.dialogues.schemas.hold import DecisionShape, DialogueHold
from api.dialogues.schemas.plan import DialogueCreate, ParticipantShape
from api.evidence.models import EvidenceKind
from api.focus_areas.models import Decision, Development, FocusArea, FocusAreaStatus
from api.institutions.models import Institution, Kind
from api.measurements.models import Measurement
from api.observations.models import Observation
from api.observations.queries.visible import HAS_FEEDBACK
from api.stakeholder_input.models import Input

_CIRCLE = (
    (Step.challenge, "Vi er optaget af, hvem der står i kanten af fællesskabet, og hvornår på dagen det sker."),
    (Step.data, "Tallene ligger, hvor de plejer; børnene fortæller noget, som tallene ikke viser."),
    (Step.analysis, "Det er overgangene, der er svære: dér er færrest voksne og mest larm."),
    (Step.goal, "I foråret kan vi se flere blandede grupper og færre, der går alene."),
    (Step.action, "To faste værter på hver overgang, og børnene er med til at vælge lege."),
)


def _participants(municipality: Municipality, institution: Institution) -> list[ParticipantShape]:
    chief = municipality.chief_of(institution.id)
    participants = [
        ParticipantShape(part=Part.leader, person_id=municipality.leaders[institution.id].id),
        ParticipantShape(part=Part.chief, person_id=chief.id),
        ParticipantShape(part=Part.staff, name="To fra personalegruppen"),
        ParticipantShape(part=Part.parent_board, name="Formanden for forældrene"),
    ]
    if institution.kind == Kind.school:
        participants.append(ParticipantShape(part=Part.student_council, people_count=3))
    return participants


async def plan_round(
    session: AsyncSession,
    municipality: Municipality,
    cycle: Cycle,
    round: int,
    institutions: Sequence[Institution],
    first_day: date,
) -> list[Dialogue]:
    """Plan a round's dialogues, three a day from the first day on."""
    plans = []
    for number, institution in enumerate(institutions):
        day, hour = first_day + timedelta(days=number // 3), 9 + 2 * (number % 3)
        is_school_development_talk = institution.kind == Kind.school and round % 2 == 0
        plans.append(
            DialogueCreate(
                institution_id=institution.id,
                cycle_id=cycle.id,
                round=round,
                planned_for=datetime.combine(day, time(hour), clock.COPENHAGEN),
                place=institution.name,
                participants=_participants(municipality, institution),
                data_holder_id=municipality.leaders[institution.id].id,
                school_development_talk=is_school_development_talk,
                parent_representative_invited=True if is_school_development_talk else None,
            )
        )
    return await plan_dialogues(session, municipality.administration, plans)


async def revise_circle_prompts(session: AsyncSession, municipality: Municipality) -> None:
    """Revise the prompt of a challenge; dialogues that were held keep the prompts they were held with."""
    texts = {**DEFAULT_PROMPTS, Step.challenge: "Hvad er svært lige nu, hvem mærker det, og hvor ved vi det fra?"}
    prompts = [PromptShape(step=step, prompt=text) for step, text in texts.items()]
    await revise_prompts(session, municipality.administration, prompts)


async def cancel(session: AsyncSession, municipality: Municipality, dialogues: Sequence[Dialogue]) -> None:
    """Cancel dialogues."""
    await cancel_dialogues(session, municipality.administration, dialogues, "Lederen er syg; en ny tid aftales.")


async def _citations(session: AsyncSession, institution_id: UUID) -> tuple[list[Citation], list[Citation]]:
    """Return citations of an institution's newest figures, and of its input and observations."""
    measurement_ids = await session.execute(
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
    input_ids = await session.execute(
        select(col(Input.id)).where(col(Input.unit_id) == institution_id).order_by(col(Input.id).desc()).limit(3)
    )
    observation_ids = await session.execute(
        select(col(Observation.id)).where(col(Observation.institution_id) == institution_id, HAS_FEEDBACK)
    )
    return (
        [Citation(kind=EvidenceKind.measurement, id=id) for id in measurement_ids.scalars()],
        [
            *(Citation(kind=EvidenceKind.stakeholder_input, id=id) for id in input_ids.scalars()),
            *(Citation(kind=EvidenceKind.observation, id=id) for id in observation_ids.scalars()),
        ],
    )


async def hold(
    session: AsyncSession, municipality: Municipality, dialogue: Dialogue, last_round: int, generator: Random
) -> None:
    """Write a dialogue's circle, and hold it with decisions on focus areas and with agreements."""
    chief = municipality.chief_of(dialogue.institution_id)
    figures, statements = await _citations(session, dialogue.institution_id)
    entries = [EntryShape(step=step, text=text) for step, text in _CIRCLE]
    entries[1] = EntryShape(step=Step.data, text=entries[1].text, cited=[*figures, *statements])
    await write_circle(session, chief, dialogue, entries)
    of_institution = col(FocusArea.institution_id) == dialogue.institution_id
    is_undecided = col(FocusArea.status).in_([FocusAreaStatus.proposed.value, FocusAreaStatus.chosen.value])
    focus_areas = await session.execute(
        select(FocusArea).where(of_institution, is_undecided).order_by(col(FocusArea.id))
    )
    open_agreements = select(Agreement).where(
        col(Agreement.institution_id) == dialogue.institution_id,
        col(Agreement.status) == AgreementStatus.open,
        col(Agreement.shared),
    )
    agreements = (await session.execute(open_agreements.order_by(col(Agreement.id)))).scalars().all()
    fields = DialogueHold(
        decisions=[
            _decision(focus_area, dialogue.round == last_round, generator) for focus_area in focus_areas.scalars()
        ],
        agreements=[
            AgreementCreate(
                text="Prøve faste værter på overgangene og fortælle bestyrelsen, hvad der sker.",
                responsible="Den pædagogiske leder",
                due_on=clock.today() + timedelta(days=generator.choice((45, 120))),
            )
        ],
        taken_up=[
            TakenUp(
                agreement_id=agreement.id,
                outcome=generator.choice((AgreementOutcome.done, AgreementOutcome.done, AgreementOutcome.continued)),
            )
            for agreement in agreements
        ],
        because=None if figures and statements else {"one-sided-evidence": "Datapakken var ikke klar til mødet."},
    )
    await hold_dialogue(session, chief, dialogue, fields)


def _decision(focus_area: FocusArea, is_last_round: bool, generator: Random) -> DecisionShape:
    if focus_area.status == FocusAreaStatus.proposed:
        return DecisionShape(focus_area_id=focus_area.id, decision=Decision.choose, development=Development.none)
    if is_last_round:
        return DecisionShape(
            focus_area_id=focus_area.id,
            decision=Decision.complete,
            development=Development.reached,
            outcome="Overgangene er rolige, og børnene siger det selv.",
        )
    development = generator.choice((Development.some, Development.some, Development.clear))
    return DecisionShape(focus_area_id=focus_area.id, decision=Decision.continue_, development=development)
