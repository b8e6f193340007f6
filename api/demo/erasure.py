"""What goes again: words that named a child, and the name of somebody who has left."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.models import Grant, Role
from api.demo.municipality import Town
from api.grants.actions import create_grants, end_grant
from api.grants.schemas import GrantCreate
from api.institutions.models import Institution, Kind
from api.people.actions.create import create_people
from api.people.schemas import PersonCreate
from api.privacy.actions.erase import erase_person
from api.sign_in.models import Person
from api.stakeholder_input.actions import create_inputs, redact_input
from api.stakeholder_input.models import AgeGroup, Input, Method, Voice
from api.stakeholder_input.schemas import InputCreate, Redactable

_NAMED = "Frederik Holst fra 2.b sagde, at han helst er i biblioteket, når de andre spiller bold."


async def join(session: AsyncSession, school: Institution, since: date) -> Grant:
    """Somebody who stands in for a teacher, and will leave again."""
    wanted = PersonCreate(username="laerer.vikar", name="Ditte Bruun Olesen", email="vikar@egekommune.example")
    [person] = await create_people(session, None, [wanted])
    given = GrantCreate(person_id=person.id, unit_id=school.id, role=Role.staff, since_on=since)
    return (await create_grants(session, None, [given]))[0]


async def name_a_child(session: AsyncSession, school: Institution, on: date) -> Input:
    """What nobody should have written."""
    said = InputCreate(
        institution_id=school.id,
        voice=Voice.child,
        method=Method.conversation,
        age_group=AgeGroup.from_6,
        text=_NAMED,
        people_count=1,
        collected_on=on,
    )
    return (await create_inputs(session, None, [said]))[0]


async def part(session: AsyncSession, town: Town, held: Grant, named: Input) -> None:
    """The words go, with a reason in their place; who has left is erased, and what they did stays."""
    await redact_input(session, town.office, named, [Redactable.text], "nævnte et barn ved navn")
    await end_grant(session, None, held)
    await erase_person(session, None, await session.get_one(Person, held.person_id))


def school_of(town: Town) -> Institution:
    """Where it happens."""
    return town.taking_part(Kind.school)[0]
