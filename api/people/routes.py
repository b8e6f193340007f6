"""/people."""

from typing import Annotated

from fastapi import Depends, Query, Response

from api.access.caller import Context
from api.access.guards import require_access
from api.access.responses import (
    created_response,
    fetch_visible,
    json_response,
    list_response,
    no_content,
    resource_response,
    state_after_change,
)
from api.access.roles import READ, TRANSITION, WRITE
from api.access.route_class import requires, resource_router
from api.core.field_types import ResourceId
from api.core.problems import NOT_ACCEPTABLE, NOT_FOUND, WRONG_STATE
from api.http.pagination import Page
from api.people.actions import create, hash_passwords, sign_out, update
from api.people.queries import PEOPLE, people_by
from api.people.rules import LAST_ADMIN, PASSWORD_PROBLEMS
from api.people.schemas import PersonCreate, PersonPublic, PersonQuery, PersonUpdate
from api.sign_in.models import Person

people = resource_router("/people", "people")
routers = (people,)

NewHash = Annotated[str | None, Depends(hash_passwords.hash_of_new)]
ChangedHash = Annotated[str | None, Depends(hash_passwords.hash_of_changed)]


@people.get("", response_model=Page[PersonPublic], **requires("directory", READ, problems=[NOT_ACCEPTABLE]))
async def list_people(context: Context, query: Annotated[PersonQuery, Query()]) -> Response:
    """List people: those with a role within the caller's reach, for planning.

    Administrators and auditors see all people, with all fields.
    """
    return await list_response(context, people_by(query.model_dump(exclude_none=True)), query)


@people.post(
    "",
    response_model=PersonPublic,
    status_code=201,
    **requires("people", WRITE, problems=[NOT_FOUND, *PASSWORD_PROBLEMS]),
)
async def create_person(context: Context, new: PersonCreate, hashed: NewHash) -> Response:
    """Create a person who can sign in. Permissions come from grants."""
    context.response_has_secret = new.password is not None
    [person] = await create.create_people(
        context.session, context.caller, [new], [hashed], first_until=hash_passwords.first_until(context)
    )
    return await created_response(context, PEOPLE, person.id)


@people.get("/{id}", response_model=PersonPublic, **requires("directory", READ))
async def get_person(context: Context, id: ResourceId) -> Response:
    """Get a person: name and roles, or all fields for administrators and auditors."""
    return await resource_response(context, PEOPLE, id)


@people.patch(
    "/{id}",
    response_model=PersonPublic,
    **requires("people", WRITE, problems=[LAST_ADMIN, WRONG_STATE, *PASSWORD_PROBLEMS]),
)
async def change_person(context: Context, id: ResourceId, change: PersonUpdate, hashed: ChangedHash) -> Response:
    """Update a person. Deactivating them, or a new password, ends all their sessions at once.

    Their secret calendar address is then revoked too.
    """
    person = await require_access(context, Person, PEOPLE, id)
    before = await fetch_visible(context, PEOPLE, id)
    await update.update_person(
        context.session, context.caller, person, change.changes(), hashed, hash_passwords.first_until(context)
    )
    return json_response(context, state_after_change(before, person), version=person.version)


@people.delete("/{id}/sign-ins", status_code=204, response_class=Response, **requires("people", TRANSITION))
async def end_person_sign_ins(context: Context, id: ResourceId) -> Response:
    """Sign a person out everywhere: end all their sessions at once. They can sign in again."""
    person = await require_access(context, Person, PEOPLE, id)
    await sign_out.end_all_sessions(context.session, context.caller, person)
    return no_content()
