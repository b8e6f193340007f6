"""Routes of `/observation-guides`."""

from typing import Annotated

from fastapi import Query, Response

from api.access.caller import Context
from api.access.guards import require_access, require_access_at_unit
from api.access.responses import created_response, list_response, no_content, resource_response, updated_response
from api.access.roles import READ, TRANSITION, WRITE
from api.access.route_class import requires, resource_router
from api.access.transitions import add_transitions_route
from api.core.field_types import ResourceId
from api.core.problems import IN_USE, NOT_ACCEPTABLE, NOT_FOUND
from api.http.pagination import Page
from api.observation_guides import actions
from api.observation_guides.models import ObservationGuide
from api.observation_guides.queries import GUIDES
from api.observation_guides.rules import GUIDE_NOT_PUBLISHED, GUIDE_PUBLISHED, NEWER_EDITION_EXISTS
from api.observation_guides.schemas import (
    ObservationGuideCreate,
    ObservationGuidePublic,
    ObservationGuideQuery,
    ObservationGuideUpdate,
)
from api.observation_guides.transitions import GUIDE_TRANSITIONS

guides = resource_router("/observation-guides", "observations")
routers = (guides,)


@guides.get(
    "", response_model=Page[ObservationGuidePublic], **requires("observation_guides", READ, problems=[NOT_ACCEPTABLE])
)
async def list_observation_guides(context: Context, query: Annotated[ObservationGuideQuery, Query()]) -> Response:
    """List the editions of observation guides; members of boards see published and superseded ones only."""
    return await list_response(context, GUIDES, query)


@guides.post(
    "",
    response_model=ObservationGuidePublic,
    status_code=201,
    **requires("observation_guides", WRITE, problems=[NOT_FOUND]),
)
async def create_observation_guide(context: Context, new: ObservationGuideCreate) -> Response:
    """Create an observation guide as the draft of its first edition."""
    await require_access_at_unit(context, None)
    [guide] = await actions.create_guides(context.session, context.caller, [new])
    return await created_response(context, GUIDES, guide.id)


@guides.get("/{id}", response_model=ObservationGuidePublic, **requires("observation_guides", READ))
async def get_observation_guide(context: Context, id: ResourceId) -> Response:
    """Read an edition of an observation guide."""
    return await resource_response(context, GUIDES, id)


@guides.patch(
    "/{id}", response_model=ObservationGuidePublic, **requires("observation_guides", WRITE, problems=[GUIDE_PUBLISHED])
)
async def change_observation_guide(context: Context, id: ResourceId, change: ObservationGuideUpdate) -> Response:
    """Change a draft; a published edition cannot be changed."""
    guide = await require_access(context, ObservationGuide, GUIDES, id)
    await actions.update_guide(context.session, context.caller, guide, change.changes())
    return await updated_response(context, GUIDES, id)


@guides.delete("/{id}", status_code=204, **requires("observation_guides", WRITE, problems=[GUIDE_PUBLISHED, IN_USE]))
async def delete_observation_guide(context: Context, id: ResourceId) -> Response:
    """Delete a draft of an observation guide."""
    guide = await require_access(context, ObservationGuide, GUIDES, id)
    await actions.delete_guide(context.session, context.caller, guide)
    return no_content()


@guides.post(
    "/{id}/publish",
    response_model=ObservationGuidePublic,
    **requires("observation_guides", TRANSITION, problems=[GUIDE_PUBLISHED]),
)
async def publish_observation_guide(context: Context, id: ResourceId) -> Response:
    """Publish a draft: it becomes final, can be used by observations, and supersedes the earlier published edition."""
    guide = await require_access(context, ObservationGuide, GUIDES, id)
    await actions.publish_guides(context.session, context.caller, [guide])
    return await updated_response(context, GUIDES, id)


@guides.post(
    "/{id}/revise",
    response_model=ObservationGuidePublic,
    status_code=201,
    **requires("observation_guides", TRANSITION, problems=[GUIDE_NOT_PUBLISHED, NEWER_EDITION_EXISTS]),
)
async def revise_observation_guide(context: Context, id: ResourceId) -> Response:
    """Create a draft of the next edition with the content of the published one."""
    guide = await require_access(context, ObservationGuide, GUIDES, id)
    revision = await actions.revise_guide(context.session, context.caller, guide)
    return await created_response(context, GUIDES, revision.id)


add_transitions_route(guides, ObservationGuide, GUIDES, GUIDE_TRANSITIONS, requires("observation_guides", READ))
