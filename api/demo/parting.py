"""What goes again: words that named a child, and the name of somebody who has left."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.models import Grant, Person, Role
from api.demo.settling import Town
from api.institutions.models import Institution, Kind
from api.people.actions import create_people
from api.people.grants import create_grants, end_grant
from api.people.models import GrantCreate, PersonCreate
from api.stakeholder_input.actions import add_inputs, redact_input
from api.stakeholder_input.models import AgeGroup, Input, Method, Voice
from api.stakeholder_input.shapes import InputCreate, Redactable
from api.stewardship.erasing import erase_person

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
        institution_id=school.id, voice=Voice.child, method=Method.conversation, age_group=AgeGroup.from_6,
        text=_NAMED, people_count=1, collected_on=on,
    )  # fmt: skip
    return (await add_inputs(session, None, [said]))[0]


async def part(session: AsyncSession, town: Town, held: Grant, named: Input) -> None:
    """The words go, with a reason in their place; who has left is erased, and what they did stays."""
    await redact_input(session, town.office, named, [Redactable.text], "nævnte et barn ved navn")
    await end_grant(session, None, held)
    await erase_person(session, None, await session.get_one(Person, held.person_id))


def school_of(town: Town) -> Institution:
    """Where it happens."""
    return town.taking_part(Kind.school)[0]
