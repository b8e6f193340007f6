"""/people, /clients and /grants; and one's own password."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response

from api.access.answers import answer, changed, created, deleted, look, one, page
from api.access.caller import Caller, CurrentCall
from api.access.door import PublicDoor, may, room
from api.access.guards import within_reach
from api.access.models import Client, Grant, Holder, Person
from api.access.roles import OWN, READ, TRANSITION, WRITE
from api.access.transitions import offer
from api.core import database
from api.core.columns import Id, new_id
from api.core.pages import Page
from api.core.problems import STALE, Problem
from api.people import actions, grants, passwords
from api.people.models import (
    ClientCreate,
    ClientPublic,
    ClientQuery,
    ClientUpdate,
    ClientWithSecret,
    GrantCreate,
    GrantPublic,
    GrantQuery,
    GrantUpdate,
    PasswordChange,
    PersonCreate,
    PersonPublic,
    PersonQuery,
    PersonUpdate,
)
from api.people.passwords import Chosen, Replacement
from api.people.queries import CLIENTS, GRANTS, PEOPLE, people_by
from api.people.steps import CLIENT_STEPS, GRANT_STEPS

people = room("/people", "people")
clients = room("/clients", "people")
given = room("/grants", "people")
mine = room("/me", "sign-in")
first = room("/first-password", "sign-in", route_class=PublicDoor)
routers = (people, clients, given, mine, first)

NewHash = Annotated[str | None, Depends(passwords.hash_of_new)]
ChangedHash = Annotated[str | None, Depends(passwords.hash_of_changed)]
Replaced = Annotated[Replacement, Depends(passwords.replacement)]
ChosenNow = Annotated[Chosen, Depends(passwords.chosen)]


def _as_left(seen: dict[str, Any], thing: Person | Grant, said: Mapping[str, Any] | None = None) -> dict[str, Any]:
    # Not read anew: who gives up a role, or switches themselves off, would see it no more.
    return seen | {name: getattr(thing, name) for name in seen if name in type(thing).model_fields} | dict(said or {})


@people.get("", response_model=Page[PersonPublic], **may("directory", READ))
async def list_people(call: CurrentCall, query: Annotated[PersonQuery, Query()]) -> Response:
    """List people: who has a role within reach, for planning; administrators and auditors see all, in full."""
    return await page(call, people_by(query.model_dump(exclude_none=True)), query)


@people.post("", response_model=PersonPublic, status_code=201, **may("people", WRITE))
async def create_person(call: CurrentCall, new: PersonCreate, hashed: NewHash) -> Response:
    """Let somebody sign in; what they may do comes with grants."""
    call.holds_secret = new.password is not None
    [person] = await actions.create_people(
        call.session, call.caller, [new], [hashed], first_until=passwords.first_until(call)
    )
    return await created(call, PEOPLE, person.id)


@people.get("/{id}", response_model=PersonPublic, **may("directory", READ))
async def get_person(call: CurrentCall, id: Id) -> Response:
    """Read a person: name and roles, or in full."""
    return await one(call, PEOPLE, id)


@people.patch("/{id}", response_model=PersonPublic, **may("people", WRITE))
async def change_person(call: CurrentCall, id: Id, change: PersonUpdate, hashed: ChangedHash) -> Response:
    """Change a person, or switch them off; then, or with a new password, they are signed out at once.

    The secret address of their calendar ends with it for good.
    """
    person = await within_reach(call, Person, PEOPLE, id)
    seen = await look(call, PEOPLE, id)
    await actions.change_person(call.session, call.caller, person, change.given(), hashed, passwords.first_until(call))
    return answer(call, _as_left(seen, person), version=person.version)


@people.delete("/{id}/sign-ins", status_code=204, response_class=Response, **may("people", TRANSITION))
async def end_person_sign_ins(call: CurrentCall, id: Id) -> Response:
    """Sign a person out everywhere, at once; they may sign in again."""
    person = await within_reach(call, Person, PEOPLE, id)
    await actions.end_all_sign_ins(call.session, call.caller, person)
    return deleted()


@clients.get("", response_model=Page[ClientPublic], **may("people", READ))
async def list_clients(call: CurrentCall, query: Annotated[ClientQuery, Query()]) -> Response:
    """List the machines that may sign in."""
    return await page(call, CLIENTS, query)


def _with(secret: str) -> dict[str, Any]:
    return {"secret": secret}


@clients.post("", response_model=ClientWithSecret, status_code=201, **may("people", WRITE))
async def create_client(call: CurrentCall, new: ClientCreate) -> Response:
    """Let a machine sign in; its secret is in this answer and never again."""
    call.holds_secret = True
    [(client, secret)] = await actions.create_clients(call.session, call.caller, [new])
    return _once(await created(call, CLIENTS, client.id, _with(secret)))


def _once(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@clients.get("/{id}", response_model=ClientPublic, **may("people", READ))
async def get_client(call: CurrentCall, id: Id) -> Response:
    """Read a machine, without its secret."""
    return await one(call, CLIENTS, id)


@clients.patch("/{id}", response_model=ClientPublic, **may("people", WRITE))
async def change_client(call: CurrentCall, id: Id, change: ClientUpdate) -> Response:
    """Change a machine, or switch it off; it is then signed out at once."""
    client = await within_reach(call, Client, CLIENTS, id)
    await actions.change_client(call.session, call.caller, client, change.given())
    return await changed(call, CLIENTS, id)


@clients.post("/{id}/rotate-secret", response_model=ClientWithSecret, **may("people", TRANSITION))
async def rotate_client_secret(call: CurrentCall, id: Id) -> Response:
    """Give a machine a new secret, shown in this answer and never again; the old one is good no longer."""
    call.holds_secret = True
    client = await within_reach(call, Client, CLIENTS, id)
    secret = await actions.rotate_secret(call.session, call.caller, client)
    return _once(await changed(call, CLIENTS, id, _with(secret)))


@clients.delete("/{id}/sign-ins", status_code=204, response_class=Response, **may("people", TRANSITION))
async def end_client_sign_ins(call: CurrentCall, id: Id) -> Response:
    """End every token of a machine, at once; its secret goes on."""
    client = await within_reach(call, Client, CLIENTS, id)
    await actions.end_all_sign_ins(call.session, call.caller, client)
    return deleted()


@given.get("", response_model=Page[GrantPublic], **may("grants", READ))
async def list_grants(call: CurrentCall, query: Annotated[GrantQuery, Query()]) -> Response:
    """List the grants at units within reach, ended ones too."""
    return await page(call, GRANTS, query)


@given.post("", response_model=GrantPublic, status_code=201, **may("grants", WRITE))
async def create_grant(call: CurrentCall, new: GrantCreate) -> Response:
    """Give a person or a machine a role at a unit."""
    [grant] = await grants.create_grants(call.session, call.caller, [new])
    return await created(call, GRANTS, grant.id)


@given.get("/{id}", response_model=GrantPublic, **may("grants", READ))
async def get_grant(call: CurrentCall, id: Id) -> Response:
    """Read a grant: whose, which role, where and when."""
    return await one(call, GRANTS, id)


@given.patch("/{id}", response_model=GrantPublic, **may("grants", WRITE))
async def change_grant(call: CurrentCall, id: Id, change: GrantUpdate) -> Response:
    """Decide when a grant ends; with today's date it stops working at once."""
    grant = await within_reach(call, Grant, GRANTS, id)
    seen = await look(call, GRANTS, id)
    if "until_on" in change.given():
        await grants.set_end(call.session, call.caller, grant, change.until_on)
    return answer(call, _as_left(seen, grant, grants.lasting(grant)), version=grant.version)


@given.post("/{id}/end", response_model=GrantPublic, **may("grants", WRITE))
async def end_grant(call: CurrentCall, id: Id) -> Response:
    """End a grant; it stops working at once."""
    grant = await within_reach(call, Grant, GRANTS, id)
    seen = await look(call, GRANTS, id)
    await grants.end_grant(call.session, call.caller, grant)
    return answer(call, _as_left(seen, grant, grants.lasting(grant)), version=grant.version)


@mine.post("/sign-out", status_code=204, response_class=Response, **may(OWN, WRITE))
async def end_my_sign_ins(call: CurrentCall) -> Response:
    """Sign out everywhere, here too, at once."""
    table = Person if call.caller.holder == Holder.person else Client
    await actions.end_all_sign_ins(call.session, call.caller, await call.session.get_one(table, call.caller.id))
    return deleted()


@mine.post("/password", status_code=204, response_class=Response, **may(OWN, WRITE))
async def change_my_password(call: CurrentCall, change: PasswordChange, made: Replaced) -> Response:
    """Change one's own password; every other sign-in of one's own ends, and so does one's calendar's address."""
    call.holds_secret = True
    person = await call.session.get_one(Person, call.caller.id)
    if person.password_hash != made.old:  # changed by somebody else while we computed
        raise Problem(STALE)
    await actions.replace_password(call.session, call.caller, person, made.new)
    return deleted()


@first.post("", status_code=204, response_class=Response, openapi_extra={"x-unconditional": True})
async def replace_first_password(request: Request, made: ChosenNow) -> Response:
    """Choose a password of one's own by the first one, which an administrator gave; then sign in with it.

    No token is needed; wrong ones are counted and paused for as in signing in.
    """
    async with database.writing(request.app.state.engine) as session:
        person = await session.get_one(Person, made.person_id)
        if person.password_hash != made.first or not person.active:  # changed by somebody else while we computed
            raise Problem(STALE)
        themselves = Caller(person.id, Holder.person, new_id(), person.name)
        await actions.replace_password(session, themselves, person, made.new)
    return deleted()


offer(clients, Client, CLIENTS, CLIENT_STEPS, may("people", READ))
offer(given, Grant, GRANTS, GRANT_STEPS, may("grants", READ))
