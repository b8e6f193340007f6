"""Of /people and /me: erasing somebody, and what is held about them."""

from uuid import UUID

from fastapi import Response

from api.access.answers import answer
from api.access.caller import Call, CurrentCall
from api.access.door import may, room
from api.access.guards import within_reach
from api.access.models import Holder, Person
from api.access.roles import OWN, READ, TRANSITION
from api.access.transitions import offer
from api.core import database
from api.core.columns import Id
from api.core.problems import NOT_FOUND, Problem
from api.journal.record import record
from api.people.queries import PEOPLE
from api.stewardship import erasing
from api.stewardship.held import data_of
from api.stewardship.shapes import PersonData, PersonErase, PersonErased
from api.stewardship.steps import PERSON_STEPS

people = room("/people", "people")
me = room("/me", "sign-in")


@people.post("/{id}/erase", response_model=PersonErased, **may("people", TRANSITION))
async def erase_person(call: CurrentCall, id: Id, said: PersonErase) -> Response:
    """Erase somebody for good: the name and all that tells who they were goes, what they did stays without it.

    Refused while they hold roles or something is planned with them.
    """
    person = await within_reach(call, Person, PEOPLE, id)
    done = await erasing.erase_person(call.session, call.caller, person, said.former_names)
    left = {name: getattr(person, name) for name in ("id", "version", "name", "erased_on")}
    return answer(call, {**left, **done._asdict()}, version=person.version)


async def _data(call: Call, id: UUID, *, own: bool) -> Response:
    """What is held, gathered while others write: the entry that it is read is there before."""
    async with database.reading(call.engine) as session:
        person = await session.get_one(Person, id)
        return answer(call, await data_of(session, person, for_themselves=own))


@people.get("/{id}/data", response_model=PersonData, **may("people", READ))
async def read_person_data(call: CurrentCall, id: Id) -> Response:
    """Read all that is held about somebody, to give it to them; not what they wrote. Each reading is recorded."""
    async with call.writing() as session:  # though it is a GET: no reading without its entry in the journal
        person = await within_reach(call, Person, PEOPLE, id, condition=False)
        await record(session, call.caller, [person], "data_read")
    return await _data(call, id, own=False)


@me.get("/data", response_model=PersonData, **may(OWN, READ))
async def read_my_data(call: CurrentCall) -> Response:
    """Read all that is held about oneself, with what one wrote where one still has a role. Each reading is recorded."""
    async with call.writing() as session:
        person = await session.get(Person, call.caller.id) if call.caller.holder == Holder.person else None
        if person is None:
            raise Problem(NOT_FOUND)
        await record(session, call.caller, [person], "data_read")
    return await _data(call, person.id, own=True)


offer(people, Person, PEOPLE, PERSON_STEPS, may("directory", READ))
