"""Seed a merger: a small day-care institution without a leader closes, and a neighbour succeeds it."""

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
from api.demo.municipality import Municipality
from api.follow_ups.actions.hold import hold_follow_up
from api.follow_ups.actions.plan import plan_follow_ups
from api.follow_ups.models import Assessment
from api.follow_ups.schemas.hold import FollowUpHold
from api.follow_ups.schemas.plan import FollowUpCreate
from api.institutions.actions import create_institutions
from api.institutions.models import Institution, Kind
from api.institutions.schemas import InstitutionCreate


async def create_closing_institution(session: AsyncSession, municipality: Municipality) -> Institution:
    """Create Svalereden, without a leader, in the district of its later successor."""
    district_name = municipality.district_names[_successor(municipality).id]
    fields = InstitutionCreate(
        name="Børnehuset Svalereden",
        kind=Kind.day_care,
        number="990999",
        district_id=municipality.districts[district_name],
    )
    [institution] = await create_institutions(session, None, [fields])
    return institution


def _successor(municipality: Municipality) -> Institution:
    return municipality.institutions_with_dialogues(Kind.day_care)[-1]


async def hold_follow_up_in_vacancy(
    session: AsyncSession, municipality: Municipality, institution: Institution, day: date
) -> None:
    """Hold a follow-up with the chief alone, since nobody leads the institution, and share its agreements."""
    plan = FollowUpCreate(institution_id=institution.id, planned_for=datetime.combine(day, time(10), clock.COPENHAGEN))
    [follow_up] = await plan_follow_ups(session, municipality.administration, [plan])
    agreement = AgreementCreate(
        text="Personalet møder deres nye kolleger inden sommer.", responsible="Chefen", due_on=day + timedelta(days=400)
    )
    fields = FollowUpHold(
        assessment=Assessment.no_concern,
        topics=["Huset er uden leder"],
        agreements=[agreement],
        notes="Der er ingen ansøgere; huset kan gå videre sammen med naboen.",
    )
    chief = municipality.chief_of(_successor(municipality).id)
    await hold_follow_up(session, chief, follow_up, fields)
    agreements = await session.execute(select(Agreement).where(col(Agreement.origin_id) == follow_up.id))
    await share_agreements(session, chief, list(agreements.scalars()))


async def merge(session: AsyncSession, municipality: Municipality, institution: Institution) -> None:
    """Close the institution, with its neighbour as successor."""
    fields = InstitutionClose(
        reason="De to huse bliver ét, med fælles ledelse.", successor_ids=[_successor(municipality).id]
    )
    await close_institution(session, municipality.administration, institution, fields)
