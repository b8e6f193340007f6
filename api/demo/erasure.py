"""Seed a redacted text that named a child, and an erased person who worked at a school."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from api.access.models import Grant, Role
from api.demo.municipality import Municipality
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

_TEXT_NAMING_A_CHILD = "Frederik Holst fra 2.b sagde, at han helst er i biblioteket, når de andre spiller bold."


async def add_substitute_teacher(session: AsyncSession, school: Institution, since: date) -> Grant:
    """Create a substitute teacher with a role at the school; return the grant."""
    fields = PersonCreate(username="laerer.vikar", name="Ditte Bruun Olesen", email="vikar@egekommune.example")
    [person] = await create_people(session, None, [fields])
    grant_fields = GrantCreate(person_id=person.id, unit_id=school.id, role=Role.staff, since_on=since)
    [grant] = await create_grants(session, None, [grant_fields])
    return grant


async def add_input_naming_a_child(session: AsyncSession, school: Institution, collected_on: date) -> Input:
    """Create input whose text names a child, which must be redacted later."""
    fields = InputCreate(
        institution_id=school.id,
        voice=Voice.child,
        method=Method.conversation,
        age_group=AgeGroup.from_6,
        text=_TEXT_NAMING_A_CHILD,
        people_count=1,
        collected_on=collected_on,
    )
    [naming_input] = await create_inputs(session, None, [fields])
    return naming_input


async def redact_and_erase(
    session: AsyncSession, municipality: Municipality, grant: Grant, naming_input: Input
) -> None:
    """Redact the text of the input, end the grant and erase its person."""
    reason = "nævnte et barn ved navn"
    await redact_input(session, municipality.administration, naming_input, [Redactable.text], reason)
    await end_grant(session, None, grant)
    await erase_person(session, None, await session.get_one(Person, grant.person_id))


def school_of(municipality: Municipality) -> Institution:
    """Return the school of the teacher and of the input."""
    return municipality.institutions_with_dialogues(Kind.school)[0]
