"""/clients: machines."""

from typing import Annotated

from fastapi import Query, Response

from api.access.caller import Context
from api.access.guards import require_access
from api.access.responses import created_response, list_response, no_content, resource_response, updated_response
from api.access.roles import READ, TRANSITION, WRITE
from api.access.route_class import requires, resource_router
from api.access.transitions import add_transitions_route
from api.core.field_types import ResourceId
from api.core.problems import NOT_ACCEPTABLE, NOT_FOUND
from api.http.pagination import Page
from api.machines import actions as machine_actions
from api.machines.queries import CLIENTS
from api.machines.schemas import ClientCreate, ClientPublic, ClientQuery, ClientUpdate, ClientWithSecret
from api.machines.transitions import CLIENT_TRANSITIONS
from api.people.actions.sign_out import end_all_sessions
from api.sign_in.models import Client

clients = resource_router("/clients", "people")
routers = (clients,)


@clients.get("", response_model=Page[ClientPublic], **requires("people", READ, problems=[NOT_ACCEPTABLE]))
async def list_clients(context: Context, query: Annotated[ClientQuery, Query()]) -> Response:
    """List the machines that can sign in."""
    return await list_response(context, CLIENTS, query)


@clients.post("", response_model=ClientWithSecret, status_code=201, **requires("people", WRITE, problems=[NOT_FOUND]))
async def create_client(context: Context, new: ClientCreate) -> Response:
    """Create a machine that can sign in. Its secret is in this response only."""
    context.response_has_secret = True
    [(client, secret)] = await machine_actions.create_clients(context.session, context.caller, [new])
    return _not_cached(await created_response(context, CLIENTS, client.id, {"secret": secret}))


def _not_cached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@clients.get("/{id}", response_model=ClientPublic, **requires("people", READ))
async def get_client(context: Context, id: ResourceId) -> Response:
    """Get a machine, without its secret."""
    return await resource_response(context, CLIENTS, id)


@clients.patch("/{id}", response_model=ClientPublic, **requires("people", WRITE))
async def change_client(context: Context, id: ResourceId, change: ClientUpdate) -> Response:
    """Update a machine. Deactivating it ends its sessions at once."""
    client = await require_access(context, Client, CLIENTS, id)
    await machine_actions.update_client(context.session, context.caller, client, change.changes())
    return await updated_response(context, CLIENTS, id)


@clients.post("/{id}/rotate-secret", response_model=ClientWithSecret, **requires("people", TRANSITION))
async def rotate_client_secret(context: Context, id: ResourceId) -> Response:
    """Rotate the secret of a machine. The new secret is in this response only; the old one is no longer valid."""
    context.response_has_secret = True
    client = await require_access(context, Client, CLIENTS, id)
    secret = await machine_actions.rotate_secret(context.session, context.caller, client)
    return _not_cached(await updated_response(context, CLIENTS, id, {"secret": secret}))


@clients.delete("/{id}/sign-ins", status_code=204, response_class=Response, **requires("people", TRANSITION))
async def end_client_sign_ins(context: Context, id: ResourceId) -> Response:
    """End all sessions of a machine at once. Its secret stays valid."""
    client = await require_access(context, Client, CLIENTS, id)
    await end_all_sessions(context.session, context.caller, client)
    return no_content()


add_transitions_route(clients, Client, CLIENTS, CLIENT_TRANSITIONS, requires("people", READ))
