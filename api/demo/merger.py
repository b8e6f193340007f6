"""The demo's merger: a small day-care institution without a leader goes on in another, with what was agreed there."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from api.agreements.actions import share_agreements
from api.agreements.models import Agreement
from api.agreements.schemas import AgreementCreate
from api.closures.actions import close_institution
from api.closures.schemas import InstitutionClose
from api.core import clock
from api.demo.municipality import Town
from api.follow_ups.actions.hold import hold_follow_up
from api.follow_ups.actions.plan import plan_follow_ups
from api.follow_ups.models import Assessment
from api.follow_ups.schemas.hold import FollowUpHold
from api.follow_ups.schemas.plan import FollowUpCreate
from api.institutions.actions import create_institutions
from api.institutions.models import Institution, Kind
from api.institutions.schemas import InstitutionCreate


async def found(session: AsyncSession, town: Town) -> Institution:
    """Svalereden, in the district of the institution that it will go on in; nobody leads it."""
    district = town.districts[town.district_of[_heir(town).id]]
    wanted = InstitutionCreate(name="Børnehuset Svalereden", kind=Kind.day_care, number="990999", district_id=district)
    [institution] = await create_institutions(session, None, [wanted])
    return institution


def _heir(town: Town) -> Institution:
    return town.taking_part(Kind.day_care)[-1]


async def follow_up(session: AsyncSession, town: Town, institution: Institution, day: date) -> None:
    """In the vacancy the chief acts alone, and shares what is agreed."""
    begins = datetime.combine(day, time(10), clock.COPENHAGEN)
    wanted = FollowUpCreate(institution_id=institution.id, planned_for=begins)
    [planned] = await plan_follow_ups(session, town.office, [wanted])
    agreed = AgreementCreate(
        text="Personalet møder deres nye kolleger inden sommer.", responsible="Chefen", due_on=day + timedelta(days=400)
    )
    said = FollowUpHold(
        assessment=Assessment.no_concern,
        topics=["Huset er uden leder"],
        agreements=[agreed],
        notes="Der er ingen ansøgere; huset kan gå videre sammen med naboen.",
    )
    chief = town.chiefs[town.district_of[_heir(town).id]]
    await hold_follow_up(session, chief, planned, said)
    made = await session.execute(select(Agreement).where(col(Agreement.origin_id) == planned.id))
    await share_agreements(session, chief, list(made.scalars()))


async def merge(session: AsyncSession, town: Town, institution: Institution) -> None:
    """Svalereden closes; its neighbour takes over what is open."""
    said = InstitutionClose(reason="De to huse bliver ét, med fælles ledelse.", successor_ids=[_heir(town).id])
    await close_institution(session, town.office, institution, said)
