"""/grants."""

from typing import Annotated

from fastapi import Query, Response

from api.access.caller import Context
from api.access.guards import require_access
from api.access.models import Grant
from api.access.responses import (
    created_response,
    fetch_visible,
    json_response,
    list_response,
    resource_response,
    state_after_change,
)
from api.access.roles import READ, WRITE
from api.access.route_class import requires, resource_router
from api.access.transitions import add_transitions_route
from api.core.field_types import ResourceId
from api.core.problems import NOT_ACCEPTABLE, NOT_FOUND, UNKNOWN_REFERENCE, WRONG_STATE
from api.grants import actions as grant_actions
from api.grants.queries import GRANTS
from api.grants.rules import (
    GRANT_FROM_SIGN_IN,
    GRANT_OUT_OF_REACH,
    GRANT_TO_ONESELF,
    ROLE_NOT_FOR_MACHINES,
    ROLE_NOT_HELD_THERE,
    ROLE_NOT_YOURS_TO_GIVE,
)
from api.grants.schemas import GrantCreate, GrantPublic, GrantQuery, GrantUpdate
from api.grants.transitions import GRANT_TRANSITIONS
from api.http.pagination import Page
from api.people.rules import LAST_ADMIN

grants = resource_router("/grants", "people")
routers = (grants,)
_END_PROBLEMS = [
    GRANT_FROM_SIGN_IN,
    LAST_ADMIN,
    ROLE_NOT_YOURS_TO_GIVE,
    GRANT_OUT_OF_REACH,
    GRANT_TO_ONESELF,
    WRONG_STATE,
]
"""The problems of changing when a grant ends, by a field or by a transition."""


@grants.get("", response_model=Page[GrantPublic], **requires("grants", READ, problems=[NOT_ACCEPTABLE]))
async def list_grants(context: Context, query: Annotated[GrantQuery, Query()]) -> Response:
    """List the grants at units within the caller's reach, including ended ones."""
    return await list_response(context, GRANTS, query)


@grants.post(
    "",
    response_model=GrantPublic,
    status_code=201,
    **requires(
        "grants",
        WRITE,
        problems=[
            ROLE_NOT_FOR_MACHINES,
            NOT_FOUND,
            ROLE_NOT_HELD_THERE,
            ROLE_NOT_YOURS_TO_GIVE,
            GRANT_OUT_OF_REACH,
            GRANT_TO_ONESELF,
            UNKNOWN_REFERENCE,
        ],
    ),
)
async def create_grant(context: Context, new: GrantCreate) -> Response:
    """Create a grant: give a person or a machine a role at a unit."""
    [grant] = await grant_actions.create_grants(context.session, context.caller, [new])
    return await created_response(context, GRANTS, grant.id)


@grants.get("/{id}", response_model=GrantPublic, **requires("grants", READ))
async def get_grant(context: Context, id: ResourceId) -> Response:
    """Get a grant: its holder, role, unit and dates."""
    return await resource_response(context, GRANTS, id)


@grants.patch(
    "/{id}",
    response_model=GrantPublic,
    **requires(
        "grants",
        WRITE,
        problems=_END_PROBLEMS,
    ),
)
async def change_grant(context: Context, id: ResourceId, change: GrantUpdate) -> Response:
    """Set when a grant ends. With today's date it ends at once."""
    grant = await require_access(context, Grant, GRANTS, id)
    before = await fetch_visible(context, GRANTS, id)
    if "until_on" in change.changes():
        await grant_actions.set_end(context.session, context.caller, grant, change.until_on)
    return json_response(
        context, state_after_change(before, grant, grant_actions.date_fields(grant)), version=grant.version
    )


@grants.post(
    "/{id}/end",
    response_model=GrantPublic,
    **requires(
        "grants",
        WRITE,
        problems=_END_PROBLEMS,
    ),
)
async def end_grant(context: Context, id: ResourceId) -> Response:
    """End a grant at once."""
    grant = await require_access(context, Grant, GRANTS, id)
    before = await fetch_visible(context, GRANTS, id)
    await grant_actions.end_grant(context.session, context.caller, grant)
    return json_response(
        context, state_after_change(before, grant, grant_actions.date_fields(grant)), version=grant.version
    )


add_transitions_route(grants, Grant, GRANTS, GRANT_TRANSITIONS, requires("grants", READ))
