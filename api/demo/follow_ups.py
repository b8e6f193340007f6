"""Seed follow-ups: planned in rounds, held and cancelled; some agreements are shared, and two concerns recorded."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.access.caller import Caller
from api.agreements.actions import share_agreements
from api.agreements.models import Agreement
from api.agreements.schemas import AgreementCreate
from api.core import clock
from api.core.identifiers import new_id
from api.demo.municipality import Municipality
from api.follow_ups.actions.cancel import cancel_follow_ups
from api.follow_ups.actions.hold import hold_follow_up
from api.follow_ups.actions.plan import plan_follow_ups
from api.follow_ups.actions.write_notes import write_remark
from api.follow_ups.models import Assessment, FollowUp
from api.follow_ups.schemas.hold import FollowUpHold
from api.follow_ups.schemas.plan import FollowUpCreate
from api.heightened_supervision.actions.comment import add_comment
from api.heightened_supervision.actions.plan_actions import plan_actions
from api.heightened_supervision.queries import open_supervisions
from api.heightened_supervision.schemas import ActionShape
from api.institutions.models import Institution, Participation
from api.sign_in.models import Person

_REASONS = {
    Assessment.concern: "Der er for få voksne ude, når børnene er ude, og to uheld er ikke blevet fulgt op.",
    Assessment.serious_concern: (
        "Tilsynet fandt store grupper uden voksne i overgangene, og klagerne er ikke besvaret."
    ),
}


def institutions_with_follow_ups(municipality: Municipality) -> list[Institution]:
    """Return the institutions that take part in follow-ups."""
    return [
        institution
        for institution in municipality.institutions.values()
        if institution.participation != Participation.none
    ]


async def plan_round(
    session: AsyncSession, municipality: Municipality, days: Sequence[tuple[Institution, date]]
) -> list[FollowUp]:
    """Plan a round of follow-ups, each on its day and at one of four times."""
    plans = [
        FollowUpCreate(
            institution_id=institution.id,
            planned_for=datetime.combine(day, time(8 + 2 * (number % 4), 30), clock.COPENHAGEN),
        )
        for number, (institution, day) in enumerate(days)
    ]
    return await plan_follow_ups(session, municipality.administration, plans)


async def cancel(session: AsyncSession, municipality: Municipality, follow_ups: Sequence[FollowUp]) -> None:
    """Cancel follow-ups."""
    await cancel_follow_ups(session, municipality.administration, follow_ups, "Chefen er på kursus; en ny tid aftales.")


async def hold(
    session: AsyncSession,
    municipality: Municipality,
    follow_up: FollowUp,
    generator: Random,
    concern: Assessment | None = None,
) -> None:
    """Hold a follow-up with notes and an agreement; sometimes share the agreement, and sometimes add a remark."""
    chief = municipality.chief_of(follow_up.institution_id)
    has_open_supervision = bool(await open_supervisions(session, [follow_up.institution_id]))
    fields = FollowUpHold(
        assessment=concern or Assessment.no_concern,
        reason=_REASONS[concern] if concern else "Det er på plads nu." if has_open_supervision else None,
        topics=["Trivsel og fravær", "Ledelsens hverdag"],
        notes="Vi talte om sygefraværet i foråret, og om hvordan ledelsen deler opgaverne.",
        agreements=[
            AgreementCreate(
                text="Lederen drøfter vagtplanen med personalet og vender tilbage.",
                responsible="Lederen",
                due_on=clock.today() + timedelta(days=60),
            )
        ],
    )
    await hold_follow_up(session, chief, follow_up, fields)
    if generator.random() < 0.4:
        agreements = await session.execute(select(Agreement).where(col(Agreement.origin_id) == follow_up.id))
        await share_agreements(session, chief, list(agreements.scalars()))
    leader = municipality.leaders.get(follow_up.institution_id)
    if leader is not None and generator.random() < 0.3:
        await write_remark(session, _caller(leader), follow_up, "Jeg er glad for, at vi fik talt om det.")


def _caller(person: Person) -> Caller:
    return Caller(person.id, "person", new_id(), person.name)


async def plan_supervision_actions(session: AsyncSession, municipality: Municipality, institution: Institution) -> None:
    """Plan actions of an institution under heightened supervision, and let the parent board comment."""
    supervision = (await open_supervisions(session, [institution.id]))[institution.id]
    actions = [
        ActionShape(
            text="To voksne ude i alle overgange, med navne på tavlen.",
            responsible="Lederen",
            due_on=clock.today() + timedelta(days=14),
        ),
        ActionShape(
            text="Møde med forældrene om klagerne.",
            responsible="Lederen og chefen",
            due_on=clock.today() + timedelta(days=30),
        ),
    ]
    await plan_actions(session, _caller(municipality.leaders[institution.id]), supervision, actions)
    board_members = await session.execute(select(Person).where(col(Person.username) == "skolebestyrelse"))
    comment = "Vi vil gerne høre om planen på hvert møde."
    await add_comment(session, _caller(board_members.scalar_one()), supervision, comment)
