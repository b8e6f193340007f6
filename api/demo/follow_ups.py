"""The demo's follow-ups: planned for whole districts, held, cancelled; agreements shared or not; two concerns."""

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
from api.demo.municipality import Town
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

CONCERN = "Der er for få voksne ude, når børnene er ude, og to uheld er ikke blevet fulgt op."
SERIOUS = "Tilsynet fandt store grupper uden voksne i overgangene, og klagerne er ikke besvaret."


def followed(town: Town) -> list[Institution]:
    """The institutions that take part in follow-ups."""
    return [
        institution for institution in town.institutions.values() if institution.participation != Participation.none
    ]


async def plan(session: AsyncSession, town: Town, days: Sequence[tuple[Institution, date]]) -> list[FollowUp]:
    """A round of follow-ups, at different times of their days."""
    wanted = [
        FollowUpCreate(
            institution_id=institution.id,
            planned_for=datetime.combine(day, time(8 + 2 * (number % 4), 30), clock.COPENHAGEN),
        )
        for number, (institution, day) in enumerate(days)
    ]
    return await plan_follow_ups(session, town.office, wanted)


async def call_off(session: AsyncSession, town: Town, follow_ups: Sequence[FollowUp]) -> None:
    """Follow-ups that do not take place."""
    await cancel_follow_ups(session, town.office, follow_ups, "Chefen er på kursus; en ny tid aftales.")


async def hold(
    session: AsyncSession, town: Town, follow_up: FollowUp, chance: Random, concern: Assessment | None = None
) -> None:
    """A follow-up takes place, with notes and an agreement that is sometimes shared at once."""
    chief = town.chiefs[town.district_of[follow_up.institution_id]]
    reason = {Assessment.concern: CONCERN, Assessment.serious_concern: SERIOUS}
    standing = await open_supervisions(session, [follow_up.institution_id])
    said = FollowUpHold(
        assessment=concern or Assessment.no_concern,
        reason=reason[concern] if concern else "Det er på plads nu." if standing else None,
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
    await hold_follow_up(session, chief, follow_up, said)
    if chance.random() < 0.4:
        made = await session.execute(select(Agreement).where(col(Agreement.origin_id) == follow_up.id))
        await share_agreements(session, chief, list(made.scalars()))
    leader = town.leaders.get(follow_up.institution_id)
    if leader is not None and chance.random() < 0.3:
        await write_remark(session, _as(leader), follow_up, "Jeg er glad for, at vi fik talt om det.")


def _as(person: Person) -> Caller:
    return Caller(person.id, "person", new_id(), person.name)


async def act(session: AsyncSession, town: Town, institution: Institution) -> None:
    """The leader plans what is done about a concern, and the parent board says what it thinks."""
    supervision = (await open_supervisions(session, [institution.id]))[institution.id]
    planned = [
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
    await plan_actions(session, _as(town.leaders[institution.id]), supervision, planned)
    board = await session.execute(select(Person).where(col(Person.username) == "skolebestyrelse"))
    await add_comment(session, _as(board.scalar_one()), supervision, "Vi vil gerne høre om planen på hvert møde.")
