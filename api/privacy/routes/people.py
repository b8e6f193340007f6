"""Erasure and subject access requests, at /people and /me."""

from uuid import UUID

from fastapi import Response

from api.access.caller import Context, RequestContext
from api.access.guards import require_access
from api.access.models import Holder
from api.access.responses import json_response
from api.access.roles import OWN_ACCOUNT, READ, TRANSITION
from api.access.route_class import requires, resource_router
from api.access.transitions import add_transitions_route
from api.core.field_types import ResourceId
from api.core.problems import NOT_FOUND, WRONG_STATE, Problem
from api.db import transactions
from api.journal.record import record
from api.people.queries import PEOPLE
from api.privacy.actions import erase
from api.privacy.queries.subject_access import data_of
from api.privacy.rules.erase import STILL_HAS_DUTIES, STILL_HOLDS_ROLES
from api.privacy.schemas import PersonData, PersonErase, PersonErased
from api.privacy.transitions import PERSON_TRANSITIONS
from api.sign_in.models import Person

people = resource_router("/people", "people")
me = resource_router("/me", "sign-in")
routers = (people, me)


@people.post(
    "/{id}/erase",
    response_model=PersonErased,
    **requires("people", TRANSITION, problems=[STILL_HAS_DUTIES, STILL_HOLDS_ROLES, WRONG_STATE]),
)
async def erase_person(context: Context, id: ResourceId, erasure: PersonErase) -> Response:
    """Erase a person for good: the name and everything that identifies them is removed; what they did stays.

    Refused while the person has roles, or takes part in something that is planned.
    """
    person = await require_access(context, Person, PEOPLE, id)
    erased = await erase.erase_person(context.session, context.caller, person, erasure.former_names)
    remaining = {name: getattr(person, name) for name in ("id", "version", "name", "erased_on")}
    return json_response(context, {**remaining, **erased._asdict()}, version=person.version)


async def _data_response(context: RequestContext, person_id: UUID, *, own: bool) -> Response:
    """The data, read without a lock on writing: the journal entry of the reading has been committed before."""
    async with transactions.read_transaction(context.engine) as session:
        person = await session.get_one(Person, person_id)
        return json_response(context, await data_of(session, person, for_themselves=own))


@people.get("/{id}/data", response_model=PersonData, **requires("people", READ))
async def read_person_data(context: Context, id: ResourceId) -> Response:
    """Read everything that is held about a person, to answer a subject access request; without the text they wrote.

    Each reading is recorded in the journal.
    """
    async with context.write_transaction() as session:  # a GET that writes: no reading without its entry in the journal
        person = await require_access(context, Person, PEOPLE, id, check_version=False)
        await record(session, context.caller, [person], "data_read")
    return await _data_response(context, id, own=False)


@me.get("/data", response_model=PersonData, **requires(OWN_ACCOUNT, READ, problems=[NOT_FOUND]))
async def read_my_data(context: Context) -> Response:
    """Read everything that is held about oneself, with the text one wrote at units where one still has a role.

    Each reading is recorded in the journal.
    """
    async with context.write_transaction() as session:
        person = await session.get(Person, context.caller.id) if context.caller.holder == Holder.person else None
        if person is None:
            raise Problem(NOT_FOUND)
        await record(session, context.caller, [person], "data_read")
    return await _data_response(context, person.id, own=True)


add_transitions_route(people, Person, PEOPLE, PERSON_TRANSITIONS, requires("directory", READ))
